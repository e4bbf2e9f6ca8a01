//! The end of the program, as everybody hears of it: whoever serves, works or streams holds a
//! `Stopping` and comes to an end by itself.

use tokio::sync::watch;

/// Tells everybody. Dropped, it tells them as well.
pub struct Stop(watch::Sender<bool>);

#[derive(Clone, Debug)]
pub struct Stopping(watch::Receiver<bool>);

pub fn stop() -> (Stop, Stopping) {
    let (tell, told) = watch::channel(false);
    (Stop(tell), Stopping(told))
}

impl Stop {
    pub fn now(&self) {
        self.0.send_replace(true);
    }
}

impl Stopping {
    pub fn is_told(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }

    /// Waits for it.
    pub async fn told(mut self) {
        // An error means that nobody is left who could tell: stop as well.
        let _ = self.0.wait_for(|stopping| *stopping).await;
    }
}
