//! A time that a therapist leaves because they are not there is never on offer and never had: not
//! before, not at the commit, and not once it can no longer be undone. Every way of leaving one,
//! with readers and with clients who try to have it.

use crate::acts::{ASKED, Acting, moving, offering, unavailable};
use crate::cancelling::done;
use crate::checkout::slot;
use crate::confirming::decline;
use crate::onlookers::{ClosedTo, Eye, Left, Onlookers};
use crate::world::{World, follow_up};
use backend::deciding::Asked;
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::sql;
use domain::Command;
use domain::account::pause::Answer;
use domain::ids::SessionId;
use domain::session::cancel::Cancel;
use domain::session::moving::Why;
use domain::session::offer;
use domain::session::undo::WINDOW;
use domain::time::Instant;
use domain::times::OldTime;

const WAYS: [OldTime; 3] = [OldTime::Block, OldTime::StopHour, OldTime::Pause];
const ROUNDS: i64 = 12;

/// In the first round it is the first of all that can be booked.
fn start_of(round: i64) -> Instant {
    slot(24 * (1 + round) + round % 12)
}

/// Later on the same day.
fn elsewhere(round: i64) -> Instant {
    slot(24 * (1 + round) + 14)
}

fn left(session: SessionId, start: Instant, old_time: OldTime) -> Left {
    Left {
        times: vec![(session, start)],
        closed_to: match old_time {
            OldTime::Pause => ClosedTo::Clients,
            _ => ClosedTo::Everybody,
        },
    }
}

/// Sent by Maya, and then beyond its last undo.
async fn for_good(world: &World, asked: Asked) {
    done(MAYA.sends(&world.backend, asked).await.unwrap());
    world.backend.clock.advance(WINDOW);
    world.nobody_undoes().await;
}

/// The next round begins with an account that is not paused, and with all hours.
async fn go_on(world: &World) {
    world.put(sql("DELETE FROM restriction")).await;
    world.maya_works().await;
}

pub async fn when_she_moves_its_session(world: &World) {
    world.maya_works().await;
    let mut onlookers = Onlookers::of(world).await;
    for (round, old_time) in (0..ROUNDS).zip(WAYS.into_iter().cycle()) {
        let start = start_of(round);
        let session = world.book_one(follow_up(start)).await;
        let command = moving(elsewhere(round), Why::TherapistUnavailable, old_time);
        let asked = world.asked(session, command).await;
        let left = left(session, start, old_time);
        onlookers.watch(left, for_good(world, asked)).await;
        go_on(world).await;
    }
    onlookers.were_there();
    world.drain().await;
}

pub async fn when_the_client_takes_one_of_the_times_that_she_offers(world: &World) {
    world.maya_works().await;
    let mut onlookers = Onlookers::of(world).await;
    for round in 0..ROUNDS / 2 {
        let start = start_of(round);
        let session = world.book_one(follow_up(start)).await;
        let times = vec![elsewhere(round)];
        let offer = offering(times, Why::TherapistUnavailable);
        done(world.press(session, offer).await);
        let take = Command::AnswerOffer(offer::Answer::Take(elsewhere(round)));
        let asked = world.asked(session, take).await;
        let takes = async { done(DANIEL.sends(&world.backend, asked).await.unwrap()) };
        let left = left(session, start, OldTime::Block);
        onlookers.watch(left, takes).await;
    }
    onlookers.were_there();
    world.drain().await;
}

pub async fn when_she_cancels_its_session(world: &World) {
    world.maya_works().await;
    let mut onlookers = Onlookers::of(world).await;
    for (round, old_time) in (0..ROUNDS).zip(WAYS.into_iter().cycle()) {
        let start = start_of(round);
        let session = world.book_one(follow_up(start)).await;
        let cancel = Cancel {
            old_time,
            ..unavailable()
        };
        let asked = world.asked(session, Command::Cancel(cancel)).await;
        let left = left(session, start, old_time);
        onlookers.watch(left, for_good(world, asked)).await;
        go_on(world).await;
    }
    onlookers.were_there();
    world.drain().await;
}

pub async fn when_she_declines_its_booking(world: &World) {
    world.maya_works().await;
    world.they_have_met().await;
    let mut onlookers = Onlookers::of(world).await;
    for (round, old_time) in (0..ROUNDS).zip(WAYS.into_iter().cycle()) {
        let start = start_of(round);
        let session = world.booked(DANIEL, start).await;
        let asked = world.asked(session, decline(old_time)).await;
        let left = left(session, start, old_time);
        onlookers.watch(left, for_good(world, asked)).await;
        go_on(world).await;
    }
    onlookers.were_there();
    world.drain().await;
}

pub async fn when_she_pauses_and_cancels(world: &World) {
    world.maya_works().await;
    let mut onlookers = Onlookers::of(world).await;
    for round in 0..ROUNDS / 2 {
        let starts = [start_of(round), elsewhere(round)];
        let mut times = Vec::new();
        for start in starts {
            times.push((world.book_one(follow_up(start)).await, start));
        }
        let cancelled = times.iter().map(|(session, _)| (*session, Answer::Cancel));
        let mut answers: Vec<_> = cancelled.collect();
        answers.push((onlookers.own(), Answer::Keep));
        let left = Left {
            times,
            closed_to: ClosedTo::Clients,
        };
        let pauses = async {
            crate::pausing::paused(world, &answers).await;
            world.backend.clock.advance(WINDOW);
            world.nobody_undoes().await;
        };
        onlookers.watch(left, pauses).await;
        go_on(world).await;
    }
    onlookers.were_there();
    world.drain().await;
}

/// None of them looks past a time: each, alone, finds one that is left open.
pub async fn each_of_the_onlookers_finds_a_time_that_is_left_open(world: &World) {
    world.maya_works().await;
    let onlookers = Onlookers::of(world).await;
    for (round, eye) in (0..).zip(Eye::ALL) {
        let start = start_of(round);
        let session = world.book_one(follow_up(start)).await;
        let asked = world
            .asked(session, moving(elsewhere(round), ASKED, OldTime::Open))
            .await;
        let left = left(session, start, OldTime::Open);
        let found = onlookers.finds(eye, left, for_good(world, asked)).await;
        assert!(found, "{eye:?}");
    }
    world.drain().await;
}
