//! Cancelling a session (docs/POLICIES.md, rules P1 to P3, P8 and P9). A therapist cancels
//! follow-ups; an initial session only the client or the team. After the start it is
//! attendance.

use super::{Cancellation, Cause, Session, SessionKind, State, offer, undo};
use crate::actor::Role;
use crate::consequence::{Consequence, TaskKind};
use crate::facts::Facts;
use crate::payment::refund::{Choice, MOST_WORDS, clauses, departure, note_fits, tasks, weigh};
use crate::policy::notice::{counted_from, timing};
use crate::policy::{self, Clause, Ending};
use crate::refusal::Refusal;
use crate::request;
use crate::time::Instant;
use crate::times::{self, OldTime};
use crate::told::{Recipient, Template, Told};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancel {
    pub by: Role,
    pub why: Why,
    pub money: Choice,
    /// What becomes of the freed time, in the same step. It was `block`, yes or no, once.
    #[serde(alias = "block", deserialize_with = "times::as_it_was_said")]
    pub old_time: OldTime,
    /// Why the therapist keeps what the policy owes; for the team.
    pub reason: Option<String>,
    /// Words for the other party.
    pub note: Option<String>,
}

/// The causes that a person can give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// With the time they asked, by the therapist's word; `None` is *just now*.
    ClientAsked {
        asked_at: Option<Instant>,
    },
    TherapistUnavailable,
    NotBestFit,
    /// In words, for the team.
    Other {
        words: String,
    },
}

impl Why {
    pub fn cause(&self) -> Cause {
        match self {
            Why::ClientAsked { .. } => Cause::ClientAsked,
            Why::TherapistUnavailable => Cause::TherapistUnavailable,
            Why::NotBestFit => Cause::NotBestFit,
            Why::Other { .. } => Cause::Other,
        }
    }
}

impl Cancel {
    /// A client's own cancel: the policy decides about the money.
    pub fn by_client(note: Option<String>) -> Cancel {
        Cancel {
            by: Role::Client,
            why: Why::ClientAsked { asked_at: None },
            money: Choice::Policy,
            old_time: OldTime::Open,
            reason: None,
            note,
        }
    }
}

/// Whether `by` may cancel this session now at all, before any form is filled in.
///
/// # Errors
/// The rule that forbids it.
pub fn may(session: &Session, by: Role, now: Instant) -> Result<(), Refusal> {
    if session.state == State::Cancelled {
        undo::waits_for_another(session, by, now)?;
        return Err(Refusal::AlreadyCancelled);
    }
    if !session.state.is_booked() {
        return Err(Refusal::NotInState(session.state));
    }
    if session.has_started(now) {
        return Err(Refusal::Started);
    }
    if by == Role::Therapist && session.kind == SessionKind::Initial {
        return Err(Refusal::ThroughTheTeam);
    }
    Ok(())
}

pub(crate) fn decide(
    facts: &Facts,
    command: &Cancel,
    now: Instant,
) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    may(session, command.by, now)?;
    words_fit(command)?;
    let counted_from = counted_from(session, asked_at(&command.why), now)?;
    let timing = timing(session, facts.policy, counted_from);
    let answer = policy::answer(Ending::Cancelled(command.why.cause()), timing);
    if command.why == Why::TherapistUnavailable && command.old_time == OldTime::Open {
        return Err(Refusal::BlockNeeded);
    }
    let money = weigh(facts, answer.owed, command.money, true)?;
    let departs = departure(money.as_ref(), command.reason.as_deref())?;
    let exception = money
        .as_ref()
        .is_some_and(|money| money.exception.is_some());
    let standing = answer.standing.effect(facts.incidents);
    let suggest = (command.why == Why::NotBestFit).then_some(TaskKind::SuggestTherapists);
    Ok(Consequence {
        to: State::Cancelled,
        cancellation: Some(Cancellation {
            by: command.by,
            on_behalf_of: answer.counts_as.unwrap_or(command.by),
            cause: command.why.cause(),
            words: words(&command.why),
            notice_ms: (session.span.start() - counted_from).num_milliseconds(),
            clause: answer.clause,
            at: now,
        }),
        charge_withdrawn: facts.payment.charge_due(),
        slot: command.old_time.effect(),
        told: told(command),
        standing,
        clauses: clauses(facts, answer.clause, exception, departs),
        tasks: tasks(standing, departs, suggest),
        reason: command.reason.clone().filter(|_| departs || exception),
        money,
        offer: offer::overtaken(facts),
        request: request::voided_by_change(facts),
        ..Consequence::of(session)
    })
}

/// The clause that applies to a cause given at `now`.
///
/// # Errors
/// A time the client asked that cannot be.
pub fn clause(facts: &Facts, why: &Why, now: Instant) -> Result<Clause, Refusal> {
    let counted_from = counted_from(&facts.session, asked_at(why), now)?;
    let timing = timing(&facts.session, facts.policy, counted_from);
    Ok(policy::answer(Ending::Cancelled(why.cause()), timing).clause)
}

fn asked_at(why: &Why) -> Option<Instant> {
    match why {
        Why::ClientAsked { asked_at } => *asked_at,
        _ => None,
    }
}

fn words(why: &Why) -> Option<String> {
    match why {
        Why::Other { words } => Some(words.trim().to_string()),
        _ => None,
    }
}

fn words_fit(command: &Cancel) -> Result<(), Refusal> {
    if let Why::Other { words } = &command.why {
        if words.trim().is_empty() {
            return Err(Refusal::WordsMissing);
        }
        if words.chars().count() > MOST_WORDS {
            return Err(Refusal::WordsTooLong { most: MOST_WORDS });
        }
    }
    if command.by == Role::Client && !follows_the_policy(command) {
        return Err(Refusal::PolicyOnly);
    }
    note_fits(command.note.as_deref())
}

/// A client asks just now and leaves money and slot to the policy: another cause or an
/// earlier time would be the therapist's word, given by the one who gains from it.
fn follows_the_policy(command: &Cancel) -> bool {
    command.why == Why::ClientAsked { asked_at: None }
        && command.money == Choice::Policy
        && command.old_time == OldTime::Open
}

fn told(command: &Cancel) -> Vec<Told> {
    let note = || command.note.clone();
    match command.by {
        Role::Client => vec![
            Told::new(Recipient::Client, Template::CancellationConfirmed, None),
            Told::new(Recipient::Therapist, Template::ClientCancelled, note()),
        ],
        Role::Therapist | Role::Staff => {
            vec![Told::new(
                Recipient::Client,
                Template::SessionCancelled,
                note(),
            )]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_read(left: &str, expected: OldTime) {
        let written = serde_json::to_string(&Cancel::by_client(None)).expect("JSON");
        let text = written.replace(r#""old_time":"open""#, left);
        let read: Cancel = serde_json::from_str(&text).expect("a cancel");
        assert_eq!(read.old_time, expected, "{text}");
    }

    #[test]
    fn a_cancel_is_read_as_it_was_once_written_and_as_it_is_now() {
        check_read(r#""block":true"#, OldTime::Block);
        check_read(r#""block":false"#, OldTime::Open);
        check_read(r#""old_time":"stop_hour""#, OldTime::StopHour);
        check_read(r#""old_time":"pause""#, OldTime::Pause);
        check_read(r#""old_time":"open""#, OldTime::Open);
    }
}
