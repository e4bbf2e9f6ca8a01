//! Commands side by side, each in a transaction of its own. Where the database ends one in favour
//! of another (a deadlock, a serialization failure, a lock waited for too long), it runs again.

use super::dialect::Dialect;
use super::{Counters, StoreFault, Tx};
use crate::crash;
use futures::future::BoxFuture;
use sqlx::AnyPool;
use std::sync::Arc;
use std::time::Duration;

/// How often a command runs again, after its first time.
const AGAIN: u32 = 3;
const PAUSE: Duration = Duration::from_millis(10);

/// Spawned, so that it comes to its end even if the caller does not wait for it.
pub(super) async fn run<T, E, F>(
    pool: AnyPool,
    dialect: Dialect,
    counters: Arc<Counters>,
    name: &'static str,
    command: F,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreFault> + Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Clone + Send + 'static,
{
    let attempts = tokio::spawn(async move {
        let mut again = 0;
        loop {
            let begin = dialect.begin_write();
            let tx = Tx::begin(&pool, dialect, begin, counters.clone()).await?;
            match attempt(tx, name, command.clone()).await {
                Ended::Transient(_) if again < AGAIN => again += 1,
                Ended::Transient(outcome) | Ended::Finally(outcome) => return outcome,
            }
            tracing::debug!(command = name, again, "the database asks to run it again");
            tokio::time::sleep(PAUSE * again).await;
        }
    });
    attempts
        .await
        .unwrap_or_else(|error| match error.is_panic() {
            true => Err(StoreFault::Panicked { command: name }.into()),
            false => Err(StoreFault::Closed.into()),
        })
}

enum Ended<T> {
    Finally(T),
    /// Nothing was kept, and another attempt may well succeed.
    Transient(T),
}

async fn attempt<T, E, F>(mut tx: Tx, name: &str, command: F) -> Ended<Result<T, E>>
where
    E: From<StoreFault>,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
{
    let outcome = command(&mut tx).await;
    let transient = tx.is_transient();
    let value = match outcome {
        Ok(value) => value,
        Err(refusal) => {
            tx.roll_back().await;
            return if transient {
                Ended::Transient(Err(refusal))
            } else {
                Ended::Finally(Err(refusal))
            };
        }
    };
    crash::before_commit(name);
    match tx.commit().await {
        Ok(()) => {
            crash::after_commit(name);
            Ended::Finally(Ok(value))
        }
        Err(fault @ StoreFault::Busy) => Ended::Transient(Err(fault.into())),
        Err(fault) if transient => Ended::Transient(Err(fault.into())),
        Err(fault) => Ended::Finally(Err(fault.into())),
    }
}
