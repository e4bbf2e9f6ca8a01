//! Whoever hangs, the mail server or the provider, holds up nothing but their own; and a stop waits
//! for nobody longer than it says.

use crate::fakes::Hanging;
use crate::place::Place;
use crate::streams::post;
use crate::world::World;
use backend::mail::Mailer;
use backend::outbox::Worker;
use backend::payments::PaymentProvider;
use backend::store::sql;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Less than the worker gives to one attempt: what it has to wait for does not come in time.
const PATIENCE: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(50);

pub async fn while_the_mail_server_hangs_refunds_leave_and_arrive(place: &Place) {
    let world = World::new(place).await;
    for letter in 1..=20 {
        post(&world, letter, world.clock.now()).await;
    }
    // Of as many sessions.
    let apart = "UPDATE outbox SET stream = 'mail:' || CAST(number AS TEXT)";
    world.put(sql(apart)).await;
    let mailer = Hanging::all(world.mailer.clone());
    let running = Running::of(&world, mailer.clone(), world.sandbox.clone());
    until("letters hang", async || mailer.hang() >= 8).await;

    let refund = world.ask(2000).await;
    world.wake.ring();
    until("it is sent", async || world.state(refund).await == "sent").await;
    world.later(2);
    world.wake.ring();
    let arrived = async || world.state(refund).await == "arrived";
    until("it arrives", arrived).await;
    running.stop().await;
    world.green().await;
}

pub async fn while_the_provider_hangs_letters_leave_and_events_are_heard(place: &Place) {
    let world = World::new(place).await;
    let sent = world.ask(2000).await;
    world.worker().drain().await.unwrap();
    let hangs = world.ask(1000).await;
    let provider = Hanging::over(world.sandbox.clone(), hangs.to_string());
    let running = Running::of(&world, world.mailer.clone(), provider.clone());
    until("the refund hangs", async || provider.hang() == 1).await;

    post(&world, 9, world.clock.now()).await;
    world.wake.ring();
    until("the letter leaves", async || world.post().len() == 1).await;
    world.later(2);
    world.wake.ring();
    until("the other arrives", async || {
        world.state(sent).await == "arrived"
    })
    .await;
    running.stop().await;
    assert_eq!(world.state(hangs).await, "requested");
    world.green().await;
}

pub async fn while_one_event_hangs_others_are_heard_and_refunds_leave(place: &Place) {
    let world = World::new(place).await;
    for amount in [1000, 2000] {
        world.ask(amount).await;
        world.worker().drain().await.unwrap();
    }
    let first = "SELECT id FROM sandbox_refund WHERE amount = 1000";
    let (hangs,) = world.all::<(String,)>(sql(first)).await.remove(0);
    let provider = Hanging::over(world.sandbox.clone(), hangs);
    let running = Running::of(&world, world.mailer.clone(), provider.clone());
    world.later(2);
    world.wake.ring();
    until("the event hangs", async || provider.hang() == 1).await;
    let arrived = "SELECT COUNT(*) FROM refund WHERE state = 'arrived'";
    until("the other", async || world.number(arrived).await == 1).await;

    let next = world.ask(500).await;
    world.wake.ring();
    until("the next", async || world.state(next).await == "sent").await;
    running.stop().await;
    assert_eq!(provider.hang(), 1, "it is not begun twice");
    world.green().await;
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
struct Running {
    stop: oneshot::Sender<()>,
    work: JoinHandle<()>,
}

impl Running {
    fn of(world: &World, mailer: Arc<dyn Mailer>, provider: Arc<dyn PaymentProvider>) -> Running {
        Running::with(world.worker_with(mailer, provider).with_last_call(SHORT))
    }

    fn with(worker: Worker) -> Running {
        let (stop, stopped) = oneshot::channel();
        let work = tokio::spawn(worker.run(async {
            stopped.await.ok();
        }));
        Running { stop, work }
    }

    fn told(self) -> JoinHandle<()> {
        self.stop.send(()).unwrap();
        self.work
    }

    async fn stop(self) {
        ends(self.told()).await;
    }
}

async fn ends(work: JoinHandle<()>) {
    timeout(PATIENCE, work).await.expect("an end").unwrap();
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let wait = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, wait).await.expect(what);
}
