//! The worker from its start to its stop.

use crate::fakes::Hanging;
use crate::place::Place;
use crate::streams::post;
use crate::world::World;
use backend::mail::Mailer;
use backend::outbox::Worker;
use backend::payments::PaymentProvider;
use backend::store::sql;
use domain::time::TimeDelta;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Less than the worker gives to one attempt: what it has to wait for does not come in time.
const PATIENCE: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(50);

pub async fn what_a_dead_program_had_claimed_leaves_at_the_start_of_the_only_one(place: &Place) {
    let world = World::new(place).await;
    post(&world, 1, world.clock.now()).await;
    let claimed = sql("UPDATE outbox SET attempts = 1, claimed_until = $1, stream = 'mail:dead'");
    let until_then = world.clock.now() + TimeDelta::seconds(120);
    world.put(claimed.bind(until_then)).await;
    post(&world, 2, world.clock.now()).await;
    let left = async || world.post().len();
    let running = Running::with(world.worker());
    if place.is_sqlite() {
        until("both leave", async || left().await == 2).await;
    } else {
        // Another program may be at work on it.
        until("the other leaves", async || left().await == 1).await;
        world.later(121);
        world.wake.ring();
        until("the claim runs out", async || left().await == 2).await;
    }
    running.stop().await;
    let attempts = "SELECT MAX(attempts) FROM outbox";
    assert_eq!(world.number(attempts).await, 2, "the first one counts");
}

pub async fn a_ring_is_answered_and_a_stop_obeyed(place: &Place) {
    let world = World::new(place).await;
    let running = Running::with(world.worker());
    post(&world, 1, world.clock.now()).await;
    world.wake.ring();
    until("the letter", async || world.post().len() == 1).await;
    running.stop().await;
}

pub async fn what_is_under_way_at_a_stop_comes_to_its_end_and_nothing_new_begins(place: &Place) {
    let world = World::new(place).await;
    post(&world, 1, world.clock.now()).await;
    post(&world, 2, world.clock.now()).await;
    let mailer = Hanging::all(world.mailer.clone());
    let worker = world.worker_with(mailer.clone(), world.sandbox.clone());
    let running = Running::with(worker);
    until("the letter hangs", async || mailer.hang() == 1).await;
    let ended = running.told();
    mailer.let_go();
    ends(ended).await;
    let done = "SELECT COUNT(*) FROM outbox WHERE done_at IS NOT NULL";
    assert_eq!((world.post().len(), world.number(done).await), (1, 1));
    let untouched = "SELECT COUNT(*) FROM outbox WHERE attempts = 0";
    assert_eq!(world.number(untouched).await, 1);
}

pub async fn a_stop_ends_within_its_bound_though_a_call_hangs(place: &Place) {
    let world = World::new(place).await;
    post(&world, 1, world.clock.now()).await;
    let mailer = Hanging::all(world.mailer.clone());
    let running = Running::of(&world, mailer.clone(), world.sandbox.clone());
    until("the letter hangs", async || mailer.hang() == 1).await;
    running.stop().await;
    // Nobody knows whether it left: it is claimed until that runs out, and then sent again.
    let claimed = "SELECT COUNT(*) FROM outbox WHERE claimed_until IS NOT NULL";
    assert_eq!((world.post().len(), world.number(claimed).await), (0, 1));
    world.later(121);
    world.worker().drain().await.unwrap();
    assert_eq!(world.post().len(), 1);
}

/// A worker that works until it is told to stop.
pub struct Running {
    stop: oneshot::Sender<()>,
    work: JoinHandle<()>,
}

impl Running {
    pub fn of(
        world: &World,
        mailer: Arc<dyn Mailer>,
        provider: Arc<dyn PaymentProvider>,
    ) -> Running {
        Running::with(world.worker_with(mailer, provider).with_last_call(SHORT))
    }

    pub fn with(worker: Worker) -> Running {
        let (stop, stopped) = oneshot::channel();
        let work = tokio::spawn(worker.run(async {
            stopped.await.ok();
        }));
        Running { stop, work }
    }

    pub fn told(self) -> JoinHandle<()> {
        self.stop.send(()).unwrap();
        self.work
    }

    pub async fn stop(self) {
        ends(self.told()).await;
    }
}

pub async fn ends(work: JoinHandle<()>) {
    timeout(PATIENCE, work).await.expect("an end").unwrap();
}

pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let wait = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, wait).await.expect(what);
}
