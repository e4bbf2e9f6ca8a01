//! What the sandbox promises as a payment provider, on both databases.

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "store_contract/place.rs"]
mod place;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "outbox/world.rs"]
mod world;

use backend::payments::sandbox::{self, Mishap, Sandbox};
use backend::payments::{PaymentProvider, ProviderFault, ProviderState, Refused};
use backend::proof::Broken;
use backend::store::sql;
use domain::ids::RefundId;
use domain::money::{Currency, Money};
use domain::time::TimeDelta;
use place::Place;
use uuid::Uuid;
use world::{CHARGE, World, pounds};

macro_rules! promises {
    ($($promise:ident),* $(,)?) => {
        mod on_sqlite {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let place = crate::Place::sqlite();
                crate::$promise(&crate::World::new(&place).await).await;
                place.leave().await;
            }
        )*}
        mod on_postgres {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let Some(place) = crate::Place::postgres().await else { return };
                crate::$promise(&crate::World::new(&place).await).await;
                place.leave().await;
            }
        )*}
    };
}

promises! {
    the_same_key_again_is_answered_the_same_and_pays_once,
    a_key_stands_for_one_charge_and_one_amount,
    more_than_remains_is_refused_and_stays_refused,
    another_currency_and_an_unknown_charge_are_refused,
    of_many_at_once_none_goes_above_the_charge,
    it_settles_later_and_tells_of_it_until_it_is_heard,
    a_settled_refund_is_found_by_id_and_by_key,
    a_key_is_known_for_a_day_to_the_second_and_then_asks_for_something_new,
    what_arrived_may_fail_days_later_and_is_told_again,
    what_a_mishap_leaves_behind_is_what_it_left_at_first,
    a_retry_under_a_known_key_takes_nothing_from_the_plan,
    what_is_planned_outlives_a_restart_and_is_met_once,
}

fn key(number: u128) -> RefundId {
    RefundId(Uuid::from_u128(number))
}

async fn the_same_key_again_is_answered_the_same_and_pays_once(world: &World) {
    let first = world
        .sandbox
        .refund(key(1), CHARGE, pounds(2000))
        .await
        .unwrap();
    assert_eq!(
        (first.amount, first.state.clone()),
        (pounds(2000), ProviderState::Pending)
    );
    world.later(3600);
    let again = world
        .sandbox
        .refund(key(1), CHARGE, pounds(2000))
        .await
        .unwrap();
    assert_eq!(again, first);
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_refund").await, 1);
}

async fn a_key_stands_for_one_charge_and_one_amount(world: &World) {
    world
        .sandbox
        .refund(key(1), CHARGE, pounds(2000))
        .await
        .unwrap();
    for (charge, amount) in [(CHARGE, pounds(2001)), ("ch_5", pounds(2000))] {
        let again = world.sandbox.refund(key(1), charge, amount).await;
        refused(again, Refused::KeyReused);
    }
}

async fn more_than_remains_is_refused_and_stays_refused(world: &World) {
    world
        .sandbox
        .refund(key(1), CHARGE, pounds(6000))
        .await
        .unwrap();
    for _ in 0..2 {
        let above = world.sandbox.refund(key(2), CHARGE, pounds(501)).await;
        refused(above, Refused::AboveRemaining);
    }
    world
        .sandbox
        .refund(key(3), CHARGE, pounds(500))
        .await
        .unwrap();
    refused(
        world.sandbox.refund(key(4), CHARGE, pounds(1)).await,
        Refused::AboveRemaining,
    );
}

async fn another_currency_and_an_unknown_charge_are_refused(world: &World) {
    let euros = Money::new(100, Currency::Eur);
    refused(
        world.sandbox.refund(key(1), CHARGE, euros).await,
        Refused::AboveRemaining,
    );
    refused(
        world.sandbox.refund(key(2), "ch_none", pounds(100)).await,
        Refused::NoSuchCharge,
    );
    refused(world.sandbox.fetch("re_none").await, Refused::NoSuchRefund);
    assert_eq!(world.sandbox.find_by_key(key(9)).await, Ok(None));
}

