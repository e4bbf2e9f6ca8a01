//! One writer: commands wait in line, those that wait together share a transaction, and each is
//! answered after its commit. Within the transaction each has a savepoint of its own, so that
//! one that fails takes nothing along; a commit that fails fails every command of the group. The
//! first needs none: where it fails, there is nothing else yet, and the transaction ends.
//!
//! The writer has a thread to itself: every statement is a word with SQLite's own thread, and one
//! that waits for it there is woken sooner than a task that has to be found by a runtime. The two
//! take turns and never work at once, so both stay on one processor: to wake a thread on another
//! takes five times as long as most statements do. It ends with the runtime that it was started on.

use super::dialect::Dialect;
use super::{Counters, StoreFault, Tx};
use crate::chance;
use crate::crash;
use futures::FutureExt;
use futures::future::BoxFuture;
use rustix::thread::{CpuSet, sched_getcpu, sched_setaffinity};
use sqlx::AnyPool;
use sqlx::any::AnyConnectOptions;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How many commands share one commit at most: the first of them waits for the last.
const GROUP: usize = 64;

/// The way in. Closed once its sender is taken out.
pub(super) struct Queue {
    line: Mutex<Option<UnboundedSender<Box<dyn Job>>>>,
    /// Ends once the writer has come to its end.
    writer: Mutex<Option<JoinHandle<()>>>,
}

/// A command that waits for its turn, whatever its types.
trait Job: Send {
    fn run<'t>(&'t mut self, tx: &'t mut Tx, turn: Turn) -> BoxFuture<'t, ()>;
    fn succeeded(&self) -> bool;
    fn name(&self) -> &'static str;
    fn answer(self: Box<Self>, end: Result<(), StoreFault>);
}

/// Whether others ran before it in the same transaction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    First,
    Later,
}

struct Waiting<T, E, F> {
    name: &'static str,
    command: Option<F>,
    outcome: Result<T, E>,
    caller: oneshot::Sender<Result<T, E>>,
}

impl Queue {
    /// # Errors
    /// The writer's connection cannot be opened.
    pub(super) async fn start(
        dialect: Dialect,
        options: AnyConnectOptions,
        counters: Arc<Counters>,
    ) -> Result<Queue, StoreFault> {
        let (line, jobs) = unbounded_channel();
        let (opened, open) = oneshot::channel();
        let writer = on_a_thread(move || async move {
            match dialect.writer(&options).await {
                Ok(pool) => {
                    let writer = Writer {
                        pool,
                        dialect,
                        counters,
                        jobs,
                    };
                    if opened.send(Ok(())).is_ok() {
                        writer.run().await;
                    }
                }
                // Nobody may be waiting for it any more.
                Err(fault) => drop(opened.send(Err(fault))),
            }
        });
        open.await.unwrap_or(Err(StoreFault::Closed))?;
        Ok(Queue {
            line: Mutex::new(Some(line)),
            writer: Mutex::new(Some(writer)),
        })
    }

    /// In line as soon as it is first polled, and carried out even if it is never polled again.
    pub(super) async fn run<T, E, F>(&self, name: &'static str, command: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreFault> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let outcome = Err(StoreFault::Closed.into());
        let waiting = Waiting {
            name,
            command: Some(command),
            outcome,
            caller,
        };
        self.enter(Box::new(waiting));
        answer
            .await
            .unwrap_or_else(|_| Err(StoreFault::Closed.into()))
    }

