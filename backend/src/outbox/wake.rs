//! A bell between use cases and the worker: rung after a commit, so that what was decided
//! leaves at once and not with the next tick. A ring that nobody hears is not lost.

use std::sync::Arc;
use tokio::sync::watch;

#[derive(Clone, Debug, Default)]
pub struct Wake(Arc<watch::Sender<()>>);

impl Wake {
    pub fn ring(&self) {
        self.0.send_replace(());
    }

    /// From here on every ring is heard; each ear hears for itself.
    pub(super) fn ear(&self) -> Ear {
        Ear {
            rings: self.0.subscribe(),
            _bell: self.clone(),
        }
    }
}

/// Whoever listens looks first, and then waits.
pub(super) struct Ear {
    rings: watch::Receiver<()>,
    /// As long as somebody listens, there is a bell.
    _bell: Wake,
}

impl Ear {
    /// Waits for a ring, also for one that came just before.
    pub(super) async fn heard(&mut self) {
        let _ = self.rings.changed().await;
    }
}
