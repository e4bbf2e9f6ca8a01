//! Sessions that are not paid, cost nothing, are initial, have started or are cancelled.

use crate::acts::{asked_now, attend, unavailable};
use crate::cancelling::done;
use crate::rows::changed;
use crate::world::{World, follow_up};
use backend::deciding::{Asked, Outcome};
use backend::seed::bookings::{Booking, Paid};
use backend::seed::cast::{ANNA, DANIEL, PRIYA};
use domain::Command;
use domain::money::{Currency, Money};
use domain::payment::refund::Choice;
use domain::refusal::Refusal;
use domain::session::SessionKind;
use domain::session::attend::Attendance;
use domain::time::TimeDelta;

pub async fn an_unpaid_session_asks_no_money_question_and_its_charge_goes(world: &World) {
    let unpaid = Booking {
        paid: Paid::Later,
        ..follow_up(world.hours(72))
    };
    let session = world.book_one(unpaid).await;
    let command = Command::Cancel(asked_now());
    let shown = world.consequence(session, &command).await.unwrap();
    assert_eq!(
        (shown.money, shown.charge_withdrawn),
        (None, Some(world.hours(24)))
    );
    let before = world.everything().await;
    done(world.press(session, command).await);
    let written = ["charge", "command", "event", "outbox", "session", "span"];
    assert_eq!(changed(&before, &world.everything().await), written);
    assert_eq!(world.text("SELECT state FROM charge").await, "withdrawn");
    world.drain().await;
    let letters = world.post(DANIEL).await;
    assert!(
        letters.len() == 1 && letters[0].calendar.is_some(),
        "{letters:?}"
    );
}

pub async fn a_session_without_a_price_moves_no_money(world: &World) {
    for hours in [20, 72] {
        let price = Money::new(0, Currency::Gbp);
        let free = Booking {
            client: ANNA,
            price,
            paid: Paid::Free,
            ..follow_up(world.hours(hours))
        };
        let session = world.book_one(free).await;
        let before = world.everything().await;
        done(world.cancel(session, asked_now()).await);
        let written = ["command", "event", "outbox", "session", "span"];
        assert_eq!(changed(&before, &world.everything().await), written);
    }
    world.drain().await;
    for letter in world.post(ANNA).await {
        assert!(!letter.text.contains('£'), "{}", letter.text);
        // She wants discreet words.
        let said = letter.line.subject + &letter.text + &letter.calendar.unwrap_or_default();
        assert!(!said.to_lowercase().contains("therap"), "{said}");
    }
}

pub async fn an_initial_session_is_cancelled_by_its_client_and_not_by_its_therapist(world: &World) {
    let initial = Booking {
        client: PRIYA,
        kind: SessionKind::Initial,
        ..follow_up(world.hours(72))
    };
    let session = world.book_one(initial).await;
    let before = world.everything().await;
    for cause in [asked_now(), unavailable()] {
        let outcome = world.cancel(session, cause).await;
        assert_eq!(outcome, Outcome::Refused(Refusal::ThroughTheTeam));
    }
    assert_eq!(world.everything().await, before);
    done(world.client_cancels(session).await);
    world.drain().await;
    assert_eq!(
        world.number("SELECT amount FROM sandbox_refund").await,
        6500
    );
}

pub async fn at_the_start_it_is_too_late_to_cancel_and_time_for_attendance(world: &World) {
    let (one, other) = (world.paid_in(20).await, world.paid_in(30).await);
    let took_place = || attend(Attendance::TookPlace, Choice::Policy);
    world
        .backend
        .clock
        .move_to(world.hours(20) - TimeDelta::milliseconds(1));
    assert_eq!(
        world.press(one, took_place()).await,
        Outcome::Refused(Refusal::NotStarted)
    );
    let asked = world.asked(one, Command::Cancel(asked_now())).await;
    world.backend.clock.advance(TimeDelta::milliseconds(1));
    let started = Outcome::Refused(Refusal::Started);
    let at_the_start = Asked {
        received_at: world.now(),
        ..asked
    };
    assert_eq!(world.send(at_the_start).await, started);
    assert_eq!(world.client_cancels(one).await, started);
    done(world.press(one, took_place()).await);
    world
        .backend
        .clock
        .advance(TimeDelta::hours(10) - TimeDelta::milliseconds(1));
    done(world.cancel(other, asked_now()).await);
    world.drain().await;
}

pub async fn a_cancelled_session_is_not_cancelled_again(world: &World) {
    let session = world.paid_in(20).await;
    done(world.cancel(session, asked_now()).await);
    world.drain().await;
    let before = world.everything().await;
    let already = Outcome::Refused(Refusal::AlreadyCancelled);
    assert_eq!(world.cancel(session, unavailable()).await, already);
    assert_eq!(world.client_cancels(session).await, already);
    let took_place = attend(Attendance::TookPlace, Choice::Policy);
    assert_eq!(world.press(session, took_place).await, already);
    assert_eq!(world.everything().await, before);
}
