//! All that SQLite and PostgreSQL do differently, outside of their migrations: how to connect
//! and begin, how to lock a row, and what an error means. No other file asks which one it is.

mod errors;

use super::StoreFault;
use futures::future::BoxFuture;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, AnyRow};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Connection, Executor, Row};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

/// Below it, a WAL database that two connections write can be corrupted.
const OLDEST_SQLITE: (&str, [u32; 3]) = ("3.51.3", [3, 51, 3]);

/// Set on every connection, and read back. FULL: an answered commit survives a power cut.
/// Recursive triggers: INSERT OR REPLACE then meets the triggers that forbid deleting. Checkpoints:
/// four times as rare as usual, at 16 MB, for pages that many commits change are written back once.
const PRAGMAS: &[(&str, &str)] = &[
    ("busy_timeout", "5000"),
    ("journal_mode", "wal"),
    ("synchronous", "2"),
    ("foreign_keys", "1"),
    ("recursive_triggers", "1"),
    ("wal_autocheckpoint", "4000"),
];
const READER_PRAGMAS: &[(&str, &str)] = &[("query_only", "1")];

const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a request may wait for a connection before the store says `Busy`.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// Switching to WAL does not wait for others by itself.
const WAL_TRIES: u32 = 200;
const WAL_PAUSE: Duration = Duration::from_millis(25);

impl Dialect {
    /// Reads the address, and makes the directory of a SQLite file.
    pub(super) fn of(url: &str) -> Result<(Dialect, AnyConnectOptions), StoreFault> {
        sqlx::any::install_default_drivers();
        let unknown = || StoreFault::UnknownDatabase {
            url: without_secret(url),
        };
        let (dialect, url) = if let Some(file) = file_of(url) {
            if file.as_os_str().is_empty() {
                return Err(unknown());
            }
            make_directory_of(file)?;
            let mode = if url.contains('?') { "" } else { "?mode=rwc" };
            (Dialect::Sqlite, format!("{url}{mode}"))
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            (Dialect::Postgres, url.to_owned())
        } else {
            return Err(unknown());
        };
        let options = url.parse().map_err(|_| unknown())?;
        Ok((dialect, options))
    }

    /// The connections that read, and on PostgreSQL those that write as well.
    pub(super) async fn readers(self, options: &AnyConnectOptions) -> Result<AnyPool, StoreFault> {
        let (count, settings) = match self {
            Dialect::Sqlite => (SQLITE_READERS, Settings::Reader),
            Dialect::Postgres => (POSTGRES_CONNECTIONS, Settings::Writer),
        };
        self.pool(options, count, settings).await
    }

    pub(super) fn wants_one_writer(self) -> bool {
        self == Dialect::Sqlite
    }

    /// The one connection that writes, where the database wants no more.
    pub(super) async fn writer(self, options: &AnyConnectOptions) -> Result<AnyPool, StoreFault> {
        self.pool(options, 1, Settings::Writer).await
    }

    async fn pool(
        self,
        options: &AnyConnectOptions,
        connections: u32,
        settings: Settings,
    ) -> Result<AnyPool, StoreFault> {
        AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(self == Dialect::Postgres)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    let prepared = self.prepare(connection, settings).await;
                    prepared.map_err(|fault| sqlx::Error::Configuration(Box::new(fault)))
                })
            })
            .after_release(|connection, _| unless_in_transaction(connection))
            .connect_with(options.clone())
            .await
            .map_err(|error| self.classify(error))
    }

    /// Sets what the house relies on, for as long as the connection lives.
    pub(super) async fn prepare(
        self,
        connection: &mut AnyConnection,
        settings: Settings,
    ) -> Result<(), StoreFault> {
        match self {
            Dialect::Sqlite => {
                require_version(connection).await?;
                for (name, wanted) in PRAGMAS {
                    set_pragma(connection, name, wanted).await?;
                }
                let more = if settings == Settings::Reader {
                    READER_PRAGMAS
                } else {
                    &[]
                };
                for (name, wanted) in more {
                    set_pragma(connection, name, wanted).await?;
                }
            }
            Dialect::Postgres if settings == Settings::Writer => {
                connection
                    .execute("SET lock_timeout = '3s'")
                    .await
                    .map_err(|e| self.classify(e))?;
            }
            // Migrations wait for one another as long as it takes.
            Dialect::Postgres => {}
        }
        Ok(())
    }

    pub(super) fn begin_read(self) -> &'static str {
        match self {
            Dialect::Sqlite => "BEGIN",
            Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// SQLite: a transaction that turns to writing only later fails at once when it meets another.
    pub(super) fn begin_write(self) -> &'static str {
        match self {
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
        }
    }

    /// PostgreSQL: strong enough against other commands, weak enough for foreign keys' checks.
    pub(super) fn for_update(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => " FOR NO KEY UPDATE",
        }
    }

    /// Whether a commit can be heard of by every program on the database; SQLite has but one.
    pub(super) fn tells_every_program(self) -> bool {
        self == Dialect::Postgres
    }

    /// A statement of one row with one text: all rows of `inner` as a JSON array of objects.
    pub(super) fn gathered(self, columns: &[&str], inner: &str) -> String {
        let (array, object) = match self {
            Dialect::Sqlite => ("json_group_array", "json_object"),
            Dialect::Postgres => ("json_agg", "json_build_object"),
        };
        let fields: Vec<String> = columns
            .iter()
            .map(|column| format!("'{column}', q.{column}"))
            .collect();
        let fields = fields.join(", ");
        format!("SELECT CAST(COALESCE({array}({object}({fields})), '[]') AS TEXT) FROM ({inner}) q")
    }
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Settings {
    Reader,
    Writer,
    Migrator,
}

