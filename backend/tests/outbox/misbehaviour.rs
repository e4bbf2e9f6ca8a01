//! The sandbox misbehaves, and the books, the pages and the provider agree all the same.

use crate::fakes::Flaky;
use crate::place::Place;
use crate::refunds::{open_rows, parked_rows};
use crate::world::{CHARGE, SESSION, World, pounds};
use backend::outbox::Patience;
use backend::pages;
use backend::payments::PaymentProvider;
use backend::payments::sandbox::{Mishap, Rates, Script};
use backend::store::sql;
use domain::actor::{Actor, Role};
use domain::event::Event;
use domain::ids::{AccountId, ClientId, RefundId, TherapistId};
use domain::permission::{Subject, permit};
use domain::time::TimeDelta;
use domain::view::chip::RefundState;
use domain::view::session::SessionDetail;
use std::sync::Arc;
use uuid::Uuid;

const MAYA: TherapistId = TherapistId(Uuid::from_u128(1));
const DANIEL: ClientId = ClientId(Uuid::from_u128(2));

/// What a mishap does: when the refund ends at the earliest and at the latest, how, and what
/// else there is to see.
struct Ends {
    mishap: Mishap,
    from: TimeDelta,
    to: TimeDelta,
    as_: RefundState,
    letters: usize,
}

fn ends(mishap: Mishap, from: TimeDelta, to: TimeDelta) -> Ends {
    let failed = matches!(mishap, Mishap::FailsLater | Mishap::ArrivesAndFails);
    Ends {
        mishap,
        from,
        to,
        as_: if failed {
            RefundState::Failed
        } else {
            RefundState::Arrived
        },
        letters: if failed { 2 } else { 0 },
    }
}

fn table() -> Vec<Ends> {
    let (second, minute) = (TimeDelta::seconds(2), TimeDelta::minutes(2));
    let (hours, days) = (TimeDelta::hours, TimeDelta::days);
    vec![
        ends(Mishap::Nothing, second, minute),
        ends(Mishap::Slow, days(5), days(5) + hours(1)),
        ends(Mishap::FailsLater, days(3), days(3) + hours(1)),
        ends(Mishap::ArrivesAndFails, days(3), days(3) + hours(1)),
        ends(Mishap::LostAnswer, second, minute),
        ends(Mishap::Unheard, second, minute),
        ends(Mishap::NoConnection, second, minute),
        ends(Mishap::Broken, hours(24), hours(26)),
        ends(Mishap::BrokenAfter, second, minute),
        ends(Mishap::TooMany, Mishap::RETRY_AFTER, minute),
        ends(Mishap::EventTwice, second, minute),
        ends(Mishap::EventLate, hours(6), hours(7) + minute),
        ends(Mishap::EventsReordered, second, minute),
    ]
}

pub async fn each_mishap_ends_with_one_refund_and_green_books(place: &Place) {
    let world = World::new(place).await;
    let table = table();
    let mishaps: Vec<Mishap> = table.iter().map(|ends| ends.mishap).collect();
    assert_eq!(mishaps, Mishap::ALL);
    for Ends {
        mishap,
        from,
        to,
        as_,
        letters,
    } in table
    {
        let worker = world.worker_meeting(Script::calls([mishap]));
        let (asked_at, posted) = (world.clock.now(), world.post().len());
        let refund = world.ask(500).await;
        let mut step = TimeDelta::seconds(5);
        while world.state(refund).await != as_.as_str() {
            worker.drain().await.unwrap();
            world.green().await;
            assert!(of_key(&world, refund).await <= 1, "{mishap:?}");
            let passed = world.clock.now() - asked_at;
            assert!(passed <= to, "{mishap:?} has not ended after {passed}");
            if passed >= TimeDelta::minutes(2) {
                step = TimeDelta::minutes(30);
            }
            if world.state(refund).await != as_.as_str() {
                world.clock.advance(step);
            }
        }
        let passed = world.clock.now() - asked_at;
        assert!(passed >= from, "{mishap:?} ended after {passed} already");
        // What comes twice or out of order is still to come.
        for _ in 0..3 {
            world.later(60);
            worker.drain().await.unwrap();
        }
        world.green().await;
        let line = details(&world).await.refunds.pop().unwrap();
        assert_eq!((line.state, line.amount), (as_, pounds(500)), "{mishap:?}");
        assert_eq!(of_key(&world, refund).await, 1, "{mishap:?}");
        assert_eq!(world.post().len() - posted, letters, "{mishap:?}");
        assert_eq!(open_rows(&world).await, 0, "{mishap:?}");
    }
    let books = world.books().await;
    assert_eq!((books.refunded, books.held), (11 * 500, 6500 - 11 * 500));
    let ended = |event: &Event| !matches!(event, Event::RefundSent { .. });
    // One of them has arrived before it came back.
    let ends = world.log().await.iter().filter(|e| ended(e)).count();
    assert_eq!(ends, Mishap::ALL.len() + 1);
}

