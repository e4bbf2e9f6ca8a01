//! Refunds, from the decision to the card.

use crate::contradictions::settle;
use crate::fakes::{Flaky, Mishap};
use crate::place::Place;
use crate::world::{CHARGE, PAYMENT, World, pounds};
use backend::outbox::Patience;
use backend::payments::{PaymentProvider, ProviderEvent};
use backend::proof::{Broken, money_proof};
use backend::settling::{News, Settled};
use backend::store::sql;
use domain::event::Event;
use domain::ids::RefundId;
use domain::time::TimeDelta;
use std::sync::Arc;

pub async fn a_refund_is_requested_sent_and_arrives(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(2000).await;
    world.green().await;
    assert_eq!(world.state(refund).await, "requested");

    world.worker().drain().await.unwrap();
    world.green().await;
    assert_eq!(world.state(refund).await, "sent");
    assert_eq!(world.books().await.refunding, 2000);

    world.later(2);
    world.worker().drain().await.unwrap();
    world.green().await;
    assert_eq!(world.state(refund).await, "arrived");
    let books = world.books().await;
    assert_eq!(
        (books.refunded, books.refunding, books.held),
        (2000, 0, 4500)
    );
    let amount = pounds(2000);
    assert_eq!(
        world.log().await,
        [
            Event::RefundSent { amount },
            Event::RefundArrived { amount }
        ]
    );
    let revision = "SELECT revision FROM session";
    assert_eq!(world.number(revision).await, 5, "settling is no revision");
}

pub async fn a_lost_answer_is_asked_for_again_and_pays_once(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let sandbox = world.sandbox.as_ref().clone();
    let slow = Arc::new(sandbox.settling_after(TimeDelta::days(3)));
    let provider = Flaky::new(slow, [Mishap::LostAnswer, Mishap::Down, Mishap::LostAnswer]);
    let worker = world.worker_with(world.mailer.clone(), provider.clone());
    for calls in 1..=4 {
        assert_eq!(world.state(refund).await, "requested");
        worker.drain().await.unwrap();
        assert_eq!(provider.calls(), calls);
        world.green().await;
        world.later(60);
    }
    assert_eq!(world.state(refund).await, "sent");
    world.clock.advance(TimeDelta::days(3));
    worker.drain().await.unwrap();
    assert_eq!(world.state(refund).await, "arrived");
    assert_eq!(provider.calls(), 4);
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_refund").await, 1);
    world.green().await;
}

pub async fn a_worker_that_died_after_the_answer_pays_once(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    // The call was made, and nothing of it noted: the claim is still there when it starts again.
    let claim = sql("UPDATE outbox SET attempts = 1, claimed_until = $1")
        .bind(world.clock.now() + TimeDelta::seconds(60));
    world.put(claim).await;
    let answer = world.sandbox.refund(refund, CHARGE, pounds(6500)).await;
    answer.unwrap();

    world.worker().drain().await.unwrap();
    assert_eq!(
        world.state(refund).await,
        "requested",
        "it is still claimed"
    );
    world.green().await;
    world.later(61);
    world.worker().drain().await.unwrap();
    assert_eq!(world.state(refund).await, "arrived");
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_refund").await, 1);
    assert_eq!(open_rows(&world).await, 0);
    world.green().await;
}

pub async fn a_closed_card_brings_the_money_back_and_both_are_told(place: &Place) {
    let world = World::paid_by(place, "card ending 0341").await;
    let refund = world.ask(6500).await;
    world.worker().drain().await.unwrap();
    assert_eq!(world.state(refund).await, "sent");
    world.later(2);
    world.worker().drain().await.unwrap();
    world.green().await;

    assert_eq!(world.state(refund).await, "failed");
    let books = world.books().await;
    assert_eq!((books.held, books.refunding, books.refunded), (6500, 0, 0));
    let why = "the card was closed".to_owned();
    let failed = Event::RefundFailed {
        amount: pounds(6500),
        why,
        had_arrived: false,
    };
    assert_eq!(world.log().await.pop(), Some(failed));
    let task = world
        .all::<(String, String)>(sql("SELECT kind, note FROM task"))
        .await;
    assert_eq!(task.len(), 1);
    assert_eq!(task[0].0, "refund_failed");
    assert!(task[0].1.contains("the card was closed"), "{}", task[0].1);
    assert_eq!(world.post().len(), 2, "the client and the therapist");

    // It may be tried again: what failed is money that can be refunded.
    let again = world.ask(6500).await;
    world.worker().drain().await.unwrap();
    assert_eq!(world.state(again).await, "sent");
    world.green().await;
}

