//! Rows, streams and claims, whatever they carry.

use crate::fakes::{Flaky, Mishap};
use crate::place::Place;
use crate::world::{SESSION, World};
use backend::fault::Fault;
use backend::mail::{Letter, Sender};
use backend::outbox::{self, Patience, Worker};
use backend::store::outbox::{Note, Way, claim, note};
use backend::store::sql;
use domain::time::{Instant, TimeDelta};
use domain::told::Template;

pub async fn a_stream_keeps_its_order_and_waits_for_its_first(place: &Place) {
    let world = World::new(place).await;
    let now = world.clock.now();
    post(&world, 1, now).await;
    post(&world, 2, now).await;
    let mailer = Flaky::new(world.mailer.clone(), [Mishap::Down]);
    let worker = world.worker_with(mailer.clone(), world.sandbox.clone());
    worker.drain().await.unwrap();
    assert_eq!(mailer.calls(), 1, "the second waits behind the first");
    assert_eq!(done(&world).await, Vec::<i64>::new());
    world.later(5);
    worker.drain().await.unwrap();
    assert_eq!(done(&world).await, [1, 2]);
}

pub async fn a_parked_row_blocks_its_own_stream_only(place: &Place) {
    let world = World::new(place).await;
    let now = world.clock.now();
    post(&world, 1, now).await;
    post(&world, 2, now).await;
    let refund = world.ask(1000).await;
    let mailer = Flaky::new(world.mailer.clone(), [Mishap::Down]);
    let patience = Patience {
        attempts: 1,
        ..Patience::MAIL
    };
    let worker = world
        .worker_with(mailer.clone(), world.sandbox.clone())
        .with_patience(patience, Patience::REFUND);
    worker.drain().await.unwrap();
    world.clock.advance(TimeDelta::days(3));
    worker.drain().await.unwrap();
    assert_eq!(mailer.calls(), 1);
    assert_eq!(world.state(refund).await, "arrived");
    let open = "SELECT COUNT(*) FROM outbox WHERE done_at IS NULL";
    assert_eq!(world.number(open).await, 2);
    world.green().await;

    // The team looks at it, and lets it go on.
    world
        .put(sql("UPDATE outbox SET parked_at = NULL, attempts = 0"))
        .await;
    worker.drain().await.unwrap();
    assert_eq!(world.number(open).await, 0);
}

pub async fn a_claim_that_ran_out_is_taken_over_and_the_first_can_note_nothing(place: &Place) {
    let world = World::new(place).await;
    let now = world.clock.now();
    post(&world, 1, now).await;
    let until = now + TimeDelta::seconds(60);
    let claims = |at: Instant| {
        let store = world.store.clone();
        async move {
            let rows: Result<Vec<_>, Fault> = store
                .write("claim", move |tx| {
                    Box::pin(claim(tx, Way::Mail, at, until, 8))
                })
                .await;
            rows.unwrap()
        }
    };
    let first = claims(now).await.remove(0);
    assert!(claims(now).await.is_empty());
    let second = claims(until).await.remove(0);
    assert_eq!(
        (&first.id, first.attempts, second.attempts),
        (&second.id, 1, 2)
    );
    for (row, expected) in [(first, false), (second.clone(), true), (second, false)] {
        let noted: Result<bool, Fault> = world
            .store
            .write("note", move |tx| {
                Box::pin(async move { note(tx, &row, &Note::Done, until).await })
            })
            .await;
        assert_eq!(noted.unwrap(), expected);
    }
}

pub async fn nothing_leaves_before_its_time(place: &Place) {
    let world = World::new(place).await;
    post(&world, 1, world.clock.now() + TimeDelta::seconds(30)).await;
    world.later(29);
    world.worker().drain().await.unwrap();
    assert!(world.post().is_empty());
    world.later(1);
    world.worker().drain().await.unwrap();
    assert_eq!(world.post().len(), 1);
}

pub async fn a_letter_sent_again_is_the_same_file(place: &Place) {
    let world = World::new(place).await;
    post(&world, 1, world.clock.now()).await;
    let mailer = Flaky::new(
        world.mailer.clone(),
        [Mishap::LostAnswer, Mishap::LostAnswer],
    );
    let worker = world.worker_with(mailer.clone(), world.sandbox.clone());
    for _ in 0..3 {
        worker.drain().await.unwrap();
        assert_eq!(world.post().len(), 1);
        world.later(60);
    }
    assert_eq!((mailer.calls(), done(&world).await), (3, vec![1]));
}

pub async fn two_workers_at_once_send_each_letter_once(place: &Place) {
    let world = World::new(place).await;
    for revision in 1..=10 {
        post(&world, revision, world.clock.now()).await;
    }
    let mailer = Flaky::new(world.mailer.clone(), []);
    let workers: Vec<Worker> = (0..4)
        .map(|_| world.worker_with(mailer.clone(), world.sandbox.clone()))
        .collect();
    let drains = workers.iter().map(|worker| worker.drain());
    for done in futures::future::join_all(drains).await {
        done.unwrap();
    }
    world.worker().drain().await.unwrap();
    assert_eq!((mailer.calls(), world.post().len()), (10, 10));
}

pub async fn the_lag_tells_what_is_due_since_when_and_what_was_given_up(place: &Place) {
    let world = World::new(place).await;
    let now = world.clock.now();
    let lag = async || {
        let lag = outbox::lag(&world.store, world.clock.now()).await.unwrap();
        let oldest = lag.oldest.map(|age| age.num_seconds());
        (lag.due, oldest, lag.parked)
    };
    assert_eq!(lag().await, (0, None, 0));
    post(&world, 1, now).await;
    post(&world, 2, now + TimeDelta::seconds(30)).await;
    assert_eq!(lag().await, (1, Some(0), 0), "the second is not due");
    world.later(40);
    assert_eq!(lag().await, (2, Some(40), 0));

    let park = "UPDATE outbox SET parked_at = 1 WHERE number = 1";
    world.put(sql(park)).await;
    world.ask(1000).await;
    world.later(5);
    let waits = lag().await;
    assert_eq!(
        waits,
        (1, Some(5), 1),
        "the second letter waits for the team"
    );
    world.worker().drain().await.unwrap();
    assert_eq!(lag().await, (0, None, 1));
}

pub async fn an_idle_worker_writes_nothing(place: &Place) {
    let world = World::new(place).await;
    let before = world.store.commits();
    world.worker().drain().await.unwrap();
    assert_eq!(world.store.commits(), before);
}

pub async fn post(world: &World, revision: u32, from: Instant) {
    let letter = Letter {
        sender: Sender::Kept,
        to_name: "Daniel Reyes".into(),
        to: "client@example.org".into(),
        subject: format!("Letter {revision}"),
        text: "Hello Daniel,\n".into(),
        calendar: None,
        link: None,
    };
    let done: Result<(), Fault> = world
        .store
        .write("post", move |tx| {
            Box::pin(async move {
                let template = Template::RefundStarted;
                outbox::post(tx, template, SESSION, revision, &letter, from).await
            })
        })
        .await;
    done.unwrap();
}

/// The numbers of the rows that have left, in the order in which they did.
async fn done(world: &World) -> Vec<i64> {
    let rows = world
        .all::<(i64,)>(sql(
            "SELECT number FROM outbox WHERE done_at IS NOT NULL ORDER BY done_at, number",
        ))
        .await;
    rows.into_iter().map(|row| row.0).collect()
}
