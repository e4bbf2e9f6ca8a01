//! What is given up, and the way out of it.

use crate::fakes::{self, Flaky};
use crate::place::Place;
use crate::refunds::{open_rows, parked_rows};
use crate::streams::post;
use crate::world::{SESSION, World};
use backend::fault::Fault;
use backend::outbox::again::{Again, try_again};
use backend::outbox::{Patience, Worker};
use backend::payments::sandbox::{Mishap, Script};
use backend::payments::{PaymentProvider, ProviderFault, ProviderRefund, Refused};
use backend::store::{event, sql};
use domain::actor::{Actor, Role};
use domain::consequence::TaskKind;
use domain::event::Event;
use domain::ids::{AccountId, RefundId};
use domain::money::Money;
use domain::permission::{Subject, permit};
use domain::time::TimeDelta;
use futures::FutureExt;
use futures::future::BoxFuture;
use std::sync::Arc;
use uuid::Uuid;

const NOOR: Actor = Actor {
    id: AccountId(Uuid::from_u128(6)),
    role: Role::Staff,
};

pub async fn a_refund_that_was_given_up_is_tried_again_and_pays_once(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let lost = std::iter::once(Mishap::LostAnswer).chain([Mishap::Unheard; 60]);
    let slow = world.sandbox.as_ref().clone();
    let slow = slow.settling_after(TimeDelta::days(9));
    let provider = Arc::new(slow.scripted(Script::calls(lost)));
    let worker = impatient(world.worker_with(world.mailer.clone(), provider), 3);
    for _ in 0..5 {
        worker.drain().await.unwrap();
        world.later(60);
    }
    assert_eq!(world.state(refund).await, "requested", "nobody knows");
    let (task, note) = task(&world, "refund_unanswered").await.unwrap();
    assert!(
        note.contains("£65.00 was asked of the provider 3 times"),
        "{note}"
    );
    assert_eq!(parked_rows(&world).await, 1);
    world.green().await;

    assert_eq!(press(&world, &task).await, Again::Opened);
    assert_eq!(press(&world, &task).await, Again::NothingToDo);
    let row: Vec<(String,)> = world.all(sql("SELECT id FROM outbox")).await;
    let (task, row) = (TaskKind::RefundUnanswered, row[0].0.clone());
    let given_up = Event::GivenUp {
        task,
        row: row.clone(),
    };
    let told = [
        (None, given_up),
        (Some(Role::Staff), Event::TriedAgain { task, row }),
    ];
    assert_eq!(
        log(&world).await,
        told,
        "who did what, in the session's log"
    );
    // Its attempts went on counting: from the fifth on it is looked up.
    for _ in 0..2 {
        worker.drain().await.unwrap();
        world.later(60);
    }
    assert_eq!(world.state(refund).await, "sent");
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_refund").await, 1);
    let by = "SELECT done_by FROM task WHERE kind = 'refund_unanswered'";
    assert_eq!(
        world.all::<(String,)>(sql(by)).await[0].0,
        NOOR.id.to_string()
    );
    world.green().await;
}

pub async fn an_event_answers_what_was_given_up(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let worker = impatient(
        world.worker_meeting(Script::calls([Mishap::BrokenAfter])),
        1,
    );
    worker.drain().await.unwrap();
    assert_eq!(parked_rows(&world).await, 1);
    world.later(2);
    worker.drain().await.unwrap();
    assert_eq!(world.state(refund).await, "arrived");
    assert_eq!((parked_rows(&world).await, open_rows(&world).await), (0, 0));
    assert_eq!(task(&world, "refund_unanswered").await, None);
    world.green().await;
}

pub async fn a_letter_that_was_given_up_is_a_task_and_can_be_tried_again(place: &Place) {
    let world = World::new(place).await;
    post(&world, 1, world.clock.now()).await;
    post(&world, 2, world.clock.now()).await;
    let mailer = Flaky::new(world.mailer.clone(), [fakes::Mishap::Down; 2]);
    let worker = world.worker_with(mailer, world.sandbox.clone());
    let worker = worker.with_patience(patience(2), Patience::REFUND);
    for _ in 0..4 {
        worker.drain().await.unwrap();
        world.later(60);
    }
    assert!(world.post().is_empty(), "the second waits behind the first");
    let (task, note) = task(&world, "letter_undelivered").await.unwrap();
    assert!(
        note.contains("“Letter 1” to Daniel Reyes was tried 2 times"),
        "{note}"
    );
    assert_eq!(press(&world, &task).await, Again::Opened);
    worker.drain().await.unwrap();
    assert_eq!(world.post().len(), 2);
    assert_eq!(open_rows(&world).await, 0);
}

