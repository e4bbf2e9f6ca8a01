//! Undoing a cancel: lock → read what the log says of it → decide → revert → commit. All that the
//! cancel did goes back in one transaction, or nothing does: its money and its messages still wait
//! in the outbox, and where one of them has been taken up already the undo is refused.

mod revert;

use crate::Backend;
use crate::chance;
use crate::crash::{self, Point};
use crate::deciding::{self, Done, Outcome, lock};
use crate::fault::Fault;
use crate::store::Tx;
use crate::store::account::Doer;
use crate::store::case::Case;
use crate::store::command;
use crate::store::event::{self, Entry};
use domain::actor::{Actor, Role};
use domain::event::Event;
use domain::ids::{ActId, SessionId};
use domain::permission::{Permit, UndoCancel, UndoOwnCancel};
use domain::session::undo::{self, Undo, Undoing};
use domain::time::Instant;
use domain::told::hex_digest;

/// An undo as a form sends it.
#[derive(Clone, Debug)]
pub struct Asked {
    pub session: SessionId,
    /// The cancel that the form was about.
    pub act: ActId,
    /// Spent by an executed undo only, and then answers for it.
    pub key: String,
    pub received_at: Instant,
}

/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn by_therapist(
    backend: &Backend,
    permit: Permit<UndoCancel>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    execute(backend, permit.actor(), Role::Therapist, asked).await
}

/// # Errors
/// As [`by_therapist`].
pub async fn by_client(
    backend: &Backend,
    permit: Permit<UndoOwnCancel>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    execute(backend, permit.actor(), Role::Client, asked).await
}

async fn execute(
    backend: &Backend,
    actor: Actor,
    by: Role,
    asked: Asked,
) -> Result<Outcome, Fault> {
    crash::point(Point::UndoReceived);
    let clock = backend.clock.clone();
    let outcome = backend
        .store
        .write("undo", move |tx| {
            Box::pin(async move {
                let committed_at = clock.machine_now();
                attempt(tx, actor, by, asked, committed_at).await
            })
        })
        .await;
    crash::point(Point::UndoAnswered);
    outcome
}

async fn attempt(
    tx: &mut Tx,
    actor: Actor,
    by: Role,
    asked: Asked,
    committed_at: Instant,
) -> Result<Outcome, Fault> {
    let at = asked.received_at;
    let case = lock(tx, Some(actor), asked.session, at).await?;
    let content = hex_digest(&format!("{}\nundo {}", asked.session, asked.act));
    if let Some(outcome) = deciding::before(tx, actor, &asked.key, &content).await? {
        return Ok(outcome);
    }
    let log = event::of(tx, asked.session).await?;
    let undo = Undo { by, of: asked.act };
    let undoing = match undo::decide(&case.facts, &log, &undo, at) {
        Ok(undoing) => undoing,
        Err(refusal) => return Ok(Outcome::Refused(refusal)),
    };
    if let Err(refusal) = revert::possible(tx, &case, &undoing).await? {
        return Ok(Outcome::Refused(refusal));
    }
    crash::point(Point::UndoDecided);
    let done = Done {
        act: ActId(chance::id(at)),
        session: asked.session,
    };
    let doer = Doer {
        act: done.act,
        actor: Some(actor),
        received_at: at,
        committed_at,
    };
    revert::all(tx, &case, &undoing, doer).await?;
    event::append(tx, entry(&case, actor, done.act, undoing, at, committed_at)).await?;
    crash::point(Point::UndoLogged);
    let answer = serde_json::to_string(&done).expect("plain data is always JSON");
    command::spend(tx, actor.id, &asked.key, &content, &answer, at).await?;
    Ok(Outcome::Done(done))
}

fn entry(
    case: &Case,
    actor: Actor,
    act: ActId,
    undoing: Undoing,
    at: Instant,
    committed_at: Instant,
) -> Entry {
    Entry {
        session: undoing.session,
        revision: undoing.revision,
        actor: Some(actor),
        on_behalf_of: None,
        reason: None,
        rule_version: case.facts.policy.version,
        digest: None,
        received_at: at,
        committed_at,
        event: Event::Undone {
            act,
            undoing: Box::new(undoing),
        },
    }
}
