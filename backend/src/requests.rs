//! What somebody else has to do, asked of them in writing: of the team, to carry a payment; of a
//! therapist, for another time. A request counts from its filing and changes nothing by itself.

use crate::Backend;
use crate::deciding::{self, Asked, Outcome};
use crate::fault::Fault;

use domain::permission::{AskToCarryPayment, AskToMove, Permit};

/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn carry_payment(
    backend: &Backend,
    permit: Permit<AskToCarryPayment>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}

/// # Errors
/// As [`carry_payment`].
pub async fn another_time(
    backend: &Backend,
    permit: Permit<AskToMove>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}
