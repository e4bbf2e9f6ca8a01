//! The therapist's word for a client's booking: given, refused, or not given in time. At the
//! instant of the deadline it is too late, whoever comes first (`recurring` carries it out).

mod reminding;

use crate::Backend;
use crate::deciding::{self, Asked, Outcome};
use crate::fault::Fault;
use domain::permission::{ConfirmSession, DeclineSession, Permit};
pub(crate) use reminding::remind;

/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn confirm(
    backend: &Backend,
    permit: Permit<ConfirmSession>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}

/// A follow-up is cancelled; for an initial session the team is asked.
///
/// # Errors
/// As [`confirm`].
pub async fn decline(
    backend: &Backend,
    permit: Permit<DeclineSession>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}
