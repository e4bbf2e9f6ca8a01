//! Cancelling a session: by the therapist with the consequence that was shown, and by the
//! client, for whom the policy decides about the money.

use crate::Backend;
use crate::deciding::{self, Asked, Outcome};
use crate::fault::Fault;
use domain::Command;
use domain::ids::SessionId;
use domain::permission::{CancelOwnSession, CancelSession, Permit};
use domain::session::cancel::Cancel;
use domain::time::Instant;

/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn by_therapist(
    backend: &Backend,
    permit: Permit<CancelSession>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}

/// `commitment` is what was shown, where something was.
///
/// # Errors
/// As [`by_therapist`].
pub async fn by_client(
    backend: &Backend,
    permit: Permit<CancelOwnSession>,
    session: SessionId,
    note: Option<String>,
    commitment: Option<String>,
    key: String,
    received_at: Instant,
) -> Result<Outcome, Fault> {
    let command = Command::Cancel(Cancel::by_client(note));
    let asked = Asked {
        session,
        command,
        commitment,
        key,
        received_at,
    };
    deciding::permitted(backend, permit, asked).await
}
