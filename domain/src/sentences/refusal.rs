//! A refusal in words: what is the matter, and what to do next.

use crate::actor::Role;
use crate::commitment::Difference;
use crate::money::AmountFault;
use crate::refusal::Refusal;
use crate::sentences::policy::was_free;
use crate::session::State;
use crate::time::hours;
use crate::times::{Nearest, TakenBy};
use crate::view::session::Words;

/// The sentence that stands beside the field, or in place of the action.
pub fn refusal(refusal: Refusal, words: &Words) -> String {
    use Refusal::*;
    let client = &words.client;
    match refusal {
        AlreadyCancelled => {
            "This session is already cancelled. What was done stands on its page.".into()
        }
        Started => "The session has started, so it can no longer be cancelled. Record whether it \
                    took place instead."
            .into(),
        NotStarted => format!(
            "Attendance is recorded once the session has started, on {}.",
            words.short_when
        ),
        ThroughTheTeam => format!(
            "An initial session is cancelled through the team: write to them from your own \
             mail, with the reference on this page. {client} can cancel it without the team."
        ),
        NotInState(state) => format!("Not possible: this session is {}.", named(state)),
        CancelInstead => {
            "The session is still to come. Cancel it, and refund in the same step.".into()
        }
        NotPaid => "Nothing was paid for this session, so nothing can be refunded.".into(),
        NothingLeft => "Everything that was paid has gone back already.".into(),
        Disputed => format!(
            "{client}’s bank is looking into this payment. No refund is possible until it has \
             decided."
        ),
        PolicyOnly => "The policy decides about the rest when a client cancels or moves.".into(),
        CanStillBeUndone { by, .. } => still_undoable(by, words),
        UndoOver { .. } => format!(
            "It could be undone{}. Money and messages have left; to see {client} after all, \
             agree on a new session.",
            until(words)
        ),
        AlreadyUndone => {
            "This cancellation is undone already: the session stands as before.".into()
        }
        NotYoursToUndo { by } => format!(
            "Only whoever cancelled can undo it, and that was {}.",
            named_role(by, words)
        ),
        ChangedSince { part } => format!(
            "{} changed since the session was cancelled, so it cannot be undone as a whole. See \
             what stands on its page, and agree on a new session if you mean to meet.",
            part_of(part)
        ),
        NothingToUndo => "There is no such cancellation of this session. Open its page anew to \
                          see how it stands."
            .into(),
        CarryThroughTheTeam => {
            "The session has started, so its time can no longer be changed. Ask \
                                the team to carry its payment to a new one."
                .into()
        }
        SameTime => {
            "That is when it is already, so nothing changes and nobody is written to.".into()
        }
        TimeUnknown => {
            "We have not looked that time up yet. Choose it once more, and see what it does.".into()
        }
        InThePast { nearest } => format!("That time is over. {}", choose(nearest)),
        Taken { by, nearest } => format!("{} {}", taken(by), choose(nearest)),
        NotOpen { nearest } => format!("That time cannot be booked. {}", choose(nearest)),
        TooLateToMove { .. } => format!(
            "It could be moved here until {}. Ask {}: they can move it, or offer you other times.",
            words.free_until, words.therapist_name
        ),
        CorrectionOver { .. } => "A mistake is put right within 15 minutes of the booking. Choose \
                                  who asked for the new time instead."
            .into(),
        OldTimeStaysOpen => {
            "While you are unavailable nobody may book the old time: block it, stop \
                             offering that hour, or pause your account."
                .into()
        }
        OfferStands { .. } => format!(
            "{client} has other times to choose from{}. Take those back first, or wait.",
            offer_until(words)
        ),
        OfferOver => "Those times are no longer on offer. The session is where it was.".into(),
        NotOffered => "That time is not among those on offer. Choose one of them.".into(),
        TooManyTimes { most } => format!("Offer at most {most} times."),
        OfferedTwice => "You offer the same time twice.".into(),
        TimesOverlap => "Times on offer are all kept free, so they must not overlap each other, \
                         nor the session as it is."
            .into(),
        CorrectAtOnce => "A mistake is put right at once: choose the one right time.".into(),
        PauseAtOnce => {
            "Pausing takes effect at once, and not when somebody answers. Pause on your \
                        availability page, or block the old time."
                .into()
        }
        AlreadyConfirmed => "This session is confirmed already.".into(),
        ConfirmOver { .. } => format!(
            "The time to confirm it is over: the booking is cancelled, and {client} is refunded in \
             full. To meet all the same, agree on a new session."
        ),
        StillToConfirm { .. } => "There is still time to confirm this session.".into(),
        HoldOver => {
            "The time was kept for as long as it could be. Choose it again, if it is still \
                     open."
                .into()
        }
        TooManyHolds { most } => {
            format!("You have {most} times in checkout. Finish or leave one of them first.")
        }
        PayFirst => "The session is booked once it is paid.".into(),
        InitialIsTheClients => {
            format!("An initial session is booked by {client}: send them your booking page.")
        }
        AskedAlready { .. } => "That is asked already, and the answer will come.".into(),
        MoveInstead => {
            "The session is still to come: move it, and its payment goes with it.".into()
        }
        NothingToObjectTo => {
            "Nobody moved this session without you, so there is nothing to object \
                              to. You can still move or cancel it."
                .into()
        }
        DisputedAlready => "Our team looks into it already, and will write to you.".into(),
        ObjectionOver { .. } => "The time to object is over. You can still move or cancel the \
                                 session, as the policy says."
            .into(),
        CauseDisputed => format!(
            "{client} says that they did not ask for the move. The payment stays where it is until \
             the team has decided."
        ),
        NotLate => "This session is not late, so there is nothing to waive.".into(),
        AccountClosed => "This account is closed, and stays so.".into(),
        PausedAlready => "Your account is paused already: nobody can book you.".into(),
        NotPaused => "Your account is not paused.".into(),
        BackInThePast => "Give a day that is still to come, or leave it open.".into(),
        AnswerMissing { .. } => {
            "Choose what becomes of each session first: keep, move or cancel.".into()
        }
        NotToCome { .. } => "The list of sessions has changed. Look through it once more.".into(),
        NewTimeMissing => "Choose the new time.".into(),
        NewTimeUnreadable => "Give the day and the time to move it to.".into(),
        NewTimeInGap => {
            "The clocks are put forward over that time. Choose one before or after it.".into()
        }
        NewTimeTwice { .. } => {
            "The clocks are put back, so that time comes twice. Choose which one you mean.".into()
        }
        CauseMissing => "Choose one, so that we know what follows from it.".into(),
        AskedUnreadable => {
            format!("Give the day and the time at which {client} asked, or choose “just now”.")
        }
        AskedInGap => {
            "The clocks were put forward over that time. Choose one before or after it.".into()
        }
        AskedInFuture => {
            format!("That is still to come. Give the time at which {client} asked, or “just now”.")
        }
        AskedBeforeBooking => format!(
            "The session was booked on {}. {client} can only have asked after that.",
            words.booked
        ),
        WordsMissing => "Tell the team in a few words why you cancel.".into(),
        OutcomeMissing => "Choose whether to refund all of it or a part.".into(),
        Amount(fault) => amount(fault),
        AmountIsZero => "Give more than nothing, or choose to keep the payment.".into(),
        AboveRemaining { remaining } => {
            format!("At most {remaining} can go back. Give that or less.")
        }
        ReasonMissing => format!(
            "The policy owes {client} more than that. Say why you keep it, or refund it in full."
        ),
        WordsTooLong { most } | ReasonTooLong { most } | NoteTooLong { most } => {
            format!("Please shorten it to {most} characters.")
        }
        BlockNeeded => "While you are unavailable nobody may book this time, so it has to be \
                        blocked."
            .into(),
    }
}

