//! A client's word against a move that they did not make, and a therapist's pardon for one that
//! came late.

use crate::Backend;
use crate::deciding::{self, Asked, Outcome};
use crate::fault::Fault;
use domain::permission::{ObjectToMove, Permit, WaiveLate};

/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn object(
    backend: &Backend,
    permit: Permit<ObjectToMove>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}

/// # Errors
/// As [`object`].
pub async fn waive_late(
    backend: &Backend,
    permit: Permit<WaiveLate>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}