pub async fn a_stored_500_is_looked_up_and_not_asked_for_ever(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let sandbox = world.sandbox.as_ref().clone();
    let silent = sandbox
        .settling_after(TimeDelta::days(3))
        .scripted(Script::calls([Mishap::BrokenAfter]));
    let provider = Flaky::new(Arc::new(silent), []);
    let worker = world.worker_with(world.mailer.clone(), provider.clone());
    for _ in 0..20 {
        worker.drain().await.unwrap();
        world.later(5);
    }
    assert_eq!(provider.calls(), 4, "then it is looked up, and found");
    assert_eq!(world.state(refund).await, "sent");
    assert_eq!(of_key(&world, refund).await, 1);
    world.green().await;
}

pub async fn a_500_before_the_money_moved_is_asked_anew_when_its_key_is_forgotten(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let worker = world.worker_meeting(Script::calls([Mishap::Broken]));
    let asked_at = world.clock.now();
    worker.drain().await.unwrap();
    while world.clock.now() - asked_at < TimeDelta::hours(24) - TimeDelta::minutes(10) {
        world.later(600);
        worker.drain().await.unwrap();
        assert_eq!(of_key(&world, refund).await, 0);
    }
    for _ in 0..12 {
        world.later(600);
        worker.drain().await.unwrap();
    }
    assert_eq!(world.state(refund).await, "arrived");
    assert_eq!(of_key(&world, refund).await, 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM task").await, 0);
    world.green().await;
}

pub async fn whatever_a_seed_does_each_refund_is_paid_once(place: &Place) {
    let world = World::new(place).await;
    let mut refunds = Vec::new();
    for seed in 1..=6 {
        let worker = world.worker_meeting(Script::seeded(seed, Rates::ROUGH));
        refunds.push(world.ask(500).await);
        refunds.push(world.ask(400).await);
        for _ in 0..20 {
            worker.drain().await.unwrap();
            world.green().await;
            world.later(30);
        }
        for _ in 0..14 {
            world.clock.advance(TimeDelta::hours(12));
            worker.drain().await.unwrap();
            world.green().await;
        }
    }
    for refund in refunds {
        assert!(has_ended(&world, refund).await, "{refund}");
        assert_eq!(of_key(&world, refund).await, 1);
    }
    assert_eq!(open_rows(&world).await, 0);
}

pub async fn a_refund_that_fails_days_later_is_seen_by_both(place: &Place) {
    let world = World::new(place).await;
    world.ask(6500).await;
    let worker = world.worker_meeting(Script::calls([Mishap::FailsLater]));
    worker.drain().await.unwrap();
    let line = details(&world).await.refunds.pop().unwrap();
    assert_eq!((line.state, line.settled), (RefundState::Sent, None));
    assert_eq!(chip(&world).await, "Refund of £65 on its way");

    world.clock.advance(TimeDelta::days(3));
    worker.drain().await.unwrap();
    let line = details(&world).await.refunds.pop().unwrap();
    assert_eq!(line.state, RefundState::Failed);
    let why = "the bank could not find the account";
    assert_eq!(line.failure.as_deref(), Some(why));
    let last = details(&world).await.history.pop().unwrap();
    assert_eq!(last.text, "Refund of £65.00 failed");
    assert_eq!(chip(&world).await, "Refund of £65 failed");
    assert_eq!(held_for_daniel(&world).await, Some(pounds(6500)));
    assert_eq!(world.books().await.held, 6500);
    assert_eq!(world.post().len(), 2);
    let kinds: Vec<(String,)> = world.all(sql("SELECT kind FROM task")).await;
    assert_eq!(kinds, [("refund_failed".to_owned(),)]);
    world.green().await;
}

pub async fn a_refund_that_arrived_and_comes_back_is_held_again_and_seen_by_both(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let worker = world.worker_meeting(Script::calls([Mishap::ArrivesAndFails]));
    worker.drain().await.unwrap();
    world.later(2);
    worker.drain().await.unwrap();
    assert_eq!(chip(&world).await, "Refunded £65");
    world.green().await;

    // It fails at the provider, and nobody has heard of it yet.
    world.clock.advance(TimeDelta::days(3));
    world.sandbox.events_due(world.clock.now()).await.unwrap();
    assert_eq!(world.state(refund).await, "arrived");
    world.green().await;

    worker.drain().await.unwrap();
    world.green().await;
    let books = world.books().await;
    let stands = (books.captured, books.refunded, books.refunding, books.held);
    assert_eq!(stands, (6500, 0, 0, 6500), "it is no new payment");
    let why = "the bank sent it back";
    let line = details(&world).await.refunds.pop().unwrap();
    assert_eq!(
        (line.state, line.failure.as_deref(), line.held),
        (RefundState::Failed, Some(why), Some(pounds(6500)))
    );
    let history = details(&world).await.history;
    let last = history.iter().rev().take(2).map(|line| line.text.as_str());
    assert_eq!(
        last.collect::<Vec<_>>(),
        [
            "Refund of £65.00 had arrived and was sent back",
            "Refund of £65.00 arrived"
        ]
    );
    assert_eq!(chip(&world).await, "Refund of £65 failed");
    assert_eq!(held_for_daniel(&world).await, Some(pounds(6500)));
    assert_eq!(world.post().len(), 2, "the client and the therapist");
    let tasks: Vec<(String, String)> = world.all(sql("SELECT kind, note FROM task")).await;
    let note = format!(
        "£65.00 to the card ending 4242 had arrived and was sent back: {why}. The money is held again."
    );
    assert_eq!(tasks, [("refund_failed".to_owned(), note)]);

    // It can be sent again, and the event may come again.
    let again = world.ask(6500).await;
    worker.drain().await.unwrap();
    world.later(60);
    worker.drain().await.unwrap();
    assert_eq!(world.state(again).await, "arrived");
    assert_eq!(world.state(refund).await, "failed");
    world.green().await;
}

pub async fn what_was_sent_again_in_part_shows_both(place: &Place) {
    let world = World::new(place).await;
    world.ask(6500).await;
    let worker = world.worker_meeting(Script::calls([Mishap::FailsLater, Mishap::Slow]));
    worker.drain().await.unwrap();
    world.clock.advance(TimeDelta::days(3));
    worker.drain().await.unwrap();
    world.later(60);
    world.ask(2000).await;
    worker.drain().await.unwrap();

    let refunds = details(&world).await.refunds;
    let shown = refunds.iter().map(|r| (r.amount, r.state, r.held));
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            (pounds(6500), RefundState::Failed, Some(pounds(4500))),
            (pounds(2000), RefundState::Sent, None),
        ]
    );
    assert_eq!(chip(&world).await, "£45 failed · £20 on its way");
    assert_eq!(held_for_daniel(&world).await, Some(pounds(4500)));

    world.clock.advance(TimeDelta::days(5));
    worker.drain().await.unwrap();
    assert_eq!(chip(&world).await, "£45 failed · £20 refunded");
    world.ask(4500).await;
    worker.drain().await.unwrap();
    assert_eq!(details(&world).await.refunds[0].held, None);
    assert_eq!(chip(&world).await, "Refund of £45 on its way");
    world.green().await;
}