fn taken(by: TakenBy) -> &'static str {
    match by {
        TakenBy::Session => "A session has that time already.",
        TakenBy::Hold { .. } => "That time is being kept for somebody just now.",
    }
}

/// The times themselves stand beside the sentence, each as something to press.
fn choose(nearest: Nearest) -> &'static str {
    match nearest.is_empty() {
        true => "Choose another one.",
        false => "Choose one of the nearest that are open, or another one.",
    }
}

fn still_undoable(by: Role, words: &Words) -> String {
    match by {
        Role::Therapist => format!(
            "You can still undo this cancellation{}. Wait for that, or undo it.",
            until(words)
        ),
        by => format!(
            "{} can still undo this cancellation{}. Wait for that.",
            named_role(by, words),
            until(words)
        ),
    }
}

/// ` until Sun 22 Nov, 14:00`
fn offer_until(words: &Words) -> String {
    let label = words.offer_until.as_deref();
    label
        .map(|label| format!(" until {label}"))
        .unwrap_or_default()
}

/// ` until 06:40:30`
fn until(words: &Words) -> String {
    let label = words.undo_until.as_deref();
    label
        .map(|label| format!(" until {label}"))
        .unwrap_or_default()
}

fn named_role(role: Role, words: &Words) -> &str {
    match role {
        Role::Therapist => &words.therapist_name,
        Role::Client => &words.client,
        Role::Staff => "the team",
    }
}

