//! One deed, done without any mishap first, and then once for each point in a world of its own, by
//! a process that dies there. What it leaves is whole or nothing; done again it ends where the
//! first one did.

use crate::child::{self, Errand, Task};
use crate::deeds::Deed;
use crate::given::given;
use crate::place::Place;
use crate::rows::{self, Everything};
use crate::send::{Answer, Wish};
use crate::verbs;
use crate::world::World;
use backend::crash::Point;
use backend::store::sql;
use domain::time::TimeDelta;
use std::collections::BTreeMap;

/// What the dead had claimed is free again.
const CLAIMS_RUN_OUT: TimeDelta = TimeDelta::minutes(3);

#[derive(Clone, Copy)]
pub enum Database {
    Sqlite,
    Postgres,
}

impl Database {
    /// PostgreSQL rolls back by itself what SQLite finds half written in its log: there a deed dies
    /// around its commit.
    pub fn points(self, mut points: Vec<Point>) -> Vec<Point> {
        if let Database::Postgres = self {
            points.retain(|point| point.name().ends_with("_commit"));
        }
        points
    }

    async fn world(self) -> (String, World) {
        let place = match self {
            Database::Sqlite => Some(Place::sqlite()),
            Database::Postgres => Place::postgres().await,
        };
        let place = place.expect("a server");
        (place.url.clone(), World::at(place).await)
    }
}

/// How many rows each table has in the end.
type Counts = BTreeMap<&'static str, usize>;

pub struct Trial {
    deed: Deed,
    database: Database,
    undisturbed: Counts,
}

impl Trial {
    pub async fn of(deed: Deed, database: Database) -> Trial {
        let (_, world) = database.world().await;
        let task = given(&world, deed).await;
        let own = verbs::of_task(&task);
        assert!(own.contains(&deed), "{deed:?} is no deed of {task:?}");
        let before = world.everything().await;
        let undisturbed = ends(&world, &task, &format!("{deed:?}")).await.1;
        assert_ne!(before, world.everything().await, "{deed:?} does nothing");
        Trial {
            deed,
            database,
            undisturbed,
        }
    }

    pub async fn at_each(&self, points: &[Point]) {
        for point in points {
            self.killed_at(*point).await;
        }
    }

    async fn killed_at(&self, point: Point) {
        let what = format!("{:?} at {}", self.deed, point.name());
        let (url, world) = self.database.world().await;
        let task = given(&world, self.deed).await;
        let before = world.everything().await;
        let errand = Errand {
            url,
            now: world.now(),
            task,
        };
        let came_there = tokio::task::block_in_place(|| errand.dies_at(point));
        assert!(came_there, "{what}: it never came there");
        let died = world.everything().await;
        rows::replay(&world.backend.store).await;
        whoever_is_parked_is_asked_about(&world, &what).await;
        let task = &errand.task;
        let (after, counts) = ends(&world, task, &what).await;
        let nothing = kept(&died, task) == kept(&before, task);
        if says_it_again(task) {
            let (now, then) = (
                rows::changed(&before, &died),
                rows::changed(&before, &after),
            );
            assert!(nothing || now == then, "{what}: {now:?}, not {then:?}");
            return;
        }
        let torn = rows::changed(&kept(&died, task), &kept(&after, task));
        assert!(nothing || torn.is_empty(), "{what}: {torn:?}");
        let elsewhere = counts
            .iter()
            .filter(|(table, rows)| self.undisturbed[*table] != **rows);
        let elsewhere: Vec<_> = elsewhere.collect();
        assert!(
            elsewhere.is_empty(),
            "{what}: it ends elsewhere: {elsewhere:?}"
        );
    }
}

/// Done, and done once more, which changes nothing; then everything leaves. What stood when it was
/// done, and how much there is in the end.
async fn ends(world: &World, task: &Task, what: &str) -> (Everything, Counts) {
    if let Task::Strike = task {
        world.backend.clock.advance(CLAIMS_RUN_OUT);
    }
    done(world, task, what).await;
    let after = world.everything().await;
    done(world, task, what).await;
    let again = world.everything().await;
    let twice = rows::changed(&after, &again);
    assert!(
        says_it_again(task) || twice.is_empty(),
        "{what}: done twice: {twice:?}"
    );
    child::tries_again(&world.backend).await;
    world.drain().await;
    (after, counts(&world.everything().await))
}

async fn done(world: &World, task: &Task, what: &str) {
    match child::does(&world.backend, task).await {
        Some(Answer::Done(_)) | None => {}
        other => panic!("{what}: {other:?}"),
    }
}

/// What nobody minds saying twice: there is a line of it for each time.
fn says_it_again(task: &Task) -> bool {
    match task {
        Task::Send(form) => matches!(form.wish, Wish::Review(_)),
        Task::Access(access) => access.begins_something(),
        Task::Draft => true,
        Task::TryAgain(_) | Task::Strike => false,
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

/// A letter that is sent again carries a link of its own.
fn counts(rows: &Everything) -> Counts {
    let rows = rows.iter().filter(|(table, _)| **table != "personal_link");
    rows.map(|(table, lines)| (*table, lines.len())).collect()
}

/// No later look can mend it: what is parked is left alone.
async fn whoever_is_parked_is_asked_about(world: &World, what: &str) {
    let silent = sql(
        "SELECT COUNT(*) FROM outbox o WHERE o.parked_at IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM task t WHERE t.subject = o.id AND t.done_at IS NULL)",
    );
    let (silent,): (i64,) = world.one(silent).await;
    assert_eq!(silent, 0, "{what}: parked, and nobody knows");
}