async fn of_many_at_once_none_goes_above_the_charge(world: &World) {
    let calls = (0..20).map(|n| world.sandbox.refund(key(n % 10), CHARGE, pounds(1000)));
    let answers = futures::future::join_all(calls).await;
    let accepted = answers.iter().filter(|answer| answer.is_ok()).count();
    assert!((6..=12).contains(&accepted), "{answers:?}");
    let paid = "SELECT CAST(SUM(amount) AS BIGINT) FROM sandbox_refund";
    assert_eq!(world.number(paid).await, 6000);
}

async fn it_settles_later_and_tells_of_it_until_it_is_heard(world: &World) {
    let sandbox = world.sandbox.as_ref().clone();
    let slow = sandbox.settling_after(TimeDelta::days(3));
    let refund = slow.refund(key(1), CHARGE, pounds(6500)).await.unwrap();
    world
        .clock
        .advance(TimeDelta::days(3) - TimeDelta::milliseconds(1));
    assert!(slow.events_due(world.clock.now()).await.unwrap().is_empty());
    world.clock.advance(TimeDelta::milliseconds(1));
    for _ in 0..2 {
        let events = slow.events_due(world.clock.now()).await.unwrap();
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].refund, refund.id);
    }
    let events = slow.events_due(world.clock.now()).await.unwrap();
    slow.event_heard(&events[0].id).await.unwrap();
    assert!(slow.events_due(world.clock.now()).await.unwrap().is_empty());
}

async fn a_settled_refund_is_found_by_id_and_by_key(world: &World) {
    let refund = world
        .sandbox
        .refund(key(1), CHARGE, pounds(6500))
        .await
        .unwrap();
    world.later(2);
    world.sandbox.events_due(world.clock.now()).await.unwrap();
    let now = world.sandbox.fetch(&refund.id).await.unwrap();
    assert_eq!(now.state, ProviderState::Succeeded);
    assert_eq!(world.sandbox.find_by_key(key(1)).await, Ok(Some(now)));
}

async fn a_key_is_known_for_a_day_to_the_second_and_then_asks_for_something_new(world: &World) {
    let ask = || world.sandbox.refund(key(1), CHARGE, pounds(2000));
    let first = ask().await.unwrap();
    world
        .clock
        .advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    assert_eq!(ask().await.unwrap(), first, "at 23:59:59");
    let other = world.sandbox.refund(key(1), CHARGE, pounds(2001)).await;
    refused(other, Refused::KeyReused);
    world.later(1);
    let second = ask().await.unwrap();
    assert_ne!(second.id, first.id, "at 24:00:00");
    assert_eq!(second.key, first.key);
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_refund").await, 2);
    let found = world.sandbox.find_by_key(key(1)).await.unwrap().unwrap();
    assert_eq!(found.id, first.id, "the first one that was asked for");
    // The new answer is kept as the old one was.
    world.clock.advance(TimeDelta::hours(23));
    assert_eq!(ask().await.unwrap(), second);
    let breaks = backend::proof::money_proof(&world.store).await.unwrap_err();
    let paid_again = |b: &Broken| matches!(b, Broken::PaidAgain { times: 2, .. });
    assert!(breaks.iter().any(paid_again), "{breaks:?}");
}

async fn what_arrived_may_fail_days_later_and_is_told_again(world: &World) {
    let mishap = Mishap::ArrivesAndFails;
    sandbox::plan(&world.store, mishap).await.unwrap();
    let refund = world.sandbox.refund(key(1), CHARGE, pounds(6500)).await;
    let id = refund.unwrap().id;
    let told = async || {
        let events = world.sandbox.events_due(world.clock.now()).await.unwrap();
        for event in &events {
            assert_eq!(event.refund, id);
            world.sandbox.event_heard(&event.id).await.unwrap();
        }
        events.len()
    };
    world.later(2);
    assert_eq!(told().await, 1);
    let arrived = world.sandbox.fetch(&id).await.unwrap();
    assert_eq!(arrived.state, ProviderState::Succeeded);
    let more = world.sandbox.refund(key(2), CHARGE, pounds(1)).await;
    refused(more, Refused::AboveRemaining);

    world
        .clock
        .advance(TimeDelta::days(3) - TimeDelta::milliseconds(1));
    assert_eq!(told().await, 0);
    world.clock.advance(TimeDelta::milliseconds(1));
    assert_eq!(told().await, 1);
    let failed = world.sandbox.fetch(&id).await.unwrap();
    let why = "the bank sent it back".to_owned();
    assert_eq!(failed.state, ProviderState::Failed { why });
    let again = world.sandbox.refund(key(3), CHARGE, pounds(6500)).await;
    again.unwrap();
}