fn part_of(part: Difference) -> &'static str {
    match part {
        Difference::Session => "The session",
        Difference::Money => "The payment",
        Difference::Slot => "The blocked time",
        Difference::Told => "What is on its way, a refund or a message,",
        Difference::Standing => "The incident",
        Difference::Policy => "The policy",
    }
}

fn amount(fault: AmountFault) -> String {
    match fault {
        AmountFault::Missing => "Give the amount to refund.".into(),
        AmountFault::NotANumber => "Give the amount in figures, for example 20 or 12.50.".into(),
        AmountFault::TooFine { digits: 0, .. } => "This currency has whole amounts only.".into(),
        AmountFault::TooFine { digits, .. } => {
            format!("Give at most {digits} figures after the point.")
        }
        AmountFault::TooLarge => {
            "That is more than any session costs. Give a smaller amount.".into()
        }
    }
}

fn named(state: State) -> &'static str {
    match state {
        State::Completed => "recorded as having taken place",
        State::ClientNoShow => "recorded as missed by the client",
        State::TherapistNoShow => "recorded as missed by the therapist",
        state => state.label(),
    }
}

/// The words under the policy bar: is cancelling still free for the client?
pub fn bar(facts: &crate::facts::Facts, words: &Words, now: crate::time::Instant) -> String {
    use crate::policy::Timing;
    let client = &words.client;
    let timing = crate::policy::notice::timing(&facts.session, facts.policy, now);
    match timing {
        Timing::OnTime => format!(
            "{client} can cancel free of charge until {}, {} from now.",
            words.free_until,
            crate::time::countdown(facts.session.span.start() - facts.policy.notice() - now)
        ),
        Timing::Grace => format!(
            "Booked less than {} ahead: {client} can still take it back free of charge within \
             {} of booking.",
            hours(facts.policy.notice()),
            hours(facts.policy.grace())
        ),
        Timing::LateStays => format!(
            "Late stays late: {client} moved this session late, so the policy refunds nothing \
             if {client} cancels; you may make an exception."
        ),
        Timing::Late if facts.payment.paid().is_none() => format!(
            "It is late now: {}. Nothing has been paid.",
            was_free(facts, words)
        ),
        Timing::Late => format!(
            "It is late now: {}. If {client} cancels, the policy refunds nothing; you may make \
             an exception.",
            was_free(facts, words)
        ),
    }
}
