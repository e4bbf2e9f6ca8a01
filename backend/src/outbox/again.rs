//! The way out for what was given up: the team has it tried again, with new patience.

use crate::Backend;
use crate::fault::Fault;
use crate::store::{codec, outbox, task};
use domain::consequence::TaskKind;
use domain::permission::{Permit, TryAgain};

/// What the button did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// It leaves as soon as the worker comes to it; the task is done.
    Opened,
    /// Somebody was quicker, or it has ended by itself.
    NothingToDo,
}

/// Opens the row that the task is about and closes the task, in one write.
///
/// # Errors
/// Of the store.
pub async fn try_again(
    backend: &Backend,
    permit: Permit<TryAgain>,
    id: &str,
) -> Result<Again, Fault> {
    let (now, by) = (backend.clock.now(), permit.actor().id);
    let id = id.to_owned();
    let again = backend
        .store
        .write("try again", move |tx| {
            Box::pin(async move {
                let Some(open) = task::open(tx, &id).await? else {
                    return Ok::<_, Fault>(Again::NothingToDo);
                };
                let kind = codec::text("task.kind", &open.kind, TaskKind::parse)?;
                if !kind.can_be_tried_again() {
                    return Ok(Again::NothingToDo);
                }
                let opened = outbox::unpark(tx, &open.subject, now).await?;
                task::done(tx, kind, &open.subject, Some(by), now).await?;
                Ok(match opened {
                    true => Again::Opened,
                    false => Again::NothingToDo,
                })
            })
        })
        .await?;
    backend.wake.ring();
    Ok(again)
}
