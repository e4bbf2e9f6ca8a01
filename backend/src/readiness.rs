//! Can this process serve? Asked by whoever sends requests to it: the database answers, the
//! writer takes a command, the schema is this program's. How far the outbox is behind is told
//! beside it and refuses nothing: a page is no worse for a provider that is down.

use crate::Backend;
use crate::fault::Fault;
use crate::outbox::{Lag, lag};
use crate::store::StoreFault;
use std::future::Future;
use std::time::Duration;
use tokio::time::timeout;

/// What takes longer counts as a no.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, Debug)]
pub struct Readiness {
    pub database: Works,
    pub writer: Works,
    pub migrations: Works,
    pub outbox: Option<Lag>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Works {
    Yes,
    No,
}

impl Readiness {
    pub fn is_ready(&self) -> bool {
        [self.database, self.writer, self.migrations] == [Works::Yes; 3]
    }
}

pub async fn check(backend: &Backend) -> Readiness {
    let Backend { store, clock, .. } = backend;
    let schema = async { Ok(store.has_every_migration().await?) };
    let (migrations, writer, outbox) = tokio::join!(
        answered(schema),
        answered(take_a_command(backend)),
        answered(lag(store, clock.now())),
    );
    Readiness {
        database: works(migrations.is_some()),
        writer: works(writer.is_some()),
        migrations: works(migrations == Some(true)),
        outbox,
    }
}

/// One that writes nothing.
async fn take_a_command(backend: &Backend) -> Result<(), Fault> {
    let command = backend
        .store
        .write::<_, StoreFault, _>("are you there?", |_| Box::pin(async { Ok(()) }));
    Ok(command.await?)
}

async fn answered<T>(question: impl Future<Output = Result<T, Fault>>) -> Option<T> {
    match timeout(PATIENCE, question).await {
        Ok(Ok(answer)) => Some(answer),
        Ok(Err(fault)) => {
            tracing::warn!(%fault, "not ready");
            None
        }
        Err(_) => {
            tracing::warn!("not ready: no answer in time");
            None
        }
    }
}

fn works(works: bool) -> Works {
    if works { Works::Yes } else { Works::No }
}
