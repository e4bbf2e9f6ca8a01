//! The program dies at every point of the registry that a decision about time passes, as a power
//! cut would have it: all of the decision is there or nothing of it, and sent once more it is done,
//! once. `server/tests/kills.rs` does the same for a cancel and all that leaves the house.

#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "support/acts.rs"]
mod acts;
#[path = "kills/child.rs"]
mod child;
#[allow(dead_code, reason = "the store's own tests ask it for more")]
#[path = "store_contract/place.rs"]
mod place;
#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "support/rows.rs"]
mod rows;
#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "support/world.rs"]
mod world;

use acts::{ASKED, moving, objecting, offering};
use backend::crash::Point::{self, *};
use backend::deciding::Outcome;
use child::Errand;
use domain::Command;
use domain::actor::Role;
use domain::ids::SessionId;
use domain::request::AskToMove;
use domain::session::moving::Why;
use domain::session::offer::Answer;
use domain::times::OldTime;
use place::Place;
use world::World;

/// What everything passes.
const ALWAYS: [Point; 6] = [
    SessionWritten,
    LetterWritten,
    LogWritten,
    KeySpent,
    DecisionBeforeCommit,
    DecisionAfterCommit,
];

/// What is done, and the points that are its own.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Block,
    StopHour,
    Pause,
    Offer,
    Take,
    Ask,
    Dispute,
}

const DEEDS: [(Deed, &[Point]); 7] = [
    (Deed::Block, &[SpanFreed, BlockWritten, IncidentWritten]),
    (Deed::StopHour, &[HourStopped]),
    (Deed::Pause, &[AccountPaused]),
    (Deed::Offer, &[SpanFreed, OfferWritten]),
    (Deed::Take, &[SpanFreed, OfferWritten, BlockWritten]),
    (Deed::Ask, &[RequestWritten]),
    (Deed::Dispute, &[DisputeWritten, RefundBooked, TasksRaised]),
];

#[test]
fn every_point_of_a_move_is_died_at() {
    let tried: Vec<Point> = DEEDS
        .iter()
        .flat_map(|(_, own)| own.iter().copied())
        .collect();
    let own = |point: &&Point| point.name().starts_with("moving_");
    for point in Point::ALL.iter().filter(own) {
        assert!(tried.contains(point), "{}", point.name());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_every_point_of_a_decision_about_time_it_is_whole_or_nothing() {
    for (deed, own) in DEEDS {
        for point in own.iter().chain(&ALWAYS) {
            killed_at(deed, *point).await;
        }
    }
}

async fn killed_at(deed: Deed, point: Point) {
    let place = Place::sqlite();
    let url = place.url.clone();
    let world = World::at(place).await;
    let (session, command) = given(&world, deed).await;
    let revision = revision(&world, session).await;
    let asked = world.asked(session, command).await;
    let errand = Errand::of(url, &asked);
    errand.dies_at(point, &format!("{deed:?} at {}", point.name()));
    let kept = self::revision(&world, session).await - revision;
    assert!(kept == 0 || kept == 1, "{deed:?} at {}", point.name());
    rows::replay(&world.backend.store).await;
    for _ in 0..2 {
        let outcome = child::sends(&world.backend, asked.clone()).await;
        assert!(matches!(outcome, Outcome::Done(_)), "{deed:?}: {outcome:?}");
    }
    assert_eq!(self::revision(&world, session).await, revision + 1);
    world.drain().await;
}

async fn revision(world: &World, session: SessionId) -> i64 {
    let revision = "SELECT revision FROM session WHERE id = $1";
    world
        .one::<(i64,)>(backend::store::sql(revision).bind(session))
        .await
        .0
}

/// What stands before it, and the command.
async fn given(world: &World, deed: Deed) -> (SessionId, Command) {
    world.maya_works().await;
    let late = matches!(deed, Deed::Dispute);
    let session = world.paid_in(if late { 30 } else { 98 }).await;
    let to = world.hours(122);
    let leaving = |old_time| moving(to, Why::TherapistUnavailable, old_time);
    let command = match deed {
        Deed::Block => leaving(OldTime::Block),
        Deed::StopHour => leaving(OldTime::StopHour),
        Deed::Pause => leaving(OldTime::Pause),
        Deed::Offer => offering(vec![to, world.hours(126)], ASKED),
        Deed::Take => {
            let times = vec![to, world.hours(126)];
            let offer = offering(times, Why::TherapistUnavailable);
            world.press(session, offer).await;
            Command::AnswerOffer(Answer::Take(to))
        }
        Deed::Ask => Command::AskToMove(AskToMove {
            words: "Friday would suit.".into(),
        }),
        Deed::Dispute => {
            let moved = moving(to, ASKED, OldTime::Open);
            world.press(session, moved).await;
            objecting()
        }
    };
    assert!(matches!(command.by(), Role::Therapist | Role::Client));
    (session, command)
}
