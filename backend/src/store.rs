//! The one door to the database: `read` gives a snapshot, `write` runs a command in a
//! transaction and answers after its commit. Whoever leaves does not cut a command off.
//!
//! SQL is written once, for SQLite and PostgreSQL alike; what they do differently is in
//! `dialect` and in the migrations. What the SQL says is the use cases' business:
//! ```
//! # use backend::store::{Store, StoreFault, sql};
//! # #[derive(Debug, thiserror::Error)]
//! # enum Refusal { #[error("gone")] Gone, #[error(transparent)] Store(#[from] StoreFault) }
//! async fn rename(store: &Store, id: String, name: String) -> Result<i64, Refusal> {
//!     store.write("rename", move |tx| Box::pin(async move {
//!         let find = sql("SELECT created_at FROM account WHERE id = $1").bind(&id).for_update();
//!         let (since,) = tx.optional::<(i64,)>(find).await?.ok_or(Refusal::Gone)?;
//!         tx.run(sql("UPDATE account SET name = $1 WHERE id = $2").bind(name).bind(id)).await?;
//!         Ok(since)
//!     })).await
//! }
//! ```

pub mod account;
mod announce;
pub mod availability;
pub mod case;
pub mod codec;
pub mod command;
mod dialect;
pub mod dispute;
pub mod draft;
pub mod event;
mod fault;
mod finders;
mod fuse;
mod hindrance;
pub mod ledger;
pub mod listing;
mod migrate;
pub mod news;
pub mod offer;
pub mod outbox;
pub mod pair;
pub mod person;
mod queue;
pub mod refund;
pub mod request;
mod retry;
pub mod span;
mod sql;
pub mod standing;
pub mod task;
mod tx;

pub use fault::{Constraint, StoreFault};
#[doc(hidden)]
pub use fuse::Dies;
pub use sql::{Sql, Value, places, sql};
pub use tx::Tx;

use announce::Listener;
use dialect::Dialect;
use domain::ids::AccountId;
use finders::Finders;
use fuse::Fuse;
use futures::future::BoxFuture;
use news::{Following, News, NotHeard, Topic};
use queue::Queue;
use sqlx::any::AnyRow;
use sqlx::{AnyPool, FromRow};
use std::fs::{File, TryLockError};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::time::Instant;

/// A handle on the database; clones share it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    readers: AnyPool,
    finders: Option<Finders>,
    writers: Writers,
    dialect: Dialect,
    counters: Arc<Counters>,
    /// Where other programs on the same database are heard; once somebody wants to hear.
    url: String,
    listener: OnceLock<Option<Listener>>,
}

/// How commands reach the database.
enum Writers {
    /// One after the other, through one connection (SQLite).
    InTurn(Queue),
    /// Side by side, each in a transaction of its own (PostgreSQL).
    SideBySide(AnyPool),
}

/// What was asked of the database since the store was opened, and who hears of a commit.
#[derive(Default)]
struct Counters {
    commits: AtomicU64,
    statements: AtomicU64,
    fuse: Fuse,
    news: News,
}

impl Store {
    /// Opens `sqlite:<path>` (made when missing) or `postgres://…`, and brings its schema up to
    /// date. Several may do so at once.
    ///
    /// # Errors
    /// The address is of neither kind, the database cannot be reached, is too old, does not hold
    /// a setting that the house relies on, or a migration fails.
    pub async fn open(url: &str) -> Result<Store, StoreFault> {
        Store::open_at(url).await.map_err(|fault| match fault {
            StoreFault::UnknownDatabase { .. } => fault,
            fault => StoreFault::Opening {
                place: dialect::without_secret(url),
                fault: Box::new(hindrance::explained(url, fault)),
            },
        })
    }

    async fn open_at(url: &str) -> Result<Store, StoreFault> {
        let (dialect, options) = Dialect::of(url)?;
        migrate::run(dialect, &options).await?;
        let counters = Arc::new(Counters::default());
        let readers = dialect.readers(&options).await?;
        let finders = Finders::open(dialect, &options).await?;
        let writers = if dialect.wants_one_writer() {
            Writers::InTurn(Queue::start(dialect, options, counters.clone()).await?)
        } else {
            Writers::SideBySide(readers.clone())
        };
        Ok(Store {
            inner: Arc::new(Inner {
                readers,
                finders,
                writers,
                dialect,
                counters,
                url: url.to_owned(),
                listener: OnceLock::new(),
            }),
        })
    }

    /// Runs `question` in one read transaction: all that it sees is of one instant, and it can
    /// write nothing.
    ///
    /// # Errors
    /// Whatever `question` answers, and a fault where no transaction could be had.
    pub async fn read<T, E, F>(&self, question: F) -> Result<T, E>
    where
        E: From<StoreFault>,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
    {
        let Inner {
            readers,
            dialect,
            counters,
            ..
        } = &*self.inner;
        let mut tx = Tx::begin(readers, *dialect, dialect.begin_read(), counters.clone()).await?;
        let answer = question(&mut tx).await;
        tx.roll_back().await;
        answer
    }

