//! A cancel that came second is refused, and kept in the session's log, so that an undo of the
//! first one cannot lose it; where it would have given more back, the team is asked at once.

use super::Asked;
use super::apply::Setting;
use crate::fault::Fault;
use crate::store::case::Case;
use crate::store::{Tx, event, task};
use domain::actor::{Actor, Role};
use domain::consequence::{Consequence, TaskKind};
use domain::event::{Event, Recorded};
use domain::ids::ActId;
use domain::session::second::{self, Noted};

/// Writes nothing where `asked` would end no session, came first, or is known already.
pub(super) async fn note(
    tx: &mut Tx,
    setting: &Setting,
    case: &Case,
    actor: Actor,
    asked: &Asked,
) -> Result<(), Fault> {
    if case.facts.session.cancellation.is_none() {
        return Ok(());
    }
    let log = event::of(tx, asked.session).await?;
    let Some((of, first)) = standing(&log) else {
        return Ok(());
    };
    let noted = second::noted(&case.facts, first, &asked.command, asked.received_at);
    let Some(noted) = noted.filter(|noted| !is_known(&log, of, &noted.tasks)) else {
        return Ok(());
    };
    let Noted { by, tasks } = noted;
    for kind in &tasks {
        raise(tx, *kind, of, by, asked).await?;
    }
    let noted = Event::CameSecond { of, by, tasks };
    let (at, committed_at) = (asked.received_at, setting.clock.machine_now());
    event::note(tx, asked.session, noted, Some(actor), at, committed_at).await
}

/// The cancel that stands: the last one.
fn standing(log: &[Recorded]) -> Option<(ActId, &Consequence)> {
    log.iter().rev().find_map(|recorded| match &recorded.event {
        Event::Decided { act, consequence } if consequence.cancellation.is_some() => {
            Some((*act, &**consequence))
        }
        _ => None,
    })
}

/// However often it is sent, it is kept once, and once more where the team has to be asked only
/// now.
fn is_known(log: &[Recorded], of: ActId, tasks: &[TaskKind]) -> bool {
    log.iter().any(|recorded| match &recorded.event {
        Event::CameSecond {
            of: first,
            tasks: known,
            ..
        } => *first == of && tasks.iter().all(|task| known.contains(task)),
        _ => false,
    })
}

async fn raise(
    tx: &mut Tx,
    kind: TaskKind,
    of: ActId,
    by: Role,
    asked: &Asked,
) -> Result<(), Fault> {
    let who = match by {
        Role::Client => "client",
        _ => "therapist",
    };
    let note = format!("The {who}’s own cancel, a moment later, would have refunded more.");
    let (subject, at) = (of.to_string(), asked.received_at);
    task::raise(tx, kind, &subject, asked.session, &note, at).await
}
