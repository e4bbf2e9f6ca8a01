//! The provider says what cannot be, by our books: nothing is moved on a guess, and the team is told
//! what to do.

use crate::place::Place;
use crate::world::{CHARGE, World, pounds};
use backend::fault::Fault;
use backend::payments::{ProviderRefund, ProviderState, Refused};
use backend::settling::{News, Settled, Settling};
use backend::store::sql;
use domain::ids::RefundId;
use domain::money::{Currency, Money};
use std::sync::Arc;

pub async fn what_is_not_ours_is_left_to_the_team(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let ours = standing(refund, ProviderState::Succeeded);
    for other in [
        ProviderRefund {
            amount: pounds(6400),
            ..ours.clone()
        },
        ProviderRefund {
            amount: Money::new(6500, Currency::Eur),
            ..ours.clone()
        },
        ProviderRefund {
            charge: "ch_5".into(),
            ..ours.clone()
        },
    ] {
        let news = News::Standing(other);
        assert_eq!(settle(&world, refund, news).await, Settled::Contradicted);
    }
    assert_eq!(world.state(refund).await, "requested");
    assert_eq!(world.books().await.refunding, 6500);
    check(&world, &[("refund_contradicted", "charge or amount")]).await;
    world.green().await;
}

pub async fn what_was_sent_and_is_refused_now_is_left_to_the_team(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    says(&world, refund, ProviderState::Pending, Settled::Sent).await;
    let news = News::Refused {
        code: Refused::NoSuchRefund,
        words: "there is no such refund".into(),
    };
    assert_eq!(settle(&world, refund, news).await, Settled::Contradicted);
    assert_eq!(world.state(refund).await, "sent");
    check(&world, &[("refund_contradicted", "Ask the provider")]).await;
    world.green().await;
}

pub async fn what_failed_and_arrived_after_all_is_a_task_of_its_own(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    says(&world, refund, failed(), Settled::Failed).await;
    check(&world, &[("refund_failed", "The money is held again")]).await;

    world.later(60);
    let after_all = (ProviderState::Succeeded, Settled::Contradicted);
    says(&world, refund, after_all.0.clone(), after_all.1).await;
    // What the other task said is no longer true.
    check(&world, &[("refund_contradicted", "still held")]).await;
    assert_eq!(world.books().await.held, 6500, "nothing moves on a guess");

    // Told twice, it keeps its place in the list.
    let since = world.number(SINCE).await;
    world.later(60);
    says(&world, refund, after_all.0, after_all.1).await;
    check(&world, &[("refund_contradicted", "still held")]).await;
    assert_eq!(world.number(SINCE).await, since);
    world.green().await;
}

pub async fn where_it_was_sent_anew_meanwhile_the_client_may_be_paid_twice(place: &Place) {
    let world = World::new(place).await;
    let first = world.ask(6500).await;
    says(&world, first, failed(), Settled::Failed).await;
    let second = world.ask(6500).await;
    says(&world, second, ProviderState::Pending, Settled::Sent).await;
    let after_all = ProviderState::Succeeded;
    says(&world, first, after_all, Settled::Contradicted).await;
    let paid_twice = ("refund_contradicted", "Daniel has it twice, or will");
    check(&world, &[paid_twice]).await;

    // Done once, it is open again when it is said again.
    world.put(sql("UPDATE task SET done_at = 1")).await;
    let after_all = ProviderState::Succeeded;
    says(&world, first, after_all, Settled::Contradicted).await;
    world.later(60);
    says(&world, second, failed(), Settled::Failed).await;
    let came_back = ("refund_failed", "The money is held again");
    check(&world, &[paid_twice, came_back]).await;
}

const SINCE: &str = "SELECT created_at FROM task WHERE done_at IS NULL";

/// The open tasks, and what each says among other things.
async fn check(world: &World, expected: &[(&str, &str)]) {
    let open = "SELECT kind, note FROM task WHERE done_at IS NULL ORDER BY created_at, id";
    let open: Vec<(String, String)> = world.all(sql(open)).await;
    assert_eq!(open.len(), expected.len(), "{open:?}");
    for ((kind, note), (of, says)) in open.iter().zip(expected) {
        assert!(kind == of && note.contains(says), "{kind}: {note}");
    }
}

fn failed() -> ProviderState {
    ProviderState::Failed {
        why: "the card was closed".into(),
    }
}

async fn says(world: &World, refund: RefundId, state: ProviderState, expected: Settled) {
    let news = News::Standing(standing(refund, state));
    assert_eq!(settle(world, refund, news).await, expected);
}

fn standing(refund: RefundId, state: ProviderState) -> ProviderRefund {
    ProviderRefund {
        id: format!("re_{refund}"),
        key: refund,
        charge: CHARGE.into(),
        amount: pounds(6500),
        state,
    }
}

pub async fn settle(world: &World, refund: RefundId, news: News) -> Settled {
    let settling = Settling {
        clock: world.clock.clone(),
        origin: Arc::from("https://kept.example"),
    };
    let settled: Result<Settled, Fault> = world
        .store
        .write("settle", move |tx| {
            Box::pin(async move { settling.settle(tx, refund, &news).await })
        })
        .await;
    settled.unwrap()
}
