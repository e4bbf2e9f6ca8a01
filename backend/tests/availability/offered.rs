//! Slots as pages show them, and the next free start.

use crate::kept::{calendar, set, therapist};
use crate::world::{World, at, follow_up};
use backend::availability::next_free;
use backend::fault::Fault;
use backend::pages;
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::availability::kept;
use backend::store::sql;
use backend::zones::Zone;
use chrono::NaiveDate;
use domain::availability::rules::{RuleNumbers, Rules};
use domain::availability::{Schedule, next_free as computed};
use domain::time::wall::{WEEK, WallRange};
use domain::time::{Instant, TimeDelta, interval::Interval};
use domain::view::availability::SlotsPage;

/// Every day from nine to five.
pub fn nine_to_five() -> Schedule {
    let mut schedule = Schedule::default();
    for day in WEEK {
        let range = WallRange::parse("09:00", "17:00").expect("hours");
        schedule.hours.paint(day, range);
    }
    schedule
}

pub async fn open(world: &World) {
    set(world, MAYA, &nine_to_five(), world.now()).await;
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn london() -> Zone {
    Zone::named("Europe/London", "London").unwrap()
}

async fn day(world: &World, reader: &Zone, on: &str) -> SlotsPage {
    let page = pages::slots::day(&world.backend, therapist(MAYA), reader, date(on)).await;
    page.unwrap().expect("a therapist")
}

async fn times(world: &World, reader: &Zone, on: &str) -> String {
    let page = day(world, reader, on).await;
    let slots = page.days.iter().flat_map(|day| &day.slots);
    let times: Vec<&str> = slots.map(|slot| slot.time.as_str()).collect();
    times.join(" ")
}

pub async fn a_month_of_slots_is_three_statements_as_a_day_is(world: &World) {
    open(world).await;
    let bookings: Vec<_> = (2..25)
        .map(|n| follow_up(world.hours(24 * n + 5)))
        .collect();
    world.book(bookings).await;
    let count = || world.backend.store.statements();
    let (before, reader) = (count(), london());
    assert_eq!(day(world, &reader, "2026-11-25").await.days.len(), 1);
    assert_eq!(count() - before, 3);
    let backend = &world.backend;
    let month = pages::slots::month(backend, therapist(MAYA), &reader, date("2026-12-24"));
    let month = month.await.unwrap().expect("a therapist");
    assert_eq!(count() - before, 6);
    assert_eq!(month.days.len(), 31);
    let nobody = pages::slots::day(backend, therapist(DANIEL), &reader, date("2026-11-25"));
    assert_eq!(nobody.await.unwrap(), None);
}

pub async fn slots_stand_under_the_days_of_their_reader(world: &World) {
    open(world).await;
    let own = "09:00 10:00 11:00 12:00 13:00 14:00 15:00 16:00";
    assert_eq!(times(world, &london(), "2026-11-25").await, own);
    // From tomorrow at 06:40 on.
    assert_eq!(times(world, &london(), "2026-11-23").await, "");
    let auckland = Zone::named("Pacific/Auckland", "Auckland").unwrap();
    let split = "00:00 01:00 02:00 03:00 04:00 05:00 22:00 23:00";
    assert_eq!(times(world, &auckland, "2026-11-26").await, split);
    let page = day(world, &auckland, "2026-11-26").await;
    assert_eq!(page.days[0].label, "Thursday 26 November");
    assert_eq!(page.days[0].slots[0].theirs.as_deref(), Some("11:00"));
    // The clocks are put back in Madrid when it is 03:00 there, and 01:00 in London.
    let night = Schedule {
        rules: Rules::new(RuleNumbers {
            length_minutes: 25,
            horizon_days: 366,
            ..RuleNumbers::default()
        })
        .expect("rules"),
        hours: domain::availability::WeeklyHours::new(std::array::from_fn(|_| {
            WallRange::parse("00:00", "03:00").into_iter().collect()
        })),
        ..Schedule::default()
    };
    set(world, MAYA, &night, world.now()).await;
    let madrid = Zone::named("Europe/Madrid", "Madrid").unwrap();
    let page = day(world, &madrid, "2027-10-31").await;
    let said = page.days[0].slots.iter().map(|slot| {
        let which = slot.which.as_deref().unwrap_or("once");
        format!("{} {which}", slot.time)
    });
    let said: Vec<String> = said.collect();
    assert_eq!(said, ["01:00 once", "02:00 CEST", "03:00 once"]);
}

pub async fn nobody_can_book_a_paused_account(world: &World) {
    open(world).await;
    let pause = "INSERT INTO restriction (therapist_id, kind, since, reason) \
                 VALUES ($1, 'paused_by_therapist', 0, 'illness')";
    world.put(sql(pause).bind(MAYA.id())).await;
    assert_eq!(times(world, &london(), "2026-11-25").await, "");
    world.put(sql("DELETE FROM restriction")).await;
    assert_ne!(times(world, &london(), "2026-11-25").await, "");
    world.put(sql("UPDATE account SET closed_at = 1")).await;
    assert_eq!(times(world, &london(), "2026-11-25").await, "");
}

async fn next(world: &World) -> Option<Instant> {
    next_free::of(&world.backend, therapist(MAYA))
        .await
        .unwrap()
}

/// As it would be computed now.
async fn anew(world: &World) -> Option<Instant> {
    let now = world.now();
    let all = Interval::new(now, now + TimeDelta::days(70)).expect("a span");
    let calendar = calendar(world, MAYA, all, now).await;
    computed(calendar.diary(), now).start
}

pub async fn the_next_free_start_is_kept_until_something_changes(world: &World) {
    assert_eq!(next(world).await, None);
    open(world).await;
    let first = at("2026-11-24T09:00:00Z");
    assert_eq!(next(world).await, Some(first));
    let count = || world.backend.store.statements();
    let before = count();
    assert_eq!(next(world).await, Some(first));
    assert_eq!(count() - before, 1, "it is kept");
    let session = follow_up(first);
    world.book([session]).await;
    assert_eq!(next(world).await, Some(at("2026-11-24T10:00:00Z")));
    for change in [
        "UPDATE account SET zone = 'Europe/Madrid' WHERE role = 'therapist'",
        "DELETE FROM block",
        "UPDATE schedule SET gap_minutes = 15",
        "UPDATE account SET closed_at = 1 WHERE role = 'therapist'",
        "UPDATE account SET closed_at = NULL WHERE role = 'therapist'",
    ] {
        world.put(sql(change)).await;
        assert_eq!(next(world).await, anew(world).await, "{change}");
    }
}

pub async fn a_kept_value_ages_without_a_write(world: &World) {
    open(world).await;
    let changes = "SELECT changes FROM schedule WHERE free_from IS NOT NULL";
    next(world).await;
    let counted = world.number(changes).await;
    for hours in [0, 2, 3, 20, 24, 31, 80] {
        world.backend.clock.advance(TimeDelta::hours(hours));
        assert_eq!(next(world).await, anew(world).await, "{hours} hours later");
    }
    assert_eq!(world.number(changes).await, counted, "nothing has changed");
}

pub async fn what_was_computed_before_a_change_is_not_kept(world: &World) {
    open(world).await;
    let now = world.now();
    let all = Interval::new(now, now + TimeDelta::days(70)).expect("a span");
    let old = calendar(world, MAYA, all, now).await;
    let stale = computed(old.diary(), now);
    world.book([follow_up(at("2026-11-24T09:00:00Z"))]).await;
    let (of, changes) = (therapist(MAYA), old.changes);
    let keep = world.backend.store.write::<_, Fault, _>("keep", move |tx| {
        Box::pin(async move { kept::keep(tx, of, stale, changes).await })
    });
    keep.await.unwrap();
    let all = world
        .backend
        .store
        .read::<_, Fault, _>(|tx| Box::pin(kept::all(tx)));
    assert_eq!(all.await.unwrap()[&of], None);
    assert_eq!(next(world).await, Some(at("2026-11-24T10:00:00Z")));
}
