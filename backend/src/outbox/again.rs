//! The way out for what was given up: the team has it tried again, with new patience.

use crate::Backend;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::store::{Tx, case, codec, event, outbox, sql, task};
use domain::actor::Actor;
use domain::consequence::TaskKind;
use domain::event::Event;
use domain::ids::SessionId;
use domain::permission::{Permit, TryAgain};
use domain::time::Instant;

/// What the button did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// It leaves as soon as the worker comes to it; the task is done.
    Opened,
    /// Somebody was quicker, or it has ended by itself.
    NothingToDo,
}

/// Opens the row that the task is about and closes the task, in one write; where it is about a
/// session, its log says who had it tried again.
///
/// # Errors
/// Of the store.
pub async fn try_again(
    backend: &Backend,
    permit: Permit<TryAgain>,
    id: &str,
) -> Result<Again, Fault> {
    let pressed = Pressed {
        by: permit.actor(),
        at: backend.clock.now(),
        committed_at: backend.clock.machine_now(),
    };
    let id = id.to_owned();
    let again = backend
        .store
        .write("try again", move |tx| {
            Box::pin(async move { attempt(tx, &id, pressed).await })
        })
        .await?;
    backend.wake.ring();
    Ok(again)
}

/// Who pressed the button, and when.
#[derive(Clone, Copy, Debug)]
struct Pressed {
    by: Actor,
    at: Instant,
    committed_at: Instant,
}

async fn attempt(tx: &mut Tx, id: &str, pressed: Pressed) -> Result<Again, Fault> {
    let session = session_of(tx, id).await?;
    if let Some(session) = session {
        case::lock(tx, session).await?;
    }
    let Some(open) = task::open(tx, id).await? else {
        return Ok(Again::NothingToDo);
    };
    let kind = codec::text("task.kind", &open.kind, TaskKind::parse)?;
    if !kind.can_be_tried_again() {
        return Ok(Again::NothingToDo);
    }
    let Pressed {
        by,
        at,
        committed_at,
    } = pressed;
    let opened = outbox::unpark(tx, &open.subject, at).await?;
    crash::point(Point::AgainOpened);
    task::done(tx, kind, &open.subject, Some(by.id), at).await?;
    crash::point(Point::AgainClosed);
    if !opened {
        return Ok(Again::NothingToDo);
    }
    if let Some(session) = session {
        let (task, row) = (kind, open.subject);
        let tried = Event::TriedAgain { task, row };
        event::note(tx, session, tried, Some(by), at, committed_at).await?;
    }
    Ok(Again::Opened)
}

async fn session_of(tx: &mut Tx, task: &str) -> Result<Option<SessionId>, Fault> {
    let find = sql("SELECT session_id FROM task WHERE id = $1").bind(task);
    let found: Option<(Option<String>,)> = tx.optional(find).await?;
    let session = found.and_then(|(session,)| session);
    session
        .map(|session| codec::id("task.session_id", &session))
        .transpose()
}