pub async fn two_failures_of_one_session_are_told_apart(place: &Place) {
    let world = World::paid_by(place, "card ending 0341").await;
    world.ask(2000).await;
    world.ask(1000).await;
    world.worker().drain().await.unwrap();
    world.later(2);
    world.worker().drain().await.unwrap();
    world.green().await;
    assert_eq!(world.books().await.held, 6500);
    assert_eq!(world.number("SELECT COUNT(*) FROM task").await, 2);
    assert_eq!(world.post().len(), 4);
}

pub async fn above_what_remains_the_provider_itself_refuses(place: &Place) {
    let world = World::new(place).await;
    // Somebody has paid most of it back at the provider, past the house.
    let elsewhere = RefundId(backend::chance::id(world.clock.now()));
    let paid_back = world.sandbox.refund(elsewhere, CHARGE, pounds(5000)).await;
    paid_back.unwrap();
    let refund = world.ask(2000).await;
    world.worker().drain().await.unwrap();
    assert_eq!(world.state(refund).await, "failed");
    assert_eq!(world.books().await.held, 6500);
    assert_eq!(world.number("SELECT COUNT(*) FROM task").await, 1);
    assert_eq!(open_rows(&world).await, 0);
    let breaks = money_proof(&world.store).await.unwrap_err();
    assert!(matches!(breaks[..], [Broken::Unasked { .. }]), "{breaks:?}");
}

pub async fn events_that_come_twice_or_late_change_nothing(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let worker = world.worker();
    let early = world.sandbox.refund(refund, CHARGE, pounds(6500)).await;
    let accepted = early.unwrap();
    world.later(2);
    worker.drain().await.unwrap();
    assert_eq!(world.state(refund).await, "arrived");

    // The event once more, then the first answer, hours late.
    let event = ProviderEvent {
        id: "evt_again".into(),
        refund: accepted.id.clone(),
    };
    assert!(worker.hear(&event).await.unwrap());
    let late = settle(&world, refund, News::Standing(accepted)).await;
    assert_eq!(late, Settled::Nothing);
    // An event about nothing is heard, and does nothing.
    let event = ProviderEvent {
        id: "evt_none".into(),
        refund: "re_none".into(),
    };
    assert!(worker.hear(&event).await.unwrap());

    worker.drain().await.unwrap();
    assert_eq!(world.log().await.len(), 1);
    assert_eq!(world.books().await.refunded, 6500);
    assert_eq!(open_rows(&world).await, 0);
    world.green().await;
}

pub async fn a_provider_that_never_answers_becomes_a_task(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let provider = Flaky::new(world.sandbox.clone(), [Mishap::Down; 50]);
    let patience = Patience {
        attempts: 3,
        ..Patience::REFUND
    };
    let worker = world
        .worker_with(world.mailer.clone(), provider.clone())
        .with_patience(Patience::MAIL, patience);
    for _ in 0..6 {
        worker.drain().await.unwrap();
        world.later(60);
    }
    assert_eq!(provider.calls(), 3);
    assert_eq!(world.state(refund).await, "requested", "nobody knows");
    let notes = world.all::<(String,)>(sql("SELECT note FROM task")).await;
    assert!(notes[0].0.contains("3 times"), "{}", notes[0].0);
    assert_eq!(parked_rows(&world).await, 1);
    world.green().await;
}