pub async fn what_is_given_up_twice_is_a_task_twice(place: &Place) {
    let world = World::new(place).await;
    post(&world, 1, world.clock.now()).await;
    let mailer = Flaky::new(world.mailer.clone(), [fakes::Mishap::Down; 3]);
    let worker = world.worker_with(mailer, world.sandbox.clone());
    let worker = worker.with_patience(patience(1), Patience::REFUND);
    for _ in 0..3 {
        worker.drain().await.unwrap();
        let (task, _) = task(&world, "letter_undelivered").await.unwrap();
        assert_eq!(press(&world, &task).await, Again::Opened);
        assert_eq!(self::task(&world, "letter_undelivered").await, None);
    }
    let by: Vec<_> = log(&world).await.into_iter().map(|(by, _)| by).collect();
    let each = [None, Some(Role::Staff)];
    assert_eq!(by, [each, each, each].concat(), "each time is in the log");
    worker.drain().await.unwrap();
    assert_eq!(world.post().len(), 1);
}

pub async fn a_claim_that_ran_out_at_work_writes_nothing(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let slow = world
        .sandbox
        .as_ref()
        .clone()
        .settling_after(TimeDelta::days(3));
    let slow = Arc::new(slow);
    let quick = world.worker_with(world.mailer.clone(), slow.clone());
    let stalled = Arc::new(Stalled {
        behind: slow,
        clock: world.clock.clone(),
        meanwhile: quick,
    });
    let first = world.worker_with(world.mailer.clone(), stalled);
    first.drain().await.unwrap();
    assert_eq!(world.state(refund).await, "sent", "by the second");
    assert_eq!(world.number("SELECT attempts FROM outbox").await, 2);
    assert_eq!(
        world.number("SELECT COUNT(*) FROM task").await,
        0,
        "nor a task"
    );
    assert_eq!((open_rows(&world).await, world.log().await.len()), (0, 1));
    world.green().await;
}

pub async fn a_row_that_takes_its_worker_down_is_given_up_and_no_other(place: &Place) {
    let world = World::new(place).await;
    post(&world, 1, world.clock.now()).await;
    let refund = world.ask(500).await;
    let mailer = Flaky::new(world.mailer.clone(), [fakes::Mishap::Panics; 9]);
    let worker = world.worker_with(mailer.clone(), world.sandbox.clone());
    let worker = worker.with_patience(patience(2), Patience::REFUND);
    for _ in 0..5 {
        worker.drain().await.unwrap();
        world.later(121);
    }
    assert_eq!(mailer.calls(), 2);
    assert_eq!(world.state(refund).await, "arrived");
    let (_, note) = task(&world, "letter_undelivered").await.unwrap();
    assert!(note.contains("never came to an end"), "{note}");
}

/// A provider that takes so long that another worker has the row meanwhile, and then answers
/// something else.
struct Stalled {
    behind: Arc<dyn PaymentProvider>,
    clock: backend::clock::Clock,
    meanwhile: Worker,
}

impl PaymentProvider for Stalled {
    fn refund<'a>(
        &'a self,
        _: RefundId,
        _: &'a str,
        _: Money,
    ) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>> {
        async move {
            self.clock.advance(TimeDelta::seconds(121));
            self.meanwhile.drain().await.unwrap();
            Err(ProviderFault::Refused {
                code: Refused::AboveRemaining,
                words: "too late".into(),
            })
        }
        .boxed()
    }

    fn fetch<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>> {
        self.behind.fetch(id)
    }

    fn find_by_key(
        &self,
        key: RefundId,
    ) -> BoxFuture<'_, Result<Option<ProviderRefund>, ProviderFault>> {
        self.behind.find_by_key(key)
    }
}

fn patience(attempts: i64) -> Patience {
    Patience {
        attempts,
        ..Patience::MAIL
    }
}

fn impatient(worker: Worker, attempts: i64) -> Worker {
    worker.with_patience(Patience::MAIL, patience(attempts))
}

/// The open task of this kind, and what it says.
async fn task(world: &World, kind: &'static str) -> Option<(String, String)> {
    let find = "SELECT id, note FROM task WHERE done_at IS NULL AND kind = $1";
    let mut tasks = world.all(sql(find).bind(kind)).await;
    assert!(tasks.len() <= 1, "{tasks:?}");
    tasks.pop()
}

/// Who, and what, in the session's log.
async fn log(world: &World) -> Vec<(Option<Role>, Event)> {
    let read = world
        .store
        .read::<_, Fault, _>(|tx| Box::pin(event::of(tx, SESSION)));
    let log = read.await.unwrap().into_iter();
    log.map(|recorded| (recorded.actor, recorded.event))
        .collect()
}

async fn press(world: &World, task: &str) -> Again {
    let permit = permit(Some(NOOR), Subject::Nothing).unwrap();
    try_again(&world.backend(), permit, task).await.unwrap()
}
