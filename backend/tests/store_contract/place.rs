//! A database for one test: a SQLite file in a directory of its own, or a freshly made database
//! of the PostgreSQL server that KEPT_TEST_POSTGRES names.

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use std::io::Write;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

pub struct Place {
    pub url: String,
    keeper: Keeper,
}

enum Keeper {
    Directory(#[allow(dead_code)] TempDir),
    Server { url: String, database: String },
}

impl Place {
    pub fn sqlite() -> Place {
        let directory = TempDir::new().unwrap();
        let url = format!("sqlite:{}/data/kept.db", directory.path().display());
        Place {
            url,
            keeper: Keeper::Directory(directory),
        }
    }

    /// None, and said so once, where there is no server.
    pub async fn postgres() -> Option<Place> {
        static SAID: Once = Once::new();
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("KEPT_TEST_POSTGRES") else {
            let line =
                "\n*** PostgreSQL is SKIPPED: run script/with-postgres cargo test -p backend ***\n";
            SAID.call_once(|| std::io::stderr().write_all(line.as_bytes()).unwrap());
            return None;
        };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let database = format!("kept_test_{}_{number}", std::process::id());
        tell(
            &server,
            format!("CREATE DATABASE {database} TEMPLATE template0"),
        )
        .await;
        let (address, _) = server.rsplit_once('/').unwrap();
        let url = format!("{address}/{database}");
        Some(Place {
            url,
            keeper: Keeper::Server {
                url: server,
                database,
            },
        })
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self.keeper, Keeper::Directory(_))
    }

    /// Leaves nothing behind; the connections of the test may still be open.
    pub async fn leave(self) {
        if let Keeper::Server { url, database } = self.keeper {
            tell(&url, format!("DROP DATABASE {database} WITH (FORCE)")).await;
        }
    }
}

async fn tell(server: &str, statement: String) {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(server).await.unwrap();
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
    connection.close().await.unwrap();
}
