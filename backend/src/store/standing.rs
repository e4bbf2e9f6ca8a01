//! Incidents, counted. Those that one act has caused together count once, however many sessions
//! they are of.

use super::{Tx, codec, sql};
use crate::fault::Fault;
use domain::ids::TherapistId;
use domain::standing;
use domain::time::Instant;

/// That stand within the window.
pub async fn incidents(tx: &mut Tx, therapist: TherapistId, now: Instant) -> Result<u32, Fault> {
    let count = sql(
        "SELECT COUNT(DISTINCT COALESCE(together, id)) FROM incident \
         WHERE therapist_id = $1 AND at > $2 AND at <= $3",
    );
    let count = count
        .bind(therapist)
        .bind(now - standing::window())
        .bind(now);
    let (count,): (i64,) = tx.one(count).await?;
    codec::count("incident", count)
}
