//! After the start: the session took place, or the client did not come. What is kept is then
//! earned; after a no-show a refund is offered (docs/POLICIES.md, rule P7).

use super::{Session, State, undo};
use crate::consequence::Consequence;
use crate::facts::Facts;
use crate::payment::refund::{Choice, clauses, note_fits, weigh};
use crate::policy::{self, Ending, Timing};
use crate::refusal::Refusal;
use crate::time::Instant;
use crate::told::{Recipient, Template, Told};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    TookPlace,
    ClientNoShow,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attend {
    pub attendance: Attendance,
    /// After a no-show: keep (the policy), all or a part.
    pub money: Choice,
    /// Words for the client, after a no-show.
    pub note: Option<String>,
}

/// Whether attendance can be recorded now.
///
/// # Errors
/// The rule that forbids it.
pub fn may(session: &Session, now: Instant) -> Result<(), Refusal> {
    match session.state {
        State::Confirmed if session.has_started(now) => Ok(()),
        state if state.is_booked() && !session.has_started(now) => Err(Refusal::NotStarted),
        State::Cancelled => {
            undo::waits(session, now)?;
            Err(Refusal::AlreadyCancelled)
        }
        state => Err(Refusal::NotInState(state)),
    }
}

pub(crate) fn decide(
    facts: &Facts,
    command: &Attend,
    now: Instant,
) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    may(session, now)?;
    note_fits(command.note.as_deref())?;
    let (to, ending, choice) = match command.attendance {
        Attendance::TookPlace => (State::Completed, Ending::TookPlace, Choice::Keep),
        Attendance::ClientNoShow => (State::ClientNoShow, Ending::ClientNoShow, command.money),
    };
    let answer = policy::answer(ending, Timing::Late);
    let money = weigh(facts, answer.owed, choice, true)?;
    let exception = money
        .as_ref()
        .is_some_and(|money| money.exception.is_some());
    Ok(Consequence {
        to,
        money,
        told: told(command),
        clauses: clauses(facts, answer.clause, exception, false),
        ..Consequence::of(session)
    })
}

fn told(command: &Attend) -> Vec<Told> {
    match command.attendance {
        Attendance::TookPlace => Vec::new(),
        Attendance::ClientNoShow => vec![Told {
            to: Recipient::Client,
            template: Template::NoShowRecorded,
            words: command.note.clone(),
        }],
    }
}
