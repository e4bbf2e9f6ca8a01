//! The program dies at every point of the registry that anything about time passes, as a power cut
//! would have it: all of it is there or nothing of it, and sent once more it is done, once.
//! `server/tests/kills.rs` does the same for a cancel and all that leaves the house.

#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "support/acts.rs"]
mod acts;
#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "support/checkout.rs"]
mod checkout;
#[path = "kills/child.rs"]
mod child;
#[path = "kills/given.rs"]
mod given;
#[allow(dead_code, reason = "the store's own tests ask it for more")]
#[path = "store_contract/place.rs"]
mod place;
#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "support/rows.rs"]
mod rows;
#[allow(dead_code, reason = "the simulation asks it for more")]
#[path = "support/send.rs"]
mod send;
#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "support/world.rs"]
mod world;

use backend::crash::Point::{self, *};
use child::{Errand, Task};
use given::{Deed, given};
use place::Place;
use rows::Everything;
use send::Answer;
use world::World;

/// What every decision passes that somebody presses.
const DECISION: &[Point] = &[
    CommandReceived,
    CaseLocked,
    Decided,
    SessionWritten,
    LetterWritten,
    LogWritten,
    KeySpent,
    DecisionBeforeCommit,
    DecisionAfterCommit,
];
/// What nobody is written to about.
const QUIET: &[Point] = &[
    SessionWritten,
    LogWritten,
    KeySpent,
    DecisionBeforeCommit,
    DecisionAfterCommit,
];
/// A decision that nobody presses, or that is a part of something larger.
const PART: &[Point] = &[SessionWritten, LetterWritten, LogWritten];

/// What is done, the points that are its own, and those that it shares.
const DEEDS: &[(Deed, &[Point], &[Point])] = &[
    (
        Deed::Block,
        &[SpanFreed, BlockWritten, IncidentWritten],
        DECISION,
    ),
    (Deed::StopHour, &[HourStopped], DECISION),
    (Deed::PauseByMove, &[AccountPaused], DECISION),
    (Deed::OwnMove, &[], DECISION),
    (Deed::Offer, &[SpanFreed, OfferWritten], DECISION),
    (
        Deed::Take,
        &[SpanFreed, OfferWritten, BlockWritten],
        DECISION,
    ),
    (Deed::TakeNone, &[OfferWritten], DECISION),
    (Deed::Withdraw, &[OfferWritten], DECISION),
    (
        Deed::Lapse,
        &[OfferWritten, DecisionBeforeCommit, DecisionAfterCommit],
        PART,
    ),
    (Deed::Ask, &[RequestWritten], DECISION),
    (Deed::AskToCarry, &[RequestWritten], QUIET),
    (
        Deed::Dispute,
        &[DisputeWritten, RefundBooked, TasksRaised],
        DECISION,
    ),
    (Deed::WaiveLate, &[], DECISION),
    (
        Deed::Hold,
        &[HoldKept, HoldWritten, HoldBeforeCommit, HoldAfterCommit],
        &[KeySpent],
    ),
    (
        Deed::Extend,
        &[HoldProlonged, ExtendBeforeCommit, ExtendAfterCommit],
        &[],
    ),
    (Deed::Book, &[SpanFreed], DECISION),
    (Deed::LetGo, &[LetGoBeforeCommit, LetGoAfterCommit], &[]),
    (Deed::Confirm, &[], DECISION),
    (
        Deed::Decline,
        &[SpanFreed, RefundWritten, RefundBooked, RefundAsked],
        DECISION,
    ),
    (
        Deed::Expire,
        &[
            SpanFreed,
            IncidentWritten,
            RefundWritten,
            DecisionBeforeCommit,
            DecisionAfterCommit,
        ],
        PART,
    ),
    (
        Deed::SickDay,
        &[
            HoursWritten,
            BlockWritten,
            AccountLogged,
            HoursBeforeCommit,
            HoursAfterCommit,
        ],
        PART,
    ),
    (
        Deed::Pause,
        &[
            PauseWritten,
            AccountLogged,
            PauseBeforeCommit,
            PauseAfterCommit,
        ],
        PART,
    ),
    (
        Deed::Return,
        &[ReturnAsked, ReturnBeforeCommit, ReturnAfterCommit],
        &[],
    ),
];

#[test]
fn every_point_of_time_is_died_at() {
    let tried: Vec<Point> = DEEDS
        .iter()
        .flat_map(|(_, own, _)| own.iter().copied())
        .collect();
    let own = |point: &&Point| point.is_about_time();
    for point in Point::ALL.iter().filter(own) {
        assert!(tried.contains(point), "{}", point.name());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_every_point_of_a_deed_about_time_it_is_whole_or_nothing() {
    let mut missed = Vec::new();
    for (deed, own, shared) in DEEDS {
        for point in own.iter().chain(*shared) {
            if !killed_at(*deed, *point).await {
                missed.push(format!("{deed:?} at {}", point.name()));
            }
        }
    }
    assert!(missed.is_empty(), "they never came there: {missed:?}");
}

async fn killed_at(deed: Deed, point: Point) -> bool {
    let place = Place::sqlite();
    let url = place.url.clone();
    let world = World::at(place).await;
    let task = given(&world, deed).await;
    let what = format!("{deed:?} at {}", point.name());
    let before = world.everything().await;
    let errand = Errand {
        url,
        now: world.now(),
        task,
    };
    let came_there = errand.dies_at(point);
    let died = world.everything().await;
    rows::replay(&world.backend.store).await;
    done(&world, &errand.task, &what).await;
    let after = world.everything().await;
    let nothing = died == before;
    let torn = rows::changed(&kept(&died, &errand.task), &kept(&after, &errand.task));
    assert!(nothing || torn.is_empty(), "{what}: {torn:?}");
    assert_ne!(before, after, "{what}: it does nothing");
    done(&world, &errand.task, &what).await;
    let again = world.everything().await;
    assert_eq!(after, again, "{what}: it was done twice");
    world.drain().await;
    came_there
}

async fn done(world: &World, task: &Task, what: &str) {
    match child::does(&world.backend, task).await {
        Some(Answer::Done(_)) | None => {}
        other => panic!("{what}: {other:?}"),
    }
}

/// Without what leaves the house: a strike of the clock sends that as well, and whoever died after
/// the decision has it sent by the next.
fn kept(rows: &Everything, task: &Task) -> Everything {
    let mut rows = rows.clone();
    let leaves = |table: &str| {
        matches!(
            table,
            "event" | "ledger_entry" | "outbox" | "personal_link" | "refund"
        ) || table.starts_with("sandbox_")
    };
    let strikes = matches!(task, Task::Strike);
    rows.iter_mut()
        .filter(|(table, _)| strikes && leaves(table))
        .for_each(|(_, lines)| lines.clear());
    rows
}