    /// The row that one statement finds, if there is one. It needs no transaction to be of one
    /// instant, and costs a third of what `read` does.
    ///
    /// # Errors
    /// The statement failed, or the row does not fit `R`.
    pub async fn find<R>(&self, question: Sql) -> Result<Option<R>, StoreFault>
    where
        R: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
    {
        let Inner {
            readers,
            finders,
            dialect,
            counters,
            ..
        } = &*self.inner;
        counters.statements.fetch_add(1, Ordering::Relaxed);
        let classify = |error| dialect.classify(error);
        let (text, arguments) = question.into_parts(*dialect).map_err(classify)?;
        let question = sqlx::query_as_with(text, arguments);
        let found = match finders {
            Some(finders) => question.fetch_optional(&mut *finders.get().await?).await,
            None => question.fetch_optional(readers).await,
        };
        found.map_err(classify)
    }

    /// The rows of `inner` as one text of JSON, to be a column of another statement: as
    /// [`Tx::gathered`].
    pub fn gathered(&self, columns: &[&str], inner: &str) -> String {
        let gathered = self.inner.dialect.gathered(columns, inner);
        format!("({gathered})")
    }

    /// Runs `command` in a write transaction and answers after the commit; an error of the
    /// command leaves nothing behind. It may run again when the database asks for it, so it
    /// touches nothing but its `Tx`, and what it captures is `Clone`.
    ///
    /// Goes on to its end when the caller is dropped.
    ///
    /// # Errors
    /// Whatever `command` answers, `Poisoned` where it went on after a failed statement, and the
    /// fault of a commit that did not happen.
    pub async fn write<T, E, F>(&self, name: &'static str, command: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreFault> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Clone + Send + 'static,
    {
        match &self.inner.writers {
            Writers::InTurn(queue) => queue.run(name, command).await,
            Writers::SideBySide(pool) => {
                let Inner {
                    dialect, counters, ..
                } = &*self.inner;
                retry::run(pool.clone(), *dialect, counters.clone(), name, command).await
            }
        }
    }

    /// Hears of commits that touch `topics`, and of what was missed in the last `age`; without
    /// one, nothing is known to have been heard.
    ///
    /// # Errors
    /// The house closes, or this account listens too often already.
    pub fn follow(
        &self,
        account: AccountId,
        topics: Vec<Topic>,
        age: Option<Duration>,
    ) -> Result<Following, NotHeard> {
        let Inner { dialect, url, .. } = &*self.inner;
        let news = &self.inner.counters.news;
        self.inner
            .listener
            .get_or_init(|| Listener::start(*dialect, url, news));
        news.follow(account, topics, age, Instant::now())
    }

    /// Lets whoever follows ask for everything anew, after a change that no commit tells of: the
    /// demonstration's clock was moved.
    pub fn tell_everybody(&self) {
        self.inner.counters.news.publish_everything(Instant::now());
    }

    /// Ends whoever follows, and lets nobody begin: on the way down.
    pub fn end_following(&self) {
        self.inner.counters.news.end();
    }

    /// Whether no other program can be at work on this database.
    pub fn is_alone(&self) -> bool {
        !self.inner.dialect.tells_every_program()
    }

    /// For whoever serves: on SQLite nobody else may, since a start takes over what the one before
    /// had claimed. Held until it is dropped; one that is killed holds nothing. PostgreSQL has room
    /// for several.
    ///
    /// # Errors
    /// Another program serves, or the lock's file cannot be made.
    pub fn serve_alone(&self) -> Result<Option<File>, StoreFault> {
        let place = &self.inner.url;
        let Some(database) = dialect::file_of(place) else {
            return Ok(None);
        };
        let unfit = |fault| StoreFault::Io(Arc::new(fault));
        let lock = File::create(database.with_added_extension("serving")).map_err(unfit)?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(lock)),
            Err(TryLockError::WouldBlock) => Err(StoreFault::Served {
                place: place.clone(),
            }),
            Err(TryLockError::Error(fault)) => Err(unfit(fault)),
        }
    }

    /// Lets the commands that were accepted come to their end, then closes all connections.
    pub async fn close(&self) {
        if let Writers::InTurn(queue) = &self.inner.writers {
            queue.close().await;
        }
        if let Some(finders) = &self.inner.finders {
            finders.close().await;
        }
        self.inner.readers.close().await;
    }

    /// Transactions that were committed; commands that share one count once.
    pub fn commits(&self) -> u64 {
        self.inner.counters.commits.load(Ordering::Relaxed)
    }

    /// Statements that reads and commands asked for, without begin, commit and savepoints.
    pub fn statements(&self) -> u64 {
        self.inner.counters.statements.load(Ordering::Relaxed)
    }

    /// For the simulation: when the store stands still, and never goes on.
    #[doc(hidden)]
    pub fn dies(&self, when: Dies) {
        self.inner.counters.fuse.light(when);
    }

    #[doc(hidden)]
    pub fn is_dead(&self) -> bool {
        self.inner.counters.fuse.is_burnt()
    }

    /// For the simulation: waits until the store stands still.
    #[doc(hidden)]
    pub async fn died(&self) {
        self.inner.counters.fuse.burnt().await;
    }
}
