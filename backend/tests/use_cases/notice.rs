//! The line at 48 hours, by the instant at which the server received the command.

use crate::acts::{asked_now, cancel};
use crate::cancelling::done;
use crate::world::{World, at, follow_up};
use backend::deciding::Outcome;
use backend::seed::bookings::Booking;
use domain::Command;
use domain::refusal::Refusal;
use domain::session::cancel::Why;
use domain::time::{Instant, TimeDelta};

/// Cancels a session of its own, so long before its start, and tells clause and refund.
async fn check(world: &World, start: &str, before: TimeDelta, clause: &str, refund: i64) {
    let start = at(start);
    for by_client in [false, true] {
        let booking = Booking {
            booked_at: start - TimeDelta::days(12),
            ..follow_up(start)
        };
        world.backend.clock.move_to(start - before);
        let session = world.book_one(booking).await;
        let outcome = match by_client {
            true => world.client_cancels(session).await,
            false => world.cancel(session, asked_now()).await,
        };
        done(outcome);
        world.nobody_undoes().await;
        let found = world.detail(session).await.facts;
        let gone = found.session.cancellation.unwrap();
        assert_eq!(gone.clause.id(), clause, "{before} before {start}");
        let refunding = found.payment.paid().unwrap().books.refunding;
        assert_eq!(refunding, refund, "{before} before {start}");
    }
}

fn hours(hours: i64, seconds: i64) -> TimeDelta {
    TimeDelta::hours(hours) + TimeDelta::seconds(seconds)
}

pub async fn exactly_48_hours_are_on_time_and_a_second_less_is_late(world: &World) {
    let start = "2026-12-01T14:00:00Z";
    check(world, start, hours(48, 1), "on_time", 6500).await;
    check(world, start, hours(48, 0), "on_time", 6500).await;
    check(
        world,
        start,
        hours(48, 0) - TimeDelta::milliseconds(1),
        "late",
        0,
    )
    .await;
    check(world, start, hours(48, -1), "late", 0).await;
    world.drain().await;
}

/// London's clocks go back on 25 October 2026 and forward on 28 March 2027, both at 01:00 UTC.
pub async fn over_both_dst_weekends_48_hours_are_elapsed_time(world: &World) {
    // Monday 14:00 on the wall; 48 hours before it is Saturday 15:00.
    check_wall(world, "2026-10-26T14:00:00Z", "Sat 24 Oct, 15:00").await;
    // And in spring it is Saturday 13:00.
    check_wall(world, "2027-03-29T13:00:00Z", "Sat 27 Mar, 13:00").await;
    world.drain().await;
}

async fn check_wall(world: &World, start: &str, free_until: &str) {
    check(world, start, hours(48, 0), "on_time", 6500).await;
    check(world, start, hours(48, -1), "late", 0).await;
    let session = world.book_one(follow_up(at(start))).await;
    assert_eq!(world.detail(session).await.free_until.label, free_until);
}

async fn asks(world: &World, start: Instant, asked_at: Instant) -> Outcome {
    let session = world.book_one(follow_up(start)).await;
    let why = Why::ClientAsked {
        asked_at: Some(asked_at),
    };
    let outcome = world.cancel(session, cancel(why)).await;
    if outcome != Outcome::Refused(Refusal::AskedInFuture) {
        world.nobody_undoes().await;
        return outcome;
    }
    // Leaves the time for the next one.
    done(world.press(session, Command::Cancel(asked_now())).await);
    world.nobody_undoes().await;
    outcome
}

pub async fn when_the_client_asked_counts_and_not_when_it_was_sent(world: &World) {
    let start = world.hours(10);
    let line = start - TimeDelta::hours(48);
    for (asked, clause) in [(line, "on_time"), (line + TimeDelta::seconds(1), "late")] {
        done(asks(world, start, asked).await);
        let last = "SELECT cancelled_clause FROM session ORDER BY cancelled_at DESC, \
                    cancelled_notice LIMIT 1";
        assert_eq!(world.text(last).await, clause);
    }
    let future = world.now() + TimeDelta::seconds(1);
    assert_eq!(
        asks(world, start, future).await,
        Outcome::Refused(Refusal::AskedInFuture)
    );
    let session = world.book_one(follow_up(start)).await;
    let too_soon = follow_up(start).booked_at - TimeDelta::milliseconds(1);
    let why = Why::ClientAsked {
        asked_at: Some(too_soon),
    };
    let outcome = world.cancel(session, cancel(why)).await;
    assert_eq!(outcome, Outcome::Refused(Refusal::AskedBeforeBooking));
    world.drain().await;
}

pub async fn a_booking_born_late_has_a_quarter_of_an_hour_of_grace(world: &World) {
    let quarter = TimeDelta::minutes(15);
    let soon = [
        (quarter, "grace"),
        (quarter + TimeDelta::milliseconds(1), "late"),
    ];
    for (hours, (age, clause)) in [20, 30].into_iter().zip(soon) {
        let booked_at = world.now() - age;
        let booking = Booking {
            booked_at,
            agreed_at: booked_at,
            ..follow_up(world.hours(hours))
        };
        let session = world.book_one(booking).await;
        done(world.client_cancels(session).await);
        let gone = world
            .detail(session)
            .await
            .facts
            .session
            .cancellation
            .unwrap();
        assert_eq!(gone.clause.id(), clause);
    }
    world.drain().await;
}
