//! What the pages show, and how little they ask for it.

use crate::acts::{Acting, asked_now, give_back, unavailable};
use crate::cancelling::done;
use crate::world::{World, follow_up};
use backend::pages;
use backend::pages::today::JustDone;
use backend::seed::bookings::{Booking, Paid};
use backend::seed::cast::{DANIEL, MAYA, Member, PRIYA};
use domain::ids::{ClientId, SessionId};
use domain::payment::refund::Choice;
use domain::permission::{SeeOwnSessions, SeeToday, Subject, permit};
use domain::view::pages::ClientPage;
use std::collections::BTreeSet;

pub async fn client_page(world: &World, client: Member, past: u32) -> ClientPage {
    let client = ClientId(client.id().0);
    pages::client::page(&world.backend, MAYA.actor(), client, past)
        .await
        .unwrap()
}

/// So many, every two hours, half of them over; all are paid.
async fn book(world: &World, from: i64, to: i64) {
    let hours = (from..to).map(|n| if n % 2 == 0 { 2 * n + 1 } else { -2 * n - 1 });
    let bookings: Vec<_> = hours.map(|hours| follow_up(world.hours(hours))).collect();
    world.book(bookings).await;
}

/// Statements of the client's page, of the day, and of the client's own list.
async fn statements(world: &World) -> [u64; 3] {
    let count = || world.backend.store.statements();
    let before = count();
    client_page(world, DANIEL, 1).await;
    let page = count() - before;
    let permit_today = permit::<SeeToday>(Some(MAYA.actor()), Subject::Nothing).unwrap();
    let maya = backend::people::Person {
        id: MAYA.id(),
        role: MAYA.role,
        name: MAYA.name.into(),
        email: MAYA.email.into(),
        zone: MAYA.zone.into(),
        city: MAYA.city.into(),
    };
    pages::today::page(&world.backend, permit_today, &maya, JustDone::default())
        .await
        .unwrap();
    let today = count() - before - page;
    let own = permit::<SeeOwnSessions>(Some(DANIEL.actor()), Subject::Nothing).unwrap();
    pages::own_sessions::page(&world.backend, own)
        .await
        .unwrap();
    [page, today, count() - before - page - today]
}

pub async fn a_clients_page_asks_as_little_for_two_hundred_sessions_as_for_five(world: &World) {
    book(world, 0, 5).await;
    let few = statements(world).await;
    book(world, 5, 200).await;
    assert_eq!(statements(world).await, few);
    assert_eq!(few[0], 1, "{few:?}");
    let page = client_page(world, DANIEL, 1).await;
    assert_eq!((page.upcoming.len(), page.past_pages), (100, 13));
}

async fn of_session(world: &World, session: SessionId) -> u64 {
    let before = world.backend.store.statements();
    let subject = pages::session::subject(&world.backend, session)
        .await
        .unwrap();
    let permit = permit(Some(MAYA.actor()), subject).unwrap();
    pages::session::page(&world.backend, permit, session)
        .await
        .unwrap();
    world.backend.store.statements() - before
}

pub async fn a_sessions_page_asks_as_little_however_much_has_happened(world: &World) {
    let session = world.paid_in(20).await;
    let quiet = of_session(world, session).await;
    assert!(quiet <= 6, "{quiet}");
    done(world.cancel(session, asked_now()).await);
    world.too_late_to_undo();
    for _ in 0..6 {
        done(world.press(session, give_back(Choice::Part(1000))).await);
        world.drain().await;
    }
    assert_eq!(of_session(world, session).await, quiet);
    let detail = world.detail(session).await;
    assert_eq!(detail.refunds.len(), 6);
    // Booked, paid, confirmed, cancelled; then each refund was decided, sent, and arrived.
    assert_eq!(detail.history.len(), 4 + 3 * 6);
}

