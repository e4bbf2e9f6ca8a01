//! A refusal in words: what is the matter, and what to do next.

mod another_time;
mod booking;

use crate::actor::Role;
use crate::commitment::Difference;
use crate::money::AmountFault;
use crate::refusal::Refusal;
use crate::sentences::disputed;
use crate::sentences::policy::was_free;
use crate::session::State;
use crate::time::hours;
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
        NotPaid => {
            "Nothing was paid for this session, so there is nothing to refund or to carry.".into()
        }
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
        CarryThroughTheTeam
        | SameTime { .. }
        | Outdated { .. }
        | TooFarAhead
        | TimeUnknown
        | InThePast { .. }
        | Taken { .. }
        | NotOpen { .. }
        | TooLateToMove { .. }
        | CorrectionOver { .. }
        | OldTimeStaysOpen
        | OfferStands { .. }
        | OfferOver
        | NotOffered
        | TooManyTimes { .. }
        | OfferedTwice
        | TimesOverlap
        | CorrectAtOnce
        | PauseAtOnce
        | NewTimeMissing
        | NewTimeUnreadable
        | NewTimeInGap
        | NewTimeTwice { .. } => another_time::refusal(refusal, words),
        AlreadyConfirmed
        | ConfirmOver { .. }
        | StillToConfirm { .. }
        | HoldOver
        | TooManyHolds { .. }
        | PayFirst
        | InitialIsTheClients
        | PriceMissing
        | AskWordsMissing
        | AskedAlready { .. }
        | MoveInstead
        | AwareMissing
        | NothingToObjectTo
        | DisputedAlready
        | ObjectionOver { .. }
        | CauseDisputed
        | NotLate
        | AccountClosed
        | AccountRestricted
        | PausedAlready
        | NotPaused
        | BackInThePast
        | AnswerMissing { .. }
        | NotToCome { .. } => booking::refusal(refusal, words),
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
        WordsTooLong { most }
        | ReasonTooLong { most }
        | NoteTooLong { most }
        | AwareTooLong { most } => {
            format!("Please shorten it to {most} characters.")
        }
        BlockNeeded => "While you are unavailable nobody may book this time. Block it, stop \
                        offering that hour, or pause your account."
            .into(),
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
    if let Some(open) = disputed::late(facts, words) {
        return open;
    }
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
            "Late stays late: this session was moved late for {client}, so the policy refunds \
             nothing if {client} cancels; you may make an exception."
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
