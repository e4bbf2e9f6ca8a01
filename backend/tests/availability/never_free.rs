//! An edit of the hours that cancels leaves times that are never on offer and never had: not at
//! its commit, and not once its cancels can no longer be undone. Every sort of edit, with readers
//! and with clients who try to have those times.

use crate::editing::{asked, mornings, save};
use crate::offered::open;
use crate::onlookers::{ClosedTo, Left, Onlookers};
use crate::sick::sick;
use crate::world::{World, at, follow_up};
use backend::seed::bookings::Booking;
use backend::seed::cast::LENA;
use domain::account::pause::Answer;
use domain::availability::edit::{Answers, Edit};
use domain::ids::SessionId;
use domain::session::undo::WINDOW;
use domain::time::{Instant, TimeDelta, interval::Interval};

const ROUNDS: i64 = 6;

fn afternoon(round: i64) -> Instant {
    at("2026-11-25T14:00:00Z") + TimeDelta::days(round)
}

/// Of Maya's: Daniel at two in the afternoon, and Lena at three.
async fn two(world: &World, round: i64) -> Vec<(SessionId, Instant)> {
    let first = afternoon(round);
    let daniels = follow_up(first);
    let lenas = Booking {
        client: LENA,
        ..follow_up(first + TimeDelta::hours(1))
    };
    let both = [daniels, lenas];
    let times = both
        .iter()
        .map(|booking| (booking.id, booking.span.start()));
    let times = times.collect();
    world.book(both).await;
    times
}

/// Both are cancelled by the edit of the round, and then beyond their last undo.
async fn check(world: &World, edit: impl AsyncFn(i64) -> Edit) {
    let mut onlookers = Onlookers::of(world).await;
    for round in 0..ROUNDS {
        open(world).await;
        let left = Left {
            times: two(world, round).await,
            closed_to: ClosedTo::Everybody,
        };
        let cancelled = left.times.len();
        let asked = asked(world, edit(round).await, Answers::all(Answer::Cancel)).await;
        let edits = async {
            let receipt = save(world, asked).await;
            assert_eq!(receipt.cancelled.len(), cancelled);
            world.backend.clock.advance(WINDOW);
            world.nobody_undoes().await;
        };
        onlookers.watch(left, edits).await;
    }
    onlookers.were_there();
    world.drain().await;
}

pub async fn when_hours_are_saved_that_leave_sessions_outside(world: &World) {
    check(world, async |_| mornings(world).await).await;
}

pub async fn when_she_is_sick_for_a_day(world: &World) {
    check(world, async |round| {
        let day = afternoon(round).date_naive().to_string();
        sick(&day, &day)
    })
    .await;
}

pub async fn when_she_is_unavailable_from_now_on(world: &World) {
    let evening = |round| afternoon(round) + TimeDelta::hours(4);
    check(world, async |round| Edit::UnavailableUntil(evening(round))).await;
}

pub async fn when_an_hour_is_offered_no_longer(world: &World) {
    check(world, async |round| {
        let (from, to) = (afternoon(round), afternoon(round) + TimeDelta::hours(2));
        Edit::StopOffering(Interval::new(from, to).expect("two hours"))
    })
    .await;
}
