//! The program dies at every point of the registry (`backend/src/crash.rs`), by its own
//! `kill -9`, on the way from a cancel to the refund and the letter; it is started again, and
//! finishes by itself: one refund, one letter to each, books in order, nothing left open.

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

use backend::crash::Point;
use futures::{StreamExt, stream};
use journey::Template;
use std::sync::Arc;

/// As many at a time as do not keep one another waiting.
const TOGETHER: usize = 4;

#[test]
fn the_registry_has_points_through_the_whole_way() {
    assert!(Point::ALL.len() >= 25, "{}", Point::ALL.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn killed_at_every_point_of_the_way_it_finishes_by_itself() {
    let template = Arc::new(Template::new().await);
    let mut failed = Vec::new();
    // What is about time, and no cancel passes, is died at in `backend/tests/kills.rs`.
    let own = |point: &&Point| !point.is_about_time();
    let runs = Point::ALL.iter().filter(own).map(|point| {
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