async fn require_version(connection: &mut AnyConnection) -> Result<(), StoreFault> {
    let (wanted, oldest) = OLDEST_SQLITE;
    let query = sqlx::query_as::<_, (String,)>("SELECT sqlite_version()");
    let (found,) = query
        .fetch_one(connection)
        .await
        .map_err(|error| Dialect::Sqlite.classify(error))?;
    let parts: Vec<u32> = found
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect();
    if parts.as_slice() < oldest.as_slice() {
        return Err(StoreFault::TooOld { found, wanted });
    }
    Ok(())
}

async fn set_pragma(
    connection: &mut AnyConnection,
    name: &'static str,
    wanted: &'static str,
) -> Result<(), StoreFault> {
    let mut tries = 0;
    loop {
        let set = connection
            .execute(AssertSqlSafe(format!("PRAGMA {name} = {wanted}")))
            .await;
        match set.map_err(|error| Dialect::Sqlite.classify(error)) {
            Err(StoreFault::Busy) if tries < WAL_TRIES => tokio::time::sleep(WAL_PAUSE).await,
            set => break set.map(drop),
        }
        tries += 1;
    }?;
    let read = connection
        .fetch_one(AssertSqlSafe(format!("PRAGMA {name}")))
        .await;
    let found = read.as_ref().map(text_of).map_err(ToString::to_string);
    match found {
        Ok(found) if found == wanted => Ok(()),
        Ok(found) | Err(found) => Err(StoreFault::Pragma {
            name,
            wanted,
            found,
        }),
    }
}

fn text_of(row: &AnyRow) -> String {
    let number = row.try_get::<i64, _>(0).map(|number| number.to_string());
    number.or_else(|_| row.try_get(0)).unwrap_or_default()
}

/// A connection whose transaction could not be ended is closed, not used again.
fn unless_in_transaction(
    connection: &mut AnyConnection,
) -> BoxFuture<'_, Result<bool, sqlx::Error>> {
    Box::pin(async move {
        // A rollback by drop is only queued; after the ping it has happened. Where there is
        // nothing to end, nothing is asked: every read would pay for it.
        if connection.is_in_transaction() {
            connection.ping().await?;
        }
        Ok(!connection.is_in_transaction())
    })
}

fn make_directory_of(file: &Path) -> Result<(), StoreFault> {
    match file.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => {
            std::fs::create_dir_all(directory).map_err(|error| StoreFault::Io(Arc::new(error)))
        }
        _ => Ok(()),
    }
}

/// SQLite alone has one.
pub(super) fn file_of(url: &str) -> Option<&Path> {
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//");
    let (file, _) = path.split_once('?').unwrap_or((path, ""));
    Some(Path::new(file))
}

/// Addresses of databases carry passwords, and faults end up in logs.
pub(super) fn without_secret(url: &str) -> String {
    match url.rsplit_once('@') {
        Some((_, place)) => format!("…@{place}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn memory() -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect("sqlite::memory:").await.unwrap()
    }

    #[tokio::test]
    async fn a_pragma_that_does_not_hold_is_named() {
        let fault = Dialect::Sqlite
            .prepare(&mut memory().await, Settings::Writer)
            .await
            .unwrap_err();
        assert_eq!(
            fault.to_string(),
            "the pragma journal_mode should be wal, but is memory"
        );
    }

    #[tokio::test]
    async fn the_version_of_sqlite_is_new_enough() {
        require_version(&mut memory().await).await.unwrap();
    }

    #[test]
    fn an_address_of_neither_kind_is_refused_without_its_password() {
        let fault = Dialect::of("mysql://kept:secret@db/kept").unwrap_err();
        assert_eq!(
            fault.to_string(),
            "'…@db/kept' is neither sqlite:<path> nor postgres://…"
        );
        assert!(Dialect::of("sqlite:").is_err());
    }
}
