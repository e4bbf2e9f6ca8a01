//! What is written is what is read: schedules of every sort, and the slots that follow from them.

use crate::drawn::drawn;
use crate::editing::saved;
use crate::engine::Engine;
use crate::world::World;
use backend::fault::Fault;
use backend::seed::cast::{MAYA, Member};
use backend::store::availability::schedule::Head;
use backend::store::availability::{self, Calendar, schedule};
use backend::store::sql;
use domain::availability::edit::{Answers, Edit};
use domain::availability::{
    Account, Block, Blocks, Busy, BusyKind, BusyTimes, Diary, Schedule, slots,
};
use domain::ids::{ActId, TherapistId};
use domain::time::{Instant, TimeDelta, interval::Interval};
use uuid::Uuid;

const SCHEDULES: u64 = 60;

pub fn therapist(member: Member) -> TherapistId {
    TherapistId(member.id().0)
}

fn act() -> ActId {
    ActId(Uuid::from_u128(7))
}

/// Past every use case, whatever is there.
pub async fn set(world: &World, member: Member, after: &Schedule, now: Instant) {
    let (of, after) = (therapist(member), after.clone());
    let write = world.backend.store.write::<_, Fault, _>("set", move |tx| {
        Box::pin(async move {
            let head = schedule::whole(tx, of, Instant::UNIX_EPOCH).await?;
            let head = head.expect("a schedule");
            let both = (&head.offered, &after);
            schedule::save(tx, of, head.revision, both, act(), now).await
        })
    });
    assert!(matches!(write.await.unwrap(), schedule::Saved::Yes { .. }));
}

pub async fn whole(world: &World, member: Member, now: Instant) -> Head {
    let of = therapist(member);
    let read = world
        .backend
        .store
        .read::<_, Fault, _>(|tx| Box::pin(async move { schedule::whole(tx, of, now).await }));
    read.await.unwrap().expect("a schedule")
}

pub async fn calendar(world: &World, member: Member, within: Interval, now: Instant) -> Calendar {
    let of = therapist(member);
    let read = world.backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move { availability::load(tx, of, within, now).await })
    });
    read.await.unwrap().expect("a calendar")
}

/// Each block once.
fn without_doubles(schedule: &Schedule) -> Schedule {
    let mut blocks = Blocks::default();
    for block in schedule.blocks.iter() {
        blocks.add(*block).expect("room");
    }
    Schedule {
        blocks,
        ..schedule.clone()
    }
}

pub async fn a_schedule_is_read_as_it_was_saved(world: &World) {
    for seed in 1..=SCHEDULES {
        let drawn = drawn(seed);
        let engine = Engine::of(&drawn);
        set(world, MAYA, &Schedule::default(), engine.now).await;
        set(world, MAYA, &engine.schedule, engine.now).await;
        let before = Instant::UNIX_EPOCH - TimeDelta::days(3650);
        let read = whole(world, MAYA, before).await;
        assert_eq!(
            read.offered,
            without_doubles(&engine.schedule),
            "seed {seed}"
        );
    }
}

/// The zone, and those of the busy times that can be there together.
async fn live(world: &World, zone: &str, engine: &Engine) -> BusyTimes {
    let rezone = sql("UPDATE account SET zone = $1 WHERE id = $2");
    world.put(rezone.bind(zone).bind(MAYA.id())).await;
    world.put(sql("DELETE FROM span")).await;
    world.put(sql("DELETE FROM imported_busy")).await;
    let mut all: Vec<Busy> = Vec::new();
    for (number, busy) in engine.busy.iter().enumerate() {
        let met = |other: &Busy| other.keeps_gap() && other.span.overlaps(busy.span);
        match busy.kind {
            BusyKind::Block => continue,
            BusyKind::Imported { .. } => imported(world, number, busy.span).await,
            _ if all.iter().any(met) => continue,
            BusyKind::Hold { until } => hold(world, number, busy.span, until).await,
            BusyKind::Session => {
                let ever = engine.now + TimeDelta::days(999);
                hold(world, number, busy.span, ever).await;
            }
        }
        all.push(busy);
    }
    all.into_iter().collect()
}

async fn imported(world: &World, number: usize, span: Interval) {
    let insert = sql(
        "INSERT INTO imported_busy (id, therapist_id, source, starts_at, ends_at, imported_at) \
         VALUES ($1, $2, 1, $3, $4, 0)",
    );
    let insert = insert.bind(format!("busy {number}")).bind(MAYA.id());
    world.put(insert.bind(span.start()).bind(span.end())).await;
}

/// A session is in the way as a hold is that does not end.
async fn hold(world: &World, number: usize, span: Interval, until: Instant) {
    let insert = sql(
        "INSERT INTO span (id, therapist_id, kind, starts_at, ends_at, expires_at) \
         VALUES ($1, $2, 'checkout', $3, $4, $5)",
    );
    let id = Uuid::from_u128(number as u128).to_string();
    let insert = insert.bind(id).bind(MAYA.id());
    let insert = insert.bind(span.start()).bind(span.end()).bind(until);
    world.put(insert).await;
}

pub async fn slots_are_those_of_the_engine(world: &World) {
    let mut found = 0;
    for seed in 1..=SCHEDULES {
        let drawn = drawn(seed);
        let mut engine = Engine::of(&drawn);
        set(world, MAYA, &engine.schedule, engine.now).await;
        engine.busy = live(world, &drawn.window.name, &engine).await;
        let calendar = calendar(world, MAYA, engine.asked, engine.now).await;
        let diary = Diary {
            account: Account::Active,
            ..engine.diary()
        };
        let expected: Vec<_> = slots(diary, engine.now, engine.asked).collect();
        let read: Vec<_> = slots(calendar.diary(), engine.now, engine.asked).collect();
        assert_eq!(read, expected, "seed {seed}");
        found += read.len();
    }
    assert!(found > 100, "{found} slots say little");
}

fn once(from: Instant, hours: i64) -> Block {
    Block::Once(Interval::new(from, from + TimeDelta::hours(hours)).expect("hours"))
}

pub async fn a_block_that_is_written_twice_is_one_to_its_reader(world: &World) {
    let block = once(world.hours(30), 2);
    let mut after = Schedule::default();
    after.blocks.add(block).expect("room");
    set(world, MAYA, &after, world.now()).await;
    let twice = "INSERT INTO block (id, therapist_id, starts_at, ends_at, created_at) \
                 SELECT 'again', therapist_id, starts_at, ends_at, created_at + 1 FROM block";
    world.put(sql(twice)).await;
    let read = whole(world, MAYA, world.now()).await;
    assert!(read.offered.blocks.iter().eq([block].iter()));
    set(world, MAYA, &Schedule::default(), world.now()).await;
    let left = "SELECT COUNT(*) FROM block WHERE lifted_at IS NULL";
    assert_eq!(world.number(left).await, 0);
}

pub async fn what_is_over_is_not_read(world: &World) {
    let mut after = Schedule::default();
    after.blocks.add(once(world.hours(-30), 2)).expect("room");
    after.blocks.add(once(world.hours(-1), 2)).expect("room");
    set(world, MAYA, &after, world.now()).await;
    let read = whole(world, MAYA, world.now()).await;
    assert!(
        read.offered
            .blocks
            .iter()
            .eq([once(world.hours(-1), 2)].iter())
    );
    // And an edit leaves it where it is.
    saved(
        world,
        Edit::Block(once(world.hours(50), 1)),
        Answers::default(),
    )
    .await;
    let left = "SELECT COUNT(*) FROM block WHERE lifted_at IS NULL";
    assert_eq!(world.number(left).await, 3);
}
