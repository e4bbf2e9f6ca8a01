//! The program dies at every point of the registry (`backend/src/crash/registry.rs`) that is on the
//! way from a cancel, by its undo or its refund, to the last letter, by its own `kill -9`; it is
//! started again, and finishes by itself: one refund, one letter to each, books in order, nothing
//! left open. What is beside that way is died at in `backend/tests/kills.rs`.

#[path = "kills/journey.rs"]
mod journey;
#[allow(dead_code, reason = "the use cases' tests ask it for more")]
#[path = "../../backend/tests/support/rows.rs"]
mod rows;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/running.rs"]
mod running;
#[path = "kills/undone.rs"]
mod undone;
#[allow(dead_code, reason = "other tests send plain forms")]
#[path = "support/wire.rs"]
mod wire;

use backend::crash::{Group, Point};
use futures::{StreamExt, stream};
use journey::Template;
use std::sync::Arc;

/// As many at a time as do not keep one another waiting.
const TOGETHER: usize = 4;

/// So many points are asked of the way alone.
const LEAST: usize = 25;

#[test]
fn the_way_from_a_cancel_to_its_last_letter_has_25_points_and_each_part_of_it_some() {
    let way = || Point::ALL.iter().filter(|point| point.is_on_the_way());
    assert!(way().count() >= LEAST, "{}", way().count());
    for part in [
        Group::Deciding,
        Group::Undoing,
        Group::Refunding,
        Group::Failing,
        Group::Mailing,
    ] {
        assert!(way().any(|point| point.group() == part), "{part:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn killed_at_every_point_of_the_way_it_finishes_by_itself() {
    let template = Arc::new(Template::new().await);
    let mut failed = Vec::new();
    let way = Point::ALL.iter().filter(|point| point.is_on_the_way());
    let runs = way.map(|point| {
        let template = template.clone();
        let run = tokio::spawn(async move { journey::killed_at(&template, *point).await });
        async move { (point.name(), run.await) }
    });
    // Spawned one after the other, as the stream asks for them.
    let mut runs = stream::iter(runs).buffer_unordered(TOGETHER);
    while let Some((name, run)) = runs.next().await {
        if let Err(why) = run {
            failed.push(format!("{name}: {why}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
