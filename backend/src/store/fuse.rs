//! A fuse, for simulating a process that dies: after so many steps towards the database the store
//! stands still for good, as if the machine had been switched off between two of them. Nobody
//! but the simulation lights it, and an unlit fuse costs one load a step.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::sync::Notify;

const UNLIT: u64 = u64::MAX;
const AT_COMMIT: u64 = u64::MAX - 1;

/// When the store stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dies {
    Never,
    /// After so many steps: statements, begins, savepoints, either side of a commit.
    After(u64),
    /// Right after the next commit: it is kept, and nobody is told.
    AtCommit,
}

pub(super) struct Fuse {
    left: AtomicU64,
    burnt: AtomicBool,
    bang: Notify,
}

impl Default for Fuse {
    fn default() -> Fuse {
        Fuse {
            left: AtomicU64::new(UNLIT),
            burnt: AtomicBool::new(false),
            bang: Notify::new(),
        }
    }
}

impl Fuse {
    /// Before a step: the one after the last does not come.
    pub(super) async fn step(&self) {
        let shorter = |left: u64| (left < AT_COMMIT).then(|| left.saturating_sub(1));
        let before = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, shorter);
        if before == Ok(0) {
            self.burn().await;
        }
    }

    /// After a commit.
    pub(super) async fn committed(&self) {
        if self.left.load(Ordering::Relaxed) == AT_COMMIT {
            self.light(Dies::After(0));
        }
        self.step().await;
    }

    pub(super) fn light(&self, dies: Dies) {
        let left = match dies {
            Dies::Never => UNLIT,
            Dies::After(steps) => steps,
            Dies::AtCommit => AT_COMMIT,
        };
        self.left.store(left, Ordering::Relaxed);
    }

    pub(super) fn is_burnt(&self) -> bool {
        self.burnt.load(Ordering::Relaxed)
    }

    /// Waits for the end.
    pub(super) async fn burnt(&self) {
        self.bang.notified().await;
    }

    async fn burn(&self) {
        self.burnt.store(true, Ordering::Relaxed);
        self.bang.notify_one();
        std::future::pending().await
    }
}
