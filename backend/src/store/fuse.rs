//! A fuse, for simulating a process that dies: after so many steps towards the database the store
//! stands still for good, as if the machine had been switched off between two of them. Nobody
//! but the simulation lights it, and an unlit fuse costs one load a step.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::sync::Notify;

const UNLIT: u64 = u64::MAX;

/// A step is a statement, a begin, a savepoint, or either side of a commit.
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
        let shorter = |left: u64| (left != UNLIT).then(|| left.saturating_sub(1));
        let before = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, shorter);
        if before == Ok(0) {
            self.burnt.store(true, Ordering::Relaxed);
            self.bang.notify_one();
            std::future::pending().await
        }
    }

    /// `None` puts it out.
    pub(super) fn light(&self, steps: Option<u64>) {
        self.left.store(steps.unwrap_or(UNLIT), Ordering::Relaxed);
    }

    pub(super) fn is_burnt(&self) -> bool {
        self.burnt.load(Ordering::Relaxed)
    }

    /// Waits for the end.
    pub(super) async fn burnt(&self) {
        self.bang.notified().await;
    }
}
