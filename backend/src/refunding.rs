//! Refunding later, or the rest, from the page of a session that is over.

use crate::Backend;
use crate::deciding::{self, Asked, Outcome};
use crate::fault::Fault;
use domain::permission::{GiveBackPayment, Permit};

/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn give_back(
    backend: &Backend,
    permit: Permit<GiveBackPayment>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}