pub async fn the_past_is_paged_and_a_page_beyond_the_last_is_the_last(world: &World) {
    book(world, 0, 40).await;
    let mut seen = BTreeSet::new();
    let mut last = None;
    for (asked, shown, count) in [(1, 1, 8), (2, 2, 8), (3, 3, 4)] {
        let page = client_page(world, DANIEL, asked).await;
        assert_eq!(
            (page.past_page, page.past_pages, page.past.len()),
            (shown, 3, count)
        );
        for line in page.past {
            let start = line.when.starts;
            assert!(
                last.as_ref().is_none_or(|before| start < *before),
                "the latest first"
            );
            assert!(seen.insert(line.id) && line.over);
            last = Some(start);
        }
    }
    for (asked, shown) in [(0, 1), (4, 3), (u32::MAX, 3)] {
        assert_eq!(client_page(world, DANIEL, asked).await.past_page, shown);
    }
    let empty = client_page(world, PRIYA, 9).await;
    assert_eq!((empty.past_page, empty.past_pages), (1, 1));
    assert!(empty.past.is_empty() && empty.upcoming.is_empty());
}

pub async fn a_cancelled_session_to_come_stands_under_past(world: &World) {
    let (gone, stays) = (world.paid_in(72).await, world.paid_in(80).await);
    let over = world.paid_in(-2).await;
    done(world.cancel(gone, asked_now()).await);
    world.drain().await;
    let page = client_page(world, DANIEL, 1).await;
    let ids = |lines: &[domain::view::session::SessionLine]| {
        lines.iter().map(|line| line.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&page.upcoming), [stays]);
    assert_eq!(ids(&page.past), [gone, over]);
    let line = &page.past[0];
    assert!(line.over);
    assert_eq!(line.about, "Follow-up · cancelled by you, 3 days before");
    assert_eq!(line.chip.text, "Refunded £65");
}

pub async fn a_refund_that_failed_is_on_the_chip_until_it_is_sent_again(world: &World) {
    let closed = Booking {
        paid: Paid::Card("0341"),
        ..follow_up(world.hours(20))
    };
    let session = world.book_one(closed).await;
    let chip = || async {
        client_page(world, DANIEL, 1).await.past[0]
            .chip
            .text
            .clone()
    };
    done(world.cancel(session, unavailable()).await);
    assert_eq!(chip().await, "Cancelled");
    world.too_late_to_undo();
    assert_eq!(chip().await, "Refund of £65 on its way");
    world.drain().await;
    assert_eq!(chip().await, "Refund of £65 failed");
    done(world.press(session, give_back(Choice::Part(2000))).await);
    assert_eq!(chip().await, "£45 failed · £20 on its way");
    world.drain().await;
    assert_eq!(chip().await, "Refund of £65 failed");
}

pub async fn both_clocks_are_shown_where_they_differ(world: &World) {
    let session = world.paid_in(32).await;
    world
        .book_one(Booking {
            client: PRIYA,
            ..follow_up(world.hours(40))
        })
        .await;
    let when = client_page(world, DANIEL, 1).await.upcoming[0].when.clone();
    assert_eq!(
        (when.yours.times.as_str(), when.yours.place.as_str()),
        ("14:40 – 15:30", "London")
    );
    let theirs = when.theirs.clone().expect("Madrid is an hour ahead");
    assert_eq!(
        (theirs.times.as_str(), theirs.place.as_str()),
        ("15:40 – 16:30", "Madrid")
    );
    assert_eq!(world.detail(session).await.when, when);
    let same = client_page(world, PRIYA, 1).await.upcoming[0].when.clone();
    assert_eq!(same.theirs, None);
    // The client reads it the other way round.
    let own = permit::<SeeOwnSessions>(Some(DANIEL.actor()), Subject::Nothing).unwrap();
    let own = pages::own_sessions::page(&world.backend, own)
        .await
        .unwrap();
    assert_eq!(own.upcoming[0].when.yours.place, "Madrid");
}
