//! Moving a session: by the therapist to a time that is agreed already, or by the client into an
//! open one. Before anything is shown the times are looked up, and again on locked rows when it is
//! carried out.

use crate::Backend;
use crate::deciding::{self, Asked, Outcome, wanted};
use crate::fault::Fault;
use crate::store::case;
use domain::actor::Role;
use domain::ids::SessionId;
use domain::permission::{Deed, MoveOwnSession, MoveSession, Permit};
use domain::time::Instant;
use domain::times::Candidate;

/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn by_therapist(
    backend: &Backend,
    permit: Permit<MoveSession>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}

/// # Errors
/// As [`by_therapist`].
pub async fn by_client(
    backend: &Backend,
    permit: Permit<MoveOwnSession>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}

/// What is known of these starts for the session, for a therapist who is about to move it or to
/// offer them.
///
/// # Errors
/// Of the store; hidden where the session is someone else's.
pub async fn look_up(
    backend: &Backend,
    permit: Permit<MoveSession>,
    session: SessionId,
    starts: Vec<Instant>,
) -> Result<Vec<Candidate>, Fault> {
    known(backend, permit, Role::Therapist, session, starts).await
}

/// As [`look_up`]: for a client only what is open will do.
///
/// # Errors
/// As [`look_up`].
pub async fn look_up_own(
    backend: &Backend,
    permit: Permit<MoveOwnSession>,
    session: SessionId,
    starts: Vec<Instant>,
) -> Result<Vec<Candidate>, Fault> {
    known(backend, permit, Role::Client, session, starts).await
}

async fn known<D: Deed>(
    backend: &Backend,
    permit: Permit<D>,
    by: Role,
    session: SessionId,
    starts: Vec<Instant>,
) -> Result<Vec<Candidate>, Fault> {
    let (actor, now) = (permit.actor(), backend.clock.now());
    backend
        .store
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let case = case::own(tx, actor, session, now).await?;
                let session = &case.facts.session;
                let spans = starts.iter().map(|at| session.span.starting(*at));
                wanted::of(tx, session, by, spans.collect(), now).await
            })
        })
        .await
}
