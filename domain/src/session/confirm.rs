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
use crate::request::{self, Filed, RequestKind};
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
    may(&facts.session, now)?;
    Ok(Consequence {
        to: State::Confirmed,
        told: vec![Told::new(
            Recipient::Client,
            Template::BookingConfirmed,
            None,
        )],
        request: request::voided_by_confirming(facts),
        ..Consequence::of(&facts.session)
    })
}

/// A follow-up is cancelled; an initial session is the team's to cancel, so they are asked, and
/// the deadline keeps running.
pub(crate) fn decline(
    facts: &Facts,
    command: &Decline,
    now: Instant,
) -> Result<Consequence, Refusal> {
    may(&facts.session, now)?;
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
            let filed = Filed {
                kind: RequestKind::DeclineInitial,
                by: Role::Therapist,
                words: words.ok_or(Refusal::AskWordsMissing)?,
                for_client: command.note.clone(),
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
