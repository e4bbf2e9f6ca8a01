//! Stop offering the hour of a session from now on, by itself. Where a decision leaves that time
//! because it is known to be wrong, `deciding::apply` stops it in the same transaction.

use super::editing::{self, Asked, Outcome};
use crate::Backend;
use crate::fault::Fault;
use crate::store::case;
use domain::availability::edit::{Answers, Edit, NotSaved};
use domain::ids::SessionId;
use domain::permission::{EditAvailability, Permit};
use domain::time::Instant;
use domain::view::availability::EditPreview;

/// The edit that stops the hour of one's own session.
///
/// # Errors
/// Hidden where the session is somebody else's or none.
pub async fn of_session(
    backend: &Backend,
    permit: &Permit<EditAvailability>,
    session: SessionId,
) -> Result<Edit, Fault> {
    let (actor, now) = (permit.actor(), backend.clock.now());
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let case = case::own(tx, actor, session, now).await?;
            Ok(case.facts.session.span)
        })
    });
    read.await.map(Edit::StopOffering)
}

/// What it changes and whom it leaves outside.
///
/// # Errors
/// As [`of_session`].
pub async fn preview(
    backend: &Backend,
    permit: Permit<EditAvailability>,
    session: SessionId,
) -> Result<Result<EditPreview, NotSaved>, Fault> {
    let edit = of_session(backend, &permit, session).await?;
    editing::preview(backend, permit, edit).await
}

/// As a form asks for it, with the answers for whom it leaves outside.
///
/// # Errors
/// As [`of_session`]; whatever the rules say is an [`Outcome`].
pub async fn stop_offering(
    backend: &Backend,
    permit: Permit<EditAvailability>,
    session: SessionId,
    (answers, shown): (Answers, String),
    key: String,
    received_at: Instant,
) -> Result<Outcome, Fault> {
    let asked = Asked {
        edit: of_session(backend, &permit, session).await?,
        answers,
        shown,
        key,
        received_at,
    };
    editing::save(backend, permit, asked).await
}
