//! Whether a session that has started took place.

use crate::Backend;
use crate::deciding::{self, Asked, Outcome};
use crate::fault::Fault;
use domain::permission::{Permit, RecordAttendance};

/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn record(
    backend: &Backend,
    permit: Permit<RecordAttendance>,
    asked: Asked,
) -> Result<Outcome, Fault> {
    deciding::permitted(backend, permit, asked).await
}
