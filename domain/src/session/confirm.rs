//! A client's booking awaits the therapist's word, up to an instant that everybody is shown
//! (docs/POLICIES.md, rule P17). Confirming is compare-and-set, and at that very instant the
//! deadline has won.

use super::{Cancellation, Cause, Session, SessionKind, State, offer, undo};
use crate::actor::Role;
use crate::consequence::{Consequence, TaskKind};
use crate::facts::Facts;
use crate::payment::refund::{Choice, MOST_WORDS, clauses, note_fits, weigh};
use crate::policy::{self, Ending, Timing};
use crate::refusal::Refusal;
use crate::request::{self, Filed, OpenRequest, Particulars, RequestKind};
use crate::time::{Instant, TimeDelta};
use crate::times::OldTime;
use crate::told::{Recipient, Template, Told};
use serde::{Deserialize, Serialize};

/// A therapist answers within this, and long enough before the start.
const ANSWER: TimeDelta = TimeDelta::hours(24);
const AHEAD: TimeDelta = TimeDelta::hours(12);
/// But they always have this long, unless the session starts sooner.
const LEAST: TimeDelta = TimeDelta::hours(1);

/// The therapist does not take a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decline {
    /// Why, for the team.
    pub words: Option<String>,
    /// What becomes of the time.
    pub old_time: OldTime,
    /// Words for the client.
    pub note: Option<String>,
    /// What the team is told beside the words, of an initial session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub particulars: Option<Particulars>,
}

/// The first instant at which a booking asked for at `asked_at` can no longer be confirmed.
pub fn deadline(asked_at: Instant, start: Instant) -> Instant {
    let due = (asked_at + ANSWER).min(start - AHEAD);
    due.max(asked_at + LEAST).min(start)
}

/// When the therapist is reminded: with half of the time left, and with a quarter.
pub fn reminders(asked_at: Instant, deadline: Instant) -> [Instant; 2] {
    let whole = deadline - asked_at;
    [deadline - whole / 2, deadline - whole / 4]
}

/// Which of the two it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminder {
    First,
    Last,
}

/// What is due of the reminders about a booking, and when to look next (docs/POLICIES.md, rule
/// P27). Whoever comes so late that both are due sends the last one alone; from the deadline on
/// nothing is left to remind of.
pub fn reminder(
    session: &Session,
    asked_at: Instant,
    now: Instant,
) -> (Option<Reminder>, Option<Instant>) {
    let Some(deadline) = session
        .confirm_by
        .filter(|deadline| session.state == State::AwaitingConfirmation && now < *deadline)
    else {
        return (None, None);
    };
    match reminders(asked_at, deadline) {
        [half, _] if now < half => (None, Some(half)),
        [_, quarter] if now < quarter => (Some(Reminder::First), Some(quarter)),
        _ => (Some(Reminder::Last), None),
    }
}

/// Whether the therapist can still answer a booking.
///
/// # Errors
/// The rule that forbids it.
pub fn may(session: &Session, now: Instant) -> Result<(), Refusal> {
    match session.state {
        State::AwaitingConfirmation => in_time(session, now),
        State::Confirmed => Err(Refusal::AlreadyConfirmed),
        State::Cancelled => {
            undo::waits(session, now)?;
            Err(Refusal::AlreadyCancelled)
        }
        state => Err(Refusal::NotInState(state)),
    }
}

/// Past its deadline a booking is as good as cancelled, whether the job has come by or not.
pub(crate) fn in_time(session: &Session, now: Instant) -> Result<(), Refusal> {
    match (session.state, session.confirm_by) {
        (State::AwaitingConfirmation, Some(since)) if now >= since => {
            Err(Refusal::ConfirmOver { since })
        }
        _ => Ok(()),
    }
}

pub(crate) fn confirm(facts: &Facts, now: Instant) -> Result<Consequence, Refusal> {
    confirmed(&facts.session, &facts.requests, now)
}

