//! How far the outbox is behind: what the worker could have taken already, and what it has
//! given up. A row behind a parked one waits for the team and not for the worker, so that it
//! counts with the parked.

use crate::fault::Fault;
use crate::store::{Store, codec, outbox};
use domain::time::{Instant, TimeDelta};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lag {
    /// Rows that are due, whether somebody is at work on them or not.
    pub due: i64,
    /// For how long the oldest of them has been due.
    pub oldest: Option<TimeDelta>,
    /// Streams that wait for the team.
    pub parked: i64,
}

/// Two statements, each over an index of open rows only.
///
/// # Errors
/// Of the store.
pub async fn lag(store: &Store, now: Instant) -> Result<Lag, Fault> {
    store
        .read(|tx| {
            Box::pin(async move {
                let (due, since) = outbox::due(tx, now).await?;
                let since = since.map(|at| codec::instant("outbox.not_before", at));
                Ok(Lag {
                    due,
                    oldest: since.transpose()?.map(|since| now - since),
                    parked: outbox::parked(tx).await?,
                })
            })
        })
        .await
}