    /// Answers when the commands in line have been carried out; later ones are refused.
    pub(super) async fn close(&self) {
        drop(
            self.line
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(writer) = writer
            && let Err(error) = writer.await
        {
            tracing::error!(%error, "the writer did not come to its end");
        }
    }

    fn enter(&self, job: Box<dyn Job>) {
        let line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = match &*line {
            Some(line) => line.send(job).err().map(|refused| refused.0),
            None => Some(job),
        };
        if let Some(job) = refused {
            job.answer(Err(StoreFault::Closed));
        }
    }
}

/// Runs `work` on a thread of its own, for as long as this runtime lives. Threads that are begun
/// there stay where it does.
fn on_a_thread<F>(work: impl FnOnce() -> F + Send + 'static) -> JoinHandle<()>
where
    F: Future<Output = ()>,
{
    let runtime = Handle::current();
    let (ended, end) = oneshot::channel::<()>();
    let (stays, gone) = oneshot::channel::<()>();
    let draw_alike = chance::handed_on();
    thread::spawn(move || {
        draw_alike();
        stay_on_one_processor();
        runtime.block_on(async {
            tokio::select! {
                () = work() => {}
                _ = gone => {}
            }
        });
        let _ = ended.send(());
    });
    tokio::spawn(async move {
        let _ = end.await;
        drop(stays);
    })
}

fn stay_on_one_processor() {
    let mut here = CpuSet::new();
    here.set(sched_getcpu());
    // Where it may not be said, the writer is slower, and that is all.
    if let Err(error) = sched_setaffinity(None, &here) {
        tracing::debug!(%error, "the writer could not be kept on one processor");
    }
}

struct Writer {
    pool: AnyPool,
    dialect: Dialect,
    counters: Arc<Counters>,
    jobs: UnboundedReceiver<Box<dyn Job>>,
}

impl Writer {
    async fn run(mut self) {
        while let Some(first) = self.jobs.recv().await {
            let Writer {
                pool,
                dialect,
                counters,
                ..
            } = &self;
            match Tx::begin(pool, *dialect, dialect.begin_write(), counters.clone()).await {
                Ok(tx) => self.run_group(tx, first).await,
                Err(fault) => {
                    self.renew(&fault).await;
                    self.refuse_waiting(first, fault);
                }
            }
        }
        self.pool.close().await;
    }

    async fn run_group(&mut self, mut tx: Tx, first: Box<dyn Job>) {
        let mut done = Vec::new();
        let mut next = Some(first);
        while let Some(mut job) = next {
            tx.renew();
            let turn = if done.is_empty() {
                Turn::First
            } else {
                Turn::Later
            };
            job.run(&mut tx, turn).await;
            let is_over = turn == Turn::First && !job.succeeded();
            done.push(job);
            let room = done.len() < GROUP && !tx.is_lost() && !is_over;
            next = if room {
                self.jobs.try_recv().ok()
            } else {
                None
            };
        }
        let outage = tx.outage().cloned();
        let end = if done.iter().any(|job| job.succeeded()) {
            done.iter().for_each(|job| crash::before_commit(job.name()));
            let end = tx.commit().await;
            if end.is_ok() {
                done.iter().for_each(|job| crash::after_commit(job.name()));
            }
            end
        } else {
            tx.roll_back().await;
            Ok(())
        };
        for job in done {
            job.answer(end.clone());
        }
        if let Some(fault) = outage.or(end.err()) {
            self.renew(&fault).await;
        }
    }

    /// A connection that was opened while the file was read-only stays so for good.
    async fn renew(&self, fault: &StoreFault) {
        let is_unfit = fault.is_outage() && !matches!(fault, StoreFault::Busy);
        if is_unfit && let Ok(unfit) = self.pool.acquire().await {
            let _ = unfit.close().await;
        }
    }

    /// Who is in line now has waited as long as the first, and is told the same.
    fn refuse_waiting(&mut self, first: Box<dyn Job>, fault: StoreFault) {
        first.answer(Err(fault.clone()));
        while let Ok(job) = self.jobs.try_recv() {
            job.answer(Err(fault.clone()));
        }
    }
}

impl<T, E, F> Job for Waiting<T, E, F>
where
    T: Send + 'static,
    E: From<StoreFault> + Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
{
    fn run<'t>(&'t mut self, tx: &'t mut Tx, turn: Turn) -> BoxFuture<'t, ()> {
        Box::pin(async move {
            let Some(command) = self.command.take() else {
                return;
            };
            let name = self.name;
            self.outcome = match turn {
                Turn::First => tx.whole(|tx| unless_panicking(name, command, tx)).await,
                Turn::Later => tx.savepoint(|tx| unless_panicking(name, command, tx)).await,
            };
        })
    }

    fn succeeded(&self) -> bool {
        self.outcome.is_ok()
    }

    fn name(&self) -> &'static str {
        self.name
    }

    /// Where the commit failed, what the command answered is not true; one that never ran has
    /// answered nothing.
    fn answer(self: Box<Self>, end: Result<(), StoreFault>) {
        let never_ran = self.command.is_some();
        let answer = match (self.outcome, end) {
            (outcome, Err(fault)) if never_ran || outcome.is_ok() => Err(fault.into()),
            (outcome, _) => outcome,
        };
        // A caller who left is told nothing.
        let _ = self.caller.send(answer);
    }
}

fn unless_panicking<'t, T, E, F>(
    name: &'static str,
    command: F,
    tx: &'t mut Tx,
) -> BoxFuture<'t, Result<T, E>>
where
    T: Send + 'static,
    E: From<StoreFault> + Send + 'static,
    F: for<'u> FnOnce(&'u mut Tx) -> BoxFuture<'u, Result<T, E>> + Send + 'static,
{
    Box::pin(async move {
        let run = AssertUnwindSafe(async move { command(tx).await });
        let panicked = |_| Err(StoreFault::Panicked { command: name }.into());
        run.catch_unwind().await.unwrap_or_else(panicked)
    })
}
