//! Connections for single statements that only find. A connection of sqlx's pool is asked whether it
//! still lives each time that it is given back, which on SQLite is a way to another thread and back,
//! and half of what such a statement costs. These are taken and given back without a word: a file
//! does not hang up.

use super::StoreFault;
use super::dialect::{Dialect, PATIENCE, Settings};
use deadpool::Runtime;
use deadpool::unmanaged::{Object, Pool, PoolConfig, PoolError};
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions, Connection};

/// Statements run side by side on so many; whoever comes next waits for less than one takes.
const CONNECTIONS: usize = 2;

pub(super) struct Finders {
    pool: Pool<AnyConnection>,
}

impl Finders {
    /// `None` where connections can break: there sqlx's own pool is the better one.
    pub(super) async fn open(
        dialect: Dialect,
        options: &AnyConnectOptions,
    ) -> Result<Option<Finders>, StoreFault> {
        if dialect != Dialect::Sqlite {
            return Ok(None);
        }
        let pool = Pool::from_config(&PoolConfig {
            max_size: CONNECTIONS,
            timeout: Some(PATIENCE),
            runtime: Some(Runtime::Tokio1),
        });
        for _ in 0..CONNECTIONS {
            let connection = options.connect().await;
            let mut connection = connection.map_err(|error| dialect.classify(error))?;
            dialect.prepare(&mut connection, Settings::Reader).await?;
            pool.add(connection)
                .await
                .map_err(|(_, error)| no_room(&error))?;
        }
        Ok(Some(Finders { pool }))
    }

    pub(super) async fn get(&self) -> Result<Object<AnyConnection>, StoreFault> {
        self.pool.get().await.map_err(|error| no_room(&error))
    }

    /// Whoever still has one gives it back first, or it closes when they let go of it.
    pub(super) async fn close(&self) {
        while let Ok(connection) = self.pool.try_remove() {
            // What cannot be closed is closed by being dropped.
            let _ = connection.close().await;
        }
        self.pool.close();
    }
}

fn no_room(error: &PoolError) -> StoreFault {
    match error {
        PoolError::Closed => StoreFault::Closed,
        PoolError::Timeout | PoolError::NoRuntimeSpecified => StoreFault::Busy,
    }
}