pub async fn after_a_day_the_refund_is_looked_up_and_not_sent_anew(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let provider = Flaky::new(world.sandbox.clone(), [Mishap::LostAnswer]);
    let worker = world.worker_with(world.mailer.clone(), provider.clone());
    worker.drain().await.unwrap();
    // The key is forgotten; the money is on its way, and its event was lost.
    world.put(sql("DELETE FROM sandbox_key")).await;
    world.clock.advance(TimeDelta::hours(23));
    let lost = "UPDATE sandbox_refund SET settles_at = settles_at + 864000000";
    world.put(sql(lost)).await;
    worker.drain().await.unwrap();
    assert_eq!(provider.calls(), 1);
    assert_eq!(world.state(refund).await, "sent");
    world.green().await;
}

pub async fn too_many_requests_are_waited_for(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let provider = Flaky::new(
        world.sandbox.clone(),
        [Mishap::TooMany(40), Mishap::TooMany(0)],
    );
    let worker = world.worker_with(world.mailer.clone(), provider.clone());
    worker.drain().await.unwrap();
    world.later(39);
    worker.drain().await.unwrap();
    assert_eq!(provider.calls(), 1);
    world.later(1);
    worker.drain().await.unwrap();
    assert_eq!(provider.calls(), 2);
    world.later(1);
    worker.drain().await.unwrap();
    assert_eq!(world.state(refund).await, "sent");
}

pub async fn two_workers_at_once_pay_once(place: &Place) {
    let world = World::new(place).await;
    for _ in 0..5 {
        world.ask(1000).await;
    }
    let provider = Flaky::new(world.sandbox.clone(), []);
    let workers: Vec<_> = (0..4)
        .map(|_| world.worker_with(world.mailer.clone(), provider.clone()))
        .collect();
    for _ in 0..3 {
        let drains = workers.iter().map(|worker| worker.drain());
        for done in futures::future::join_all(drains).await {
            done.unwrap();
        }
        world.green().await;
        world.later(2);
    }
    assert_eq!(provider.calls(), 5, "each row was worked on once");
    assert_eq!(world.books().await.refunded, 5000);
    assert_eq!(world.log().await.len(), 10);
    assert_eq!(open_rows(&world).await, 0);
    world.green().await;
}

pub async fn the_proof_names_a_break(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(2000).await;
    let green = money_proof(&world.store).await.unwrap();
    assert_eq!((green.payments, green.entries), (1, 2));

    let arrived = sql("UPDATE refund SET state = 'arrived' WHERE id = $1").bind(refund);
    world.put(arrived).await;
    let breaks = money_proof(&world.store).await.unwrap_err();
    let says = breaks.iter().map(ToString::to_string).collect::<Vec<_>>();
    let says = says.join("\n");
    assert!(
        says.contains(&format!("payment {PAYMENT}: refunds on their way")),
        "{says}"
    );
    assert!(
        says.contains(&format!("refund {refund} is arrived")),
        "{says}"
    );

    let requested = sql("UPDATE refund SET state = 'requested', amount = 2001");
    world.put(requested).await;
    let breaks = money_proof(&world.store).await.unwrap_err();
    assert!(
        breaks.iter().any(|b| matches!(b, Broken::Movement { .. })),
        "{breaks:?}"
    );

    world.put(sql("UPDATE refund SET amount = 2000")).await;
    world.put(sql("UPDATE payment SET amount = 6600")).await;
    let breaks = money_proof(&world.store).await.unwrap_err();
    assert!(
        matches!(breaks[..], [Broken::Captured { .. }]),
        "{breaks:?}"
    );
}

pub async fn open_rows(world: &World) -> i64 {
    world
        .number("SELECT COUNT(*) FROM outbox WHERE done_at IS NULL")
        .await
}

pub async fn parked_rows(world: &World) -> i64 {
    world
        .number("SELECT COUNT(*) FROM outbox WHERE parked_at IS NOT NULL")
        .await
}
