//! A transaction as a use case sees it. A failed statement poisons it: everything after is
//! refused and nothing can be committed, because PostgreSQL would report success and keep
//! nothing, and SQLite would keep the rest. What may fail is tried inside `savepoint`.

use super::announce;
use super::dialect::Dialect;
use super::news::Topic;
use super::{Counters, Sql, StoreFault};
use futures::future::BoxFuture;
use serde::de::DeserializeOwned;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, AnyPool, AssertSqlSafe, Executor, FromRow, SqlStr, Transaction};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::time::Instant;

/// Handed to the closures of `Store::read` and `Store::write`.
pub struct Tx {
    transaction: Transaction<'static, Any>,
    dialect: Dialect,
    health: Health,
    transient: bool,
    savepoints: u32,
    statements: u64,
    /// The storage failed under this transaction.
    outage: Option<StoreFault>,
    counters: Arc<Counters>,
    /// What this changes; told once it is committed, and never before.
    topics: Vec<Topic>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Health {
    Sound,
    /// A statement failed, or was dropped half way: back to the last savepoint.
    Poisoned,
    /// Not even that worked, so the database has already thrown the transaction away.
    Lost,
}

impl Tx {
    /// Runs a statement and tells how many rows it changed.
    ///
    /// # Errors
    /// The statement failed, or one before it did.
    pub async fn run(&mut self, sql: Sql) -> Result<u64, StoreFault> {
        let (text, arguments) = self.enter(sql)?;
        self.counters.fuse.step().await;
        let done = sqlx::query_with(text, arguments)
            .execute(&mut *self.transaction)
            .await;
        self.leave(done).map(|done| done.rows_affected())
    }

    /// Every row that the statement finds.
    ///
    /// # Errors
    /// As `run`, and where a row does not fit `R`.
    pub async fn all<R>(&mut self, sql: Sql) -> Result<Vec<R>, StoreFault>
    where
        R: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
    {
        let (text, arguments) = self.enter(sql)?;
        self.counters.fuse.step().await;
        let rows = sqlx::query_as_with(text, arguments)
            .fetch_all(&mut *self.transaction)
            .await;
        self.leave(rows)
    }

    /// As `all`, for what may be many: they come as one, since each row of SQLite's is handed
    /// from one thread to another, which costs more than to find it. `question` selects
    /// `columns`, of which each is a field of `R`; in which order the rows come is not said.
    ///
    /// # Errors
    /// As `all`.
    pub async fn gathered<R>(
        &mut self,
        columns: &[&str],
        question: Sql,
    ) -> Result<Vec<R>, StoreFault>
    where
        R: DeserializeOwned,
    {
        let question = question.within(|inner| self.dialect.gathered(columns, inner));
        let (text,): (String,) = self.one(question).await?;
        serde_json::from_str(&text)
            .map_err(|why| StoreFault::Other(Arc::new(sqlx::Error::Decode(Box::new(why)))))
    }

    /// The first row that the statement finds.
    ///
    /// # Errors
    /// As `all`.
    pub async fn optional<R>(&mut self, sql: Sql) -> Result<Option<R>, StoreFault>
    where
        R: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
    {
        let (text, arguments) = self.enter(sql)?;
        self.counters.fuse.step().await;
        let row = sqlx::query_as_with(text, arguments)
            .fetch_optional(&mut *self.transaction)
            .await;
        self.leave(row)
    }

    /// The row that has to be there.
    ///
    /// # Errors
    /// As `all`; `Missing` where there is none, which poisons nothing.
    pub async fn one<R>(&mut self, sql: Sql) -> Result<R, StoreFault>
    where
        R: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
    {
        self.optional(sql).await?.ok_or(StoreFault::Missing)
    }

    /// Keeps the rows that the statement finds from being changed by others until the commit. Where
    /// commands come one after the other, nobody else is there.
    ///
    /// # Errors
    /// As `run`.
    pub async fn lock(&mut self, rows: Sql) -> Result<(), StoreFault> {
        if !self.dialect.wants_one_writer() {
            self.run(rows.for_update()).await?;
        }
        Ok(())
    }

    /// Tries what may fail: an error undoes all of `attempt`, and the transaction goes on.
    ///
    /// # Errors
    /// Whatever `attempt` answers, or `Poisoned` where it went on after a failed statement.
    pub async fn savepoint<T, E, F>(&mut self, attempt: F) -> Result<T, E>
    where
        E: From<StoreFault>,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
    {
        self.require_sound()?;
        let level = self.savepoints + 1;
        self.control(format!("SAVEPOINT kept_{level}")).await?;
        self.savepoints = level;
        let told = self.topics.len();
        let outcome = attempt(self).await;
        // A deeper level that is still open was dropped half way.
        let sound = self.health == Health::Sound && self.savepoints == level;
        let keep = outcome.is_ok() && sound;
        if !keep {
            self.topics.truncate(told);
        }
        let ended = self.end_savepoint(level, keep).await;
        match (outcome, ended) {
            // Where the database has given everything up, it was for the same reason.
            (Err(why), _) => Err(why),
            (Ok(_), Err(fault)) => Err(fault.into()),
            (Ok(_), Ok(())) if !keep => Err(StoreFault::Poisoned.into()),
            (outcome, Ok(())) => outcome,
        }
    }