/// What confirming does, by all that it looks at: a list of bookings knows no more of each.
///
/// # Errors
/// As [`may`].
pub fn confirmed(
    session: &Session,
    open: &[OpenRequest],
    now: Instant,
) -> Result<Consequence, Refusal> {
    may(session, now)?;
    Ok(Consequence {
        to: State::Confirmed,
        told: vec![Told::new(
            Recipient::Client,
            Template::BookingConfirmed,
            None,
        )],
        request: request::voided_by_confirming(open),
        ..Consequence::of(session)
    })
}

/// Whether the therapist can still decline a booking, before any form is filled in.
///
/// # Errors
/// The rule that forbids it.
pub fn may_decline(facts: &Facts, now: Instant) -> Result<(), Refusal> {
    may(&facts.session, now)?;
    match facts.session.kind {
        SessionKind::FollowUp => Ok(()),
        SessionKind::Initial => request::not_asked_yet(facts, RequestKind::DeclineInitial),
    }
}

/// A follow-up is cancelled; an initial session is the team's to cancel, so they are asked, and
/// the deadline keeps running.
pub(crate) fn decline(
    facts: &Facts,
    command: &Decline,
    now: Instant,
) -> Result<Consequence, Refusal> {
    may_decline(facts, now)?;
    note_fits(command.note.as_deref())?;
    match command.words.as_deref() {
        Some(words) if words.chars().count() > MOST_WORDS => {
            return Err(Refusal::WordsTooLong { most: MOST_WORDS });
        }
        _ => {}
    }
    match facts.session.kind {
        SessionKind::FollowUp => {
            let note = command.note.clone();
            let cancelled = cancelled(facts, Role::Therapist, command.words.clone(), now)?;
            Ok(Consequence {
                slot: command.old_time.effect(),
                told: vec![Told::new(
                    Recipient::Client,
                    Template::SessionCancelled,
                    note,
                )],
                ..cancelled
            })
        }
        SessionKind::Initial => {
            let words = command
                .words
                .clone()
                .filter(|words| !words.trim().is_empty());
            let words = words.ok_or(Refusal::AskWordsMissing)?;
            let particulars = command.particulars.clone().ok_or(Refusal::CauseMissing)?;
            particulars.fit()?;
            let filed = Filed {
                kind: RequestKind::DeclineInitial,
                by: Role::Therapist,
                words,
                for_client: command.note.clone(),
                particulars: Some(particulars),
                at: now,
            };
            request::ask(facts, filed)
        }
    }
}

/// The job's: nobody answered.
pub(crate) fn expire(facts: &Facts, now: Instant) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    match may(session, now) {
        Err(Refusal::ConfirmOver { .. }) => {}
        Err(other) => return Err(other),
        Ok(()) => {
            return Err(Refusal::StillToConfirm {
                until: session.confirm_by,
            });
        }
    }
    let cancelled = cancelled(facts, Role::Staff, None, now)?;
    Ok(Consequence {
        slot: OldTime::Open.effect(),
        told: vec![
            Told::new(Recipient::Client, Template::SessionCancelled, None),
            Told::new(Recipient::Therapist, Template::NotConfirmedInTime, None),
        ],
        tasks: vec![TaskKind::SuggestTherapists],
        ..cancelled
    })
}

/// All that was paid goes back, whoever let it come to this.
fn cancelled(
    facts: &Facts,
    by: Role,
    words: Option<String>,
    now: Instant,
) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    let answer = policy::answer(Ending::Cancelled(Cause::NotConfirmed), Timing::OnTime);
    Ok(Consequence {
        to: State::Cancelled,
        cancellation: Some(Cancellation {
            by,
            on_behalf_of: Role::Therapist,
            cause: Cause::NotConfirmed,
            words,
            notice_ms: (session.span.start() - now).num_milliseconds(),
            clause: answer.clause,
            at: now,
        }),
        money: weigh(facts, answer.owed, Choice::Policy, true)?,
        charge_withdrawn: facts.payment.charge_due(),
        standing: answer.standing.effect(facts.incidents),
        clauses: clauses(facts, answer.clause, false, false),
        offer: offer::overtaken(facts),
        request: request::voided_by_change(facts),
        ..Consequence::of(session)
    })
}
