//! Sessions come into being: what a client has in checkout and paid, and a follow-up that the
//! therapist books. Both are a session that is *held* until it is booked; in checkout a hold keeps
//! its time, and nobody waits longer for it than it stands.

mod checkout;
mod follow_up;
pub(crate) mod terms;

use crate::Backend;
use crate::deciding::{self, Asked, Outcome};
use crate::fault::Fault;
use domain::permission::{BookSession, Permit};

pub(crate) use checkout::let_go;
pub use checkout::{Wanted, extend, hold};
pub use follow_up::{FollowUp, facts, follow_up};

/// What the client has in checkout, and has paid.
///
/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn book(
    backend: &Backend,
    permit: Permit<BookSession>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}