    /// Whoever follows `topic` hears of it after the commit.
    pub fn tell(&mut self, topic: Topic) {
        self.topics.push(topic);
    }

    /// The whole transaction is `attempt`'s: where it fails, all is rolled back by the caller.
    pub(super) async fn whole<T, E, F>(&mut self, attempt: F) -> Result<T, E>
    where
        E: From<StoreFault>,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
    {
        match attempt(self).await {
            Ok(_) if !self.is_sound() => Err(StoreFault::Poisoned.into()),
            outcome => outcome,
        }
    }

    /// Statements asked of this transaction so far.
    pub fn statements(&self) -> u64 {
        self.statements
    }

    pub(super) async fn begin(
        pool: &AnyPool,
        dialect: Dialect,
        statement: &'static str,
        counters: Arc<Counters>,
    ) -> Result<Tx, StoreFault> {
        counters.fuse.step().await;
        let transaction = pool
            .begin_with(statement)
            .await
            .map_err(|error| dialect.classify(error))?;
        Ok(Tx {
            transaction,
            dialect,
            health: Health::Sound,
            transient: false,
            savepoints: 0,
            statements: 0,
            outage: None,
            counters,
            topics: Vec::new(),
        })
    }

    /// # Errors
    /// The commit failed, or there is nothing that could be committed.
    pub(super) async fn commit(mut self) -> Result<(), StoreFault> {
        if !self.is_sound() {
            let fault = if self.is_lost() {
                self.outage.take().unwrap_or(StoreFault::Lost)
            } else {
                StoreFault::Poisoned
            };
            self.roll_back().await;
            return Err(fault);
        }
        let Tx {
            mut transaction,
            dialect,
            counters,
            topics,
            ..
        } = self;
        announce::within(&mut transaction, dialect, &topics).await?;
        counters.fuse.step().await;
        transaction
            .commit()
            .await
            .map_err(|error| dialect.classify(error))?;
        counters.fuse.committed().await;
        counters.commits.fetch_add(1, Ordering::Relaxed);
        if !dialect.tells_every_program() {
            counters.news.publish(&topics, Instant::now());
        }
        Ok(())
    }

    pub(super) async fn roll_back(self) {
        // Where this fails, the pool finds the connection unfit and closes it.
        if let Err(error) = self.transaction.rollback().await {
            tracing::warn!(%error, "a rollback failed");
        }
    }

    /// The next command of a shared transaction begins.
    pub(super) fn renew(&mut self) {
        self.statements = 0;
        self.transient = false;
    }

    pub(super) fn is_sound(&self) -> bool {
        self.health == Health::Sound && self.savepoints == 0
    }

    pub(super) fn is_lost(&self) -> bool {
        self.health == Health::Lost
    }

    /// A statement failed because of others, and would likely succeed in a new transaction.
    pub(super) fn is_transient(&self) -> bool {
        self.transient
    }

    /// The first sign that the storage failed.
    pub(super) fn outage(&self) -> Option<&StoreFault> {
        self.outage.as_ref()
    }

    fn require_sound(&self) -> Result<(), StoreFault> {
        if self.health == Health::Sound {
            Ok(())
        } else {
            Err(StoreFault::Poisoned)
        }
    }

    /// Poisoned until `leave`, so that a statement dropped half way counts as failed.
    fn enter(&mut self, sql: Sql) -> Result<(SqlStr, AnyArguments), StoreFault> {
        self.require_sound()?;
        self.statements += 1;
        self.counters.statements.fetch_add(1, Ordering::Relaxed);
        self.health = Health::Poisoned;
        sql.into_parts(self.dialect)
            .map_err(|error| self.dialect.classify(error))
    }

    fn leave<T>(&mut self, result: Result<T, sqlx::Error>) -> Result<T, StoreFault> {
        match result {
            Ok(value) => {
                self.health = Health::Sound;
                Ok(value)
            }
            Err(error) => {
                let fault = self.dialect.classify(error);
                self.transient |= matches!(fault, StoreFault::Busy);
                if fault.is_outage() {
                    self.outage.get_or_insert_with(|| fault.clone());
                }
                Err(fault)
            }
        }
    }

    async fn end_savepoint(&mut self, level: u32, keep: bool) -> Result<(), StoreFault> {
        if self.health == Health::Lost {
            return Err(StoreFault::Lost);
        }
        if !keep {
            self.control(format!("ROLLBACK TO SAVEPOINT kept_{level}"))
                .await?;
        }
        self.control(format!("RELEASE SAVEPOINT kept_{level}"))
            .await?;
        self.savepoints = level - 1;
        self.health = Health::Sound;
        Ok(())
    }

    /// Savepoints are ours and not sqlx's: a nested `begin` of its own that fails rolls the outer
    /// transaction back, after which statements commit by themselves.
    async fn control(&mut self, statement: String) -> Result<(), StoreFault> {
        self.counters.fuse.step().await;
        let before = std::mem::replace(&mut self.health, Health::Lost);
        let done = (&mut *self.transaction)
            .execute(AssertSqlSafe(statement))
            .await;
        done.map_err(|error| self.dialect.classify(error))?;
        self.health = before;
        Ok(())
    }
}
