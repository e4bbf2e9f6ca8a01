//! The house that is simulated: the real use cases, worker and store on a SQLite file in memory,
//! by a clock that stands still. A life is one process: when it dies, its runtime and everything
//! in it is thrown away in the middle of what it did, and a new one opens the same database.

use super::outside::{Outside, Post, Provider};
use backend::Backend;
use backend::clock::Clock;
use backend::fault::Fault;
use backend::outbox::{Patience, Worker};
use backend::payments::sandbox::Sandbox;
use backend::seed::cast;
use backend::store::{Dies, Store, StoreFault, sql};
use domain::time::Instant;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const ORIGIN: &str = "https://kept.example";
/// Memory with the face of a directory, where there is one.
const MEMORY: &str = "/dev/shm";

/// A database with the cast in it, to be copied.
pub struct Pattern {
    folder: TempDir,
}

pub struct House {
    _folder: TempDir,
    url: String,
    pub clock: Clock,
    pub outside: Arc<Outside>,
    pub patience: Patience,
    life: Option<Life>,
}

struct Life {
    runtime: Runtime,
    backend: Backend,
}

/// What came of work that the house may have died of.
pub struct Ended<T> {
    pub answer: Option<T>,
    pub died: bool,
}

impl Pattern {
    pub fn new(now: Instant) -> Pattern {
        let pattern = Pattern {
            folder: in_memory(),
        };
        runtime().block_on(async {
            let store = Store::open(&url(&pattern.file())).await.unwrap();
            let write = store.write::<_, Fault, _>("cast", move |tx| {
                Box::pin(async move { cast::write(tx, now).await })
            });
            write.await.unwrap();
            store.close().await;
        });
        pattern
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("kept.db")
    }
}

impl House {
    pub fn new(pattern: &Pattern, now: Instant, patience: Patience) -> House {
        let folder = in_memory();
        let file = folder.path().join("kept.db");
        std::fs::copy(pattern.file(), &file).unwrap();
        let mut house = House {
            url: url(&file),
            _folder: folder,
            clock: Clock::frozen(now),
            outside: Arc::default(),
            patience,
            life: None,
        };
        house.live();
        house
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Runs `work` to its end, or until the house dies of it: after so many steps towards the
    /// database, or in the middle of a call to the outside.
    pub fn run<T, W>(&mut self, dies: Dies, work: impl FnOnce(Backend, Worker) -> W) -> Ended<T>
    where
        W: Future<Output = T>,
    {
        let (backend, worker) = (self.backend(), self.worker());
        let life = self.life.as_ref().expect("it lives");
        let store = backend.store.clone();
        store.dies(dies);
        let outside = self.outside.clone();
        let answer = life.runtime.block_on(async {
            tokio::select! {
                biased;
                answer = work(backend, worker) => Some(answer),
                () = store.died() => None,
                () = outside.died() => None,
            }
        });
        store.dies(Dies::Never);
        let died = store.is_dead() || self.outside.is_dead();
        if died {
            drop(store);
            self.die();
        }
        Ended { answer, died }
    }

    /// For what looks on: nobody dies of that.
    pub fn ask<T, W>(&mut self, work: impl FnOnce(Backend) -> W) -> T
    where
        W: Future<Output = T>,
    {
        let ended = self.run(Dies::Never, |backend, _| work(backend));
        ended.answer.expect("it lives")
    }

    /// Nothing in the process is kept, and another one starts.
    pub fn die(&mut self) {
        self.life = None;
        self.outside.revive();
        self.live();
    }

    fn backend(&self) -> Backend {
        self.life.as_ref().expect("it lives").backend.clone()
    }

    /// One row after the other, so that a seed is one run.
    fn worker(&self) -> Worker {
        let store = self.backend().store;
        let (outside, now) = (self.outside.clone(), self.now());
        let post = Post {
            outside: outside.clone(),
            now,
        };
        let sandbox = Sandbox::new(store.clone(), self.clock.clone());
        let provider = Provider {
            outside,
            sandbox,
            now,
        };
        let (post, provider) = (Arc::new(post), Arc::new(provider));
        let wake = self.backend().wake;
        Worker::new(store, self.clock.clone(), post, provider, ORIGIN, wake)
            .with_patience(self.patience, self.patience)
            .with_together(1)
    }

    /// The first write waits for what the one who died has left open.
    fn live(&mut self) {
        let runtime = runtime();
        let backend = runtime.block_on(async {
            let store = Store::open(&self.url).await.unwrap();
            let nothing = store.write::<_, StoreFault, _>("wait", |tx| {
                Box::pin(async move { tx.run(sql("DELETE FROM draft")).await })
            });
            nothing.await.unwrap();
            let post = Post {
                outside: self.outside.clone(),
                now: self.now(),
            };
            Backend::with(store, self.clock.clone(), Arc::new(post), ORIGIN)
        });
        self.life = Some(Life { runtime, backend });
    }
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

fn in_memory() -> TempDir {
    let folder = match Path::new(MEMORY).is_dir() {
        true => TempDir::new_in(MEMORY),
        false => TempDir::new(),
    };
    folder.unwrap()
}

fn url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}