pub async fn a_key_known_for_something_else_is_left_to_the_team(place: &Place) {
    let world = World::new(place).await;
    let refund = world.ask(6500).await;
    let other = world.sandbox.refund(refund, CHARGE, pounds(100)).await;
    other.unwrap();
    world.worker().drain().await.unwrap();
    assert_eq!(world.state(refund).await, "requested", "nothing is booked");
    assert_eq!(parked_rows(&world).await, 1);
    assert_eq!(world.books().await.refunding, 6500);
}

pub async fn a_door_that_never_opens_is_given_up_late(place: &Place) {
    let world = World::new(place).await;
    world.ask(6500).await;
    let provider = world.sandbox.as_ref().clone();
    let provider = provider.scripted(Script::calls([Mishap::TooMany; 100]));
    let provider = Flaky::new(Arc::new(provider), []);
    let patience = Patience {
        attempts: 3,
        ..Patience::REFUND
    };
    let worker = world
        .worker_with(world.mailer.clone(), provider.clone())
        .with_patience(Patience::MAIL, patience);
    for _ in 0..40 {
        worker.drain().await.unwrap();
        world.clock.advance(Mishap::RETRY_AFTER);
    }
    assert_eq!(provider.calls(), 24, "every eighth counts");
    assert_eq!(parked_rows(&world).await, 1);
    world.green().await;
}

async fn has_ended(world: &World, refund: RefundId) -> bool {
    matches!(world.state(refund).await.as_str(), "arrived" | "failed")
}

/// How many refunds the provider has under this key.
async fn of_key(world: &World, refund: RefundId) -> i64 {
    let count = sql("SELECT COUNT(*) FROM sandbox_refund WHERE asked_key = $1").bind(refund);
    world.all::<(i64,)>(count).await[0].0
}

/// What Maya sees.
async fn details(world: &World) -> SessionDetail {
    let pair = Subject::Pair {
        therapist: MAYA,
        client: DANIEL,
    };
    let permit = permit(Some(Actor::therapist(MAYA)), pair).unwrap();
    let page = pages::session::page(&world.backend(), permit, SESSION).await;
    page.unwrap()
}

/// What Daniel sees of it in his list.
async fn line(world: &World) -> domain::view::session::SessionLine {
    let daniel = Actor {
        id: AccountId(DANIEL.0),
        role: Role::Client,
    };
    let permit = permit(Some(daniel), Subject::Nothing).unwrap();
    let page = pages::own_sessions::page(&world.backend(), permit).await;
    let page = page.unwrap();
    page.upcoming.into_iter().chain(page.past).next().unwrap()
}

async fn chip(world: &World) -> String {
    line(world).await.chip.text
}

async fn held_for_daniel(world: &World) -> Option<domain::money::Money> {
    line(world).await.came_back
}
