//! A bell between use cases and the worker: rung after a commit, so that what was decided
//! leaves at once and not with the next tick. A ring that nobody hears is not lost.

use std::sync::Arc;
use tokio::sync::Notify;

#[derive(Clone, Debug, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits for a ring, also for one that came just before.
    pub(super) async fn heard(&self) {
        self.0.notified().await;
    }
}
