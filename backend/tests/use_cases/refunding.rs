//! Refunding later, or the rest, or again after one that failed.

use crate::acts::{asked_now, attend, give_back, unavailable};
use crate::cancelling::done;
use crate::rows::changed;
use crate::world::{World, follow_up};
use backend::deciding::Outcome;
use backend::seed::bookings::{Booking, Paid};
use backend::seed::cast::{DANIEL, MAYA};
use domain::money::{Currency, Money};
use domain::payment::refund::Choice;
use domain::refusal::Refusal;
use domain::session::attend::Attendance;

const ARRIVED: &str = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM refund \
                       WHERE state = 'arrived'";
const OPEN_TASKS: &str = "SELECT COUNT(*) FROM task WHERE kind = 'refund_failed'";

fn refused<T>(refusal: Refusal) -> Result<T, Refusal> {
    Err(refusal)
}

pub async fn what_was_kept_goes_back_later_in_parts_until_nothing_is_left(world: &World) {
    let session = world.paid_in(20).await;
    done(world.cancel(session, asked_now()).await);
    world.drain().await;
    let mut arrived = 0;
    for (choice, amount) in [
        (Choice::Part(2000), 2000),
        (Choice::Part(1), 1),
        (Choice::All, 4499),
    ] {
        let before = world.everything().await;
        done(world.press(session, give_back(choice)).await);
        let written = [
            "command",
            "event",
            "ledger_entry",
            "outbox",
            "refund",
            "session",
        ];
        assert_eq!(changed(&before, &world.everything().await), written);
        world.drain().await;
        arrived += amount;
        assert_eq!(world.number(ARRIVED).await, arrived);
    }
    let facts = world.detail(session).await.facts;
    let books = facts.payment.paid().unwrap().books;
    assert_eq!(
        (books.payable, books.commission, books.refunded),
        (0, 0, 6500)
    );
    // The cancellation is still the one that it was.
    assert_eq!(facts.session.cancellation.unwrap().clause.id(), "late");
    let nothing = world.press(session, give_back(Choice::All)).await;
    assert_eq!(nothing, Outcome::Refused(Refusal::NothingLeft));
    assert_eq!(world.post(DANIEL).await.len(), 4);
}

pub async fn more_than_remains_is_refused_and_names_what_does(world: &World) {
    let session = world.paid_in(-1).await;
    done(
        world
            .press(session, attend(Attendance::TookPlace, Choice::Policy))
            .await,
    );
    done(world.press(session, give_back(Choice::Part(2000))).await);
    let before = world.everything().await;
    let above = |minor| Refusal::AboveRemaining {
        remaining: Money::new(minor, Currency::Gbp),
    };
    let wrong = [
        (Choice::Part(4501), above(4500)),
        (Choice::Part(i64::MAX), above(4500)),
        (Choice::Part(-1), above(4500)),
        (Choice::Part(i64::MIN), above(4500)),
        (Choice::Part(0), Refusal::AmountIsZero),
        (Choice::Keep, Refusal::OutcomeMissing),
        (Choice::Policy, Refusal::OutcomeMissing),
    ];
    for (choice, refusal) in wrong {
        let shown = world.consequence(session, &give_back(choice)).await;
        assert_eq!(shown, refused(refusal), "{choice:?}");
        let outcome = world.press(session, give_back(choice)).await;
        assert_eq!(outcome, Outcome::Refused(refusal), "{choice:?}");
    }
    assert_eq!(world.everything().await, before);
    world.drain().await;
}

pub async fn before_the_end_a_refund_is_part_of_cancelling(world: &World) {
    let booked = world.paid_in(72).await;
    let outcome = world.press(booked, give_back(Choice::All)).await;
    assert_eq!(outcome, Outcome::Refused(Refusal::CancelInstead));
    let unpaid = Booking {
        paid: Paid::Later,
        ..follow_up(world.hours(80))
    };
    let unpaid = world.book_one(unpaid).await;
    done(world.cancel(unpaid, asked_now()).await);
    world.too_late_to_undo();
    let outcome = world.press(unpaid, give_back(Choice::All)).await;
    assert_eq!(outcome, Outcome::Refused(Refusal::NotPaid));
    world.drain().await;
}

pub async fn a_closed_card_brings_it_back_and_it_can_be_sent_again(world: &World) {
    let closed = Booking {
        paid: Paid::Card("0341"),
        ..follow_up(world.hours(20))
    };
    let session = world.book_one(closed).await;
    done(world.cancel(session, unavailable()).await);
    for attempt in 1..=3 {
        world.drain().await;
        let paid = world.detail(session).await;
        let books = paid.facts.payment.paid().unwrap().books;
        assert_eq!((books.held, books.refunding, books.refunded), (6500, 0, 0));
        assert_eq!(paid.refunds.len(), attempt);
        assert!(paid.refunds.iter().all(|refund| refund.failure.is_some()));
        assert_eq!(world.number(OPEN_TASKS).await, attempt as i64);
        let failures = |letters: Vec<domain::view::pages::PostMessage>| {
            letters
                .iter()
                .filter(|letter| letter.calendar.is_none())
                .count()
        };
        // Each later try was announced to the client before it failed.
        assert_eq!(failures(world.post(DANIEL).await), 2 * attempt - 1);
        assert_eq!(failures(world.post(MAYA).await), attempt);
        done(world.press(session, give_back(Choice::All)).await);
    }
    world.drain().await;
    // The policy owes it: sending it again is no exception.
    assert_eq!(
        world
            .number("SELECT COUNT(*) FROM refund WHERE is_exception = 1")
            .await,
        0
    );
}

pub async fn each_refund_has_a_key_of_its_own_with_the_provider(world: &World) {
    let closed = Booking {
        paid: Paid::Card("0341"),
        ..follow_up(world.hours(20))
    };
    let session = world.book_one(closed).await;
    done(world.cancel(session, unavailable()).await);
    world.drain().await;
    done(world.press(session, give_back(Choice::Part(6500))).await);
    world.drain().await;
    let same = "SELECT COUNT(*) FROM refund r JOIN sandbox_key k ON k.key = r.id";
    assert_eq!(world.number(same).await, 2);
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_key").await, 2);
    assert_eq!(
        world
            .number("SELECT COUNT(DISTINCT amount) FROM sandbox_refund")
            .await,
        1
    );
}
