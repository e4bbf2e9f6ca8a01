//! Other times for a client to choose from: offered and taken back by the therapist, taken or
//! declined by the client; one that nobody answers lapses by itself (`recurring`).

use crate::Backend;
use crate::deciding::{self, Asked, Outcome};
use crate::fault::Fault;
use domain::permission::{AnswerOffer, OfferTimes, Permit, WithdrawOffer};

/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn offer(
    backend: &Backend,
    permit: Permit<OfferTimes>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}

/// # Errors
/// As [`offer`].
pub async fn withdraw(
    backend: &Backend,
    permit: Permit<WithdrawOffer>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}

/// Takes one of them, or none.
///
/// # Errors
/// As [`offer`].
pub async fn answer(
    backend: &Backend,
    permit: Permit<AnswerOffer>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}
