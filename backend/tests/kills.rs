//! The program dies on its way through every verb, as a power cut would have it: all of it is there
//! or nothing of it, and done once more it ends where it would have. Each deed dies at the points
//! that are its own and around its commit; on PostgreSQL around its commit.
//! `server/tests/kills.rs` does the same for a cancel, its undo, and all that leaves the house.

#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "support/acts.rs"]
mod acts;
#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "support/checkout.rs"]
mod checkout;
#[path = "kills/child.rs"]
mod child;
#[path = "kills/death.rs"]
mod death;
#[path = "kills/deeds.rs"]
mod deeds;
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
#[path = "kills/verbs.rs"]
mod verbs;
#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "support/world.rs"]
mod world;

use backend::crash::Point;
use death::{Database, Trial};
use deeds::{DEEDS, Deed};
use domain::permission::Action;
use futures::{StreamExt, stream};
use place::Place;

/// As many at a time as do not keep one another waiting.
const TOGETHER: usize = 3;

#[test]
fn every_point_beside_the_way_of_a_cancel_is_died_at() {
    let dies = |point: &Point, (_, own, shared): &(_, &[Point], &[Point])| {
        own.contains(point) || shared.contains(point)
    };
    let tried = |point: &Point| DEEDS.iter().any(|deed| dies(point, deed));
    let others = Point::ALL.iter().filter(|point| !point.is_on_the_way());
    for point in others {
        assert!(tried(point), "{}", point.name());
    }
}

#[test]
fn every_deed_dies_before_its_commit_and_after_it() {
    for (deed, own, shared) in DEEDS {
        let names: Vec<&str> = own
            .iter()
            .chain(*shared)
            .map(|point| point.name())
            .collect();
        let commits: Vec<&str> = names
            .iter()
            .filter_map(|name| name.strip_suffix("_before_commit"))
            .collect();
        assert!(!commits.is_empty(), "{deed:?}");
        for commit in commits {
            let after = format!("{commit}_after_commit");
            assert!(names.contains(&&*after), "{deed:?}: {after}");
        }
    }
}

#[test]
fn whatever_a_person_can_do_that_writes_is_a_deed() {
    for action in Action::ALL {
        let deeds = verbs::of_action(*action);
        let name = format!("{action:?}");
        let reads = name.starts_with("See") || *action == Action::FollowChanges;
        assert_eq!(deeds.is_empty(), reads, "{name}");
        for deed in deeds {
            assert!(is_tried(*deed), "{name}: {deed:?}");
        }
    }
    let known = |deed: &Deed| {
        let of_a_person = Action::ALL
            .iter()
            .any(|action| verbs::of_action(*action).contains(deed));
        of_a_person || verbs::OF_THE_HOUSE.contains(deed)
    };
    for (deed, ..) in DEEDS {
        assert!(known(deed), "whose is {deed:?}?");
    }
}

fn is_tried(deed: Deed) -> bool {
    DEEDS.iter().any(|(tried, ..)| *tried == deed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_at_every_point_of_a_deed_it_is_whole_or_nothing_and_ends_where_it_would_have() {
    all_deeds(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn on_postgres_killed_before_its_commit_and_after_it_a_deed_is_whole_or_nothing() {
    if let Some(place) = Place::postgres().await {
        place.leave().await;
        all_deeds(Database::Postgres).await;
    }
}

async fn all_deeds(database: Database) {
    let runs = DEEDS.iter().map(|(deed, own, shared)| {
        let points = own.iter().chain(*shared).copied().collect();
        let points = database.points(points);
        let run = async move { Trial::of(*deed, database).await.at_each(&points).await };
        let run = tokio::spawn(run);
        async move { (*deed, run.await) }
    });
    // Spawned one after the other, as the stream asks for them.
    let mut runs = stream::iter(runs).buffer_unordered(TOGETHER);
    let mut failed = Vec::new();
    while let Some((deed, run)) = runs.next().await {
        if let Err(why) = run {
            failed.push(format!("{deed:?}: {why}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