/// The first answer, and the one to the same request a second later: accepted, or why not.
async fn what_a_mishap_leaves_behind_is_what_it_left_at_first(world: &World) {
    let (lost, broken) = ("no answer: it took too long", "no answer: 500");
    let refused = "no answer: connection refused";
    let table = [
        (Mishap::Nothing, "accepted", "accepted", 1),
        (Mishap::Slow, "accepted", "accepted", 1),
        (Mishap::FailsLater, "accepted", "accepted", 1),
        (Mishap::ArrivesAndFails, "accepted", "accepted", 1),
        (Mishap::LostAnswer, lost, "accepted", 1),
        (Mishap::Unheard, lost, "accepted", 1),
        (Mishap::NoConnection, refused, "accepted", 1),
        (Mishap::Broken, broken, broken, 0),
        (Mishap::BrokenAfter, broken, broken, 1),
        (Mishap::TooMany, "too many requests", "accepted", 1),
        (Mishap::EventTwice, "accepted", "accepted", 1),
        (Mishap::EventLate, "accepted", "accepted", 1),
        (Mishap::EventsReordered, "accepted", "accepted", 1),
    ];
    assert_eq!(table.map(|row| row.0), Mishap::ALL);
    for (number, (mishap, first, again, refunds)) in table.into_iter().enumerate() {
        let key = key(number as u128 + 1);
        sandbox::plan(&world.store, mishap).await.unwrap();
        for expected in [first, again, again] {
            let answer = match world.sandbox.refund(key, CHARGE, pounds(100)).await {
                Ok(_) => "accepted".to_owned(),
                Err(fault) => fault.to_string(),
            };
            assert_eq!(answer, expected, "{mishap:?}");
            world.later(1);
        }
        let count = sql("SELECT COUNT(*) FROM sandbox_refund WHERE asked_key = $1").bind(key);
        let count: Vec<(i64,)> = world.all(count).await;
        assert_eq!(count[0].0, refunds, "{mishap:?}");
        assert_eq!(sandbox::planned(&world.store).await.unwrap(), []);
    }
}

async fn a_retry_under_a_known_key_takes_nothing_from_the_plan(world: &World) {
    let ask = |number| world.sandbox.refund(key(number), CHARGE, pounds(100));
    ask(1).await.unwrap();
    sandbox::plan(&world.store, Mishap::Broken).await.unwrap();
    ask(1).await.unwrap();
    assert_eq!(
        sandbox::planned(&world.store).await.unwrap(),
        [Mishap::Broken]
    );
    assert!(ask(2).await.is_err());
    assert_eq!(sandbox::planned(&world.store).await.unwrap(), []);
}

async fn what_is_planned_outlives_a_restart_and_is_met_once(world: &World) {
    for mishap in [Mishap::TooMany, Mishap::LostAnswer] {
        assert!(sandbox::plan(&world.store, mishap).await.unwrap());
    }
    // Another process on the same books.
    let again = Sandbox::new(world.store.clone(), world.clock.clone());
    let ask = || again.refund(key(1), CHARGE, pounds(100));
    let too_many = ProviderFault::RateLimited {
        after: Mishap::RETRY_AFTER,
    };
    assert_eq!(ask().await, Err(too_many));
    assert!(matches!(ask().await, Err(ProviderFault::Unknown(_))));
    ask().await.unwrap();
    for _ in 0..sandbox::MOST {
        assert!(sandbox::plan(&world.store, Mishap::Slow).await.unwrap());
    }
    assert!(!sandbox::plan(&world.store, Mishap::Slow).await.unwrap());
    sandbox::forget(&world.store).await.unwrap();
    assert_eq!(sandbox::planned(&world.store).await.unwrap(), []);
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T, ProviderFault>, expected: Refused) {
    match answer {
        Err(ProviderFault::Refused { code, .. }) if code == expected => {}
        other => panic!("{expected:?} expected, but it was {other:?}"),
    }
}
