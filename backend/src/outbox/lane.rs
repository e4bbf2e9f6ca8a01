//! A lane: what goes one way, carried out side by side, only so much at a time, and topped up as
//! each of it ends. Refunds, letters and the provider's events have a lane each, so that whoever
//! hangs, a mail server or a provider, holds up nothing but their own.
//!
//! Each is a task of its own: it goes on while its lane looks for more, and one that panics takes
//! nobody along.

use super::Worker;
use crate::fault::Fault;
use crate::payments::ProviderEvent;
use crate::store::outbox::Way;
use futures::FutureExt;
use std::collections::{HashSet, VecDeque};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

/// How often a lane looks by itself.
const TICK: Duration = Duration::from_secs(1);

/// What a lane carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Load {
    Events,
    Rows(Way),
}

impl Load {
    pub(super) const ALL: [Load; 3] = [
        Load::Events,
        Load::Rows(Way::Provider),
        Load::Rows(Way::Mail),
    ];
}

pub(super) struct Lane {
    worker: Worker,
    load: Load,
    under_way: JoinSet<Ended>,
    /// Events that there was no room for yet.
    told: VecDeque<ProviderEvent>,
    hearing: HashSet<String>,
    /// Events that could not be heard: not again before the next look.
    put_off: HashSet<String>,
}

/// What became of a row or of an event.
struct Ended {
    id: String,
    /// Whether it is any further.
    outcome: Result<bool, Fault>,
}

impl Lane {
    pub(super) fn new(worker: &Worker, load: Load) -> Lane {
        Lane {
            worker: worker.clone(),
            load,
            under_way: JoinSet::new(),
            told: VecDeque::new(),
            hearing: HashSet::new(),
            put_off: HashSet::new(),
        }
    }

    /// Until nothing is due any more; `true` where something is any further.
    ///
    /// # Errors
    /// The first fault of the store; what is under way is dropped then.
    pub(super) async fn drain(mut self) -> Result<bool, Fault> {
        let mut worked = false;
        loop {
            self.top_up().await?;
            match self.ended().await {
                Some(outcome) => worked |= outcome?,
                None => return Ok(worked),
            }
        }
    }

    /// Until `stop`; what is under way then comes to its end, and nothing new begins.
    pub(super) async fn run(mut self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut ear = self.worker.wake.ear();
        let mut tick = interval_at(Instant::now() + TICK, TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            stumbles(self.top_up().await);
            tokio::select! {
                biased;
                () = &mut stop => break,
                Some(outcome) = self.ended() => stumbles(outcome),
                () = ear.heard() => self.put_off.clear(),
                _ = tick.tick() => self.put_off.clear(),
            }
        }
        while let Some(outcome) = self.ended().await {
            stumbles(outcome);
        }
    }

    /// Begins what is due, as far as there is room.
    async fn top_up(&mut self) -> Result<(), Fault> {
        let room = self.worker.together.saturating_sub(self.under_way.len());
        match self.load {
            _ if room == 0 => {}
            Load::Events => self.take_events(room).await,
            Load::Rows(way) => {
                for row in self.worker.claim(way, room).await? {
                    let worker = self.worker.clone();
                    let id = row.id.clone();
                    let carried = async move { worker.carry_out(row).await.map(|()| true) };
                    self.begin(id, carried);
                }
            }
        }
        Ok(())
    }

    async fn take_events(&mut self, mut room: usize) {
        if self.told.is_empty() {
            self.told = self.worker.events_due().await.into();
        }
        while room > 0
            && let Some(event) = self.told.pop_front()
        {
            let id = event.id.clone();
            if self.put_off.contains(&id) || !self.hearing.insert(id.clone()) {
                continue;
            }
            let worker = self.worker.clone();
            self.begin(id, async move { worker.hear(&event).await });
            room -= 1;
        }
    }

    /// The claim of a row that panics runs out, and it is given up after so many.
    fn begin(
        &mut self,
        id: String,
        work: impl Future<Output = Result<bool, Fault>> + Send + 'static,
    ) {
        self.under_way.spawn(async move {
            let outcome = AssertUnwindSafe(work).catch_unwind().await;
            let outcome = outcome.unwrap_or_else(|_| {
                tracing::error!(id, "the worker panicked over it");
                Ok(false)
            });
            Ended { id, outcome }
        });
    }

    /// The next that ends; `None` where nothing is under way.
    async fn ended(&mut self) -> Option<Result<bool, Fault>> {
        let Ended { id, outcome } = self.under_way.join_next().await?.ok()?;
        Some(match (self.load, outcome) {
            (Load::Events, outcome) => Ok(self.heard(id, outcome)),
            // Whoever has the row now notes what becomes of it.
            (Load::Rows(_), Err(Fault::ClaimLost)) => Ok(true),
            (Load::Rows(_), outcome) => outcome,
        })
    }

    /// An event that cannot be heard keeps nothing else from leaving: it comes again.
    fn heard(&mut self, id: String, outcome: Result<bool, Fault>) -> bool {
        self.hearing.remove(&id);
        let heard = outcome.unwrap_or_else(|fault| {
            tracing::error!(event = id, %fault, "an event cannot be settled");
            false
        });
        if !heard {
            self.put_off.insert(id);
        }
        heard
    }
}

fn stumbles<T>(outcome: Result<T, Fault>) {
    if let Err(fault) = outcome {
        tracing::error!(%fault, "the outbox worker stumbled and goes on");
    }
}
