//! Brings the schema up to date. A migration that both databases take as it is lives in
//! `common`; what they write differently has the same number in both other folders. Several
//! processes may start at once: on SQLite the first holds the write lock from the beginning, on
//! PostgreSQL sqlx takes an advisory lock.

use super::dialect::{Dialect, Settings};
use super::{Store, StoreFault, sql};
use sqlx::any::AnyConnectOptions;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{AnyConnection, ConnectOptions, Connection, Executor};
use std::sync::Arc;

static COMMON: Migrator = sqlx::migrate!("migrations/common");
static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

pub(super) async fn run(dialect: Dialect, options: &AnyConnectOptions) -> Result<(), StoreFault> {
    let fault = |error| dialect.classify(error);
    let mut connection = options.connect().await.map_err(fault)?;
    dialect.prepare(&mut connection, Settings::Migrator).await?;
    match dialect {
        Dialect::Sqlite => {
            let begun = connection.begin_with(dialect.begin_write()).await;
            let mut transaction = begun.map_err(fault)?;
            let migrator = migrator(dialect);
            let run = migrator.run_direct(None, &mut *transaction, false);
            run.await.map_err(|error| why(dialect, error))?;
            // On a read-only file even BEGIN IMMEDIATE succeeds; this writes nothing, and does not.
            let probe = transaction.execute("DELETE FROM setting WHERE 1 = 0");
            probe.await.map_err(fault)?;
            transaction.commit().await.map_err(fault)?;
        }
        Dialect::Postgres => run_one_by_one(dialect, &mut connection).await?,
    }
    connection.close().await.map_err(fault)
}

async fn run_one_by_one(dialect: Dialect, to: &mut AnyConnection) -> Result<(), StoreFault> {
    let migrator = migrator(dialect);
    let run = migrator.run_direct(None, to, false);
    run.await.map_err(|error| why(dialect, error))
}

/// A full disk is no fault of a migration.
fn why(dialect: Dialect, error: MigrateError) -> StoreFault {
    match error {
        MigrateError::Execute(cause) => dialect.classify(cause),
        MigrateError::ExecuteMigration(cause, number) => {
            tracing::error!(number, %cause, "a migration failed");
            dialect.classify(cause)
        }
        error => StoreFault::Migration(Arc::new(error)),
    }
}

impl Store {
    /// Whether the schema is at least as new as this program.
    ///
    /// # Errors
    /// The database gives no answer.
    pub async fn has_every_migration(&self) -> Result<bool, StoreFault> {
        let newest = migrator(self.inner.dialect).iter().map(|m| m.version).max();
        let found: Option<i64> = self
            .read::<_, StoreFault, _>(|tx| {
                Box::pin(async move {
                    let newest = sql("SELECT MAX(version) FROM _sqlx_migrations");
                    Ok(tx.one::<(Option<i64>,)>(newest).await?.0)
                })
            })
            .await?;
        Ok(found >= newest)
    }
}

fn migrator(dialect: Dialect) -> Migrator {
    let own = match dialect {
        Dialect::Sqlite => &SQLITE,
        Dialect::Postgres => &POSTGRES,
    };
    Migrator::with_migrations(COMMON.iter().chain(own.iter()).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_run_the_same_numbers_and_none_twice() {
        let numbers = |dialect| {
            migrator(dialect)
                .iter()
                .map(|m| m.version)
                .collect::<Vec<_>>()
        };
        let sqlite = numbers(Dialect::Sqlite);
        assert_eq!(sqlite, numbers(Dialect::Postgres));
        assert!(
            sqlite.windows(2).all(|pair| pair[0] < pair[1]),
            "{sqlite:?}"
        );
    }
}
