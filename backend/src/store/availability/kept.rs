//! The next free start of a therapist, kept. Every write to their time drops it, by trigger; it
//! is kept again only where nothing has changed since it was computed.

use super::schedule;
use crate::fault::Fault;
use crate::store::{Tx, codec, sql};
use domain::availability::NextFree;
use domain::ids::TherapistId;
use sqlx::FromRow;
use std::collections::BTreeMap;

/// Keeps a value that was computed when `changes` had been counted.
pub async fn keep(
    tx: &mut Tx,
    therapist: TherapistId,
    next: NextFree,
    changes: i64,
) -> Result<(), Fault> {
    let keep = sql(
        "UPDATE schedule SET free_at = $1, free_from = $2, free_until = $3 \
         WHERE therapist_id = $4 AND changes = $5",
    );
    let keep = keep.bind(next.start).bind(next.from).bind(next.until);
    tx.run(keep.bind(therapist).bind(changes)).await?;
    Ok(())
}

#[derive(FromRow)]
struct Row {
    therapist_id: String,
    free_at: Option<i64>,
    free_from: Option<i64>,
    free_until: Option<i64>,
}

/// What is kept of every therapist, whether it still holds or not: one statement.
pub async fn all(tx: &mut Tx) -> Result<BTreeMap<TherapistId, Option<NextFree>>, Fault> {
    let all = "SELECT therapist_id, free_at, free_from, free_until FROM schedule";
    let rows: Vec<Row> = tx.all(sql(all)).await?;
    let kept = rows.into_iter().map(|row| {
        let therapist = codec::id("schedule.therapist_id", &row.therapist_id)?;
        let kept = schedule::kept(row.free_at, row.free_from, row.free_until)?;
        Ok((therapist, kept))
    });
    kept.collect()
}
