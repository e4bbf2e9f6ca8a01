//! Finding slots allocates nothing, however many there are.

#[path = "support/dice.rs"]
#[allow(dead_code, reason = "each test crate throws the dice in its own way")]
mod dice;
#[path = "support/week.rs"]
#[allow(dead_code, reason = "each test crate draws its own weeks")]
mod week;
#[path = "support/zones.rs"]
#[allow(dead_code, reason = "each test crate needs a part of the zones")]
mod zones;

use allocation_counter::measure;
use chrono::Weekday;
use domain::availability::block::{Block, Dates};
use domain::availability::{BusyKind, NextFree, next_free, slots};
use domain::time::TimeDelta;
use domain::time::interval::Interval;
use week::{Week, range, week};

/// Every hour of every day but lunch, and a session a week.
fn busy_week() -> Week {
    let mut week = week();
    for weekday in (0..7).map(|day| Weekday::try_from(day).expect("a weekday")) {
        week.schedule.hours.paint(weekday, range("00:00–24:00"));
        let lunch = Block::Weekly {
            weekday,
            range: range("12:00–13:00"),
            dates: Dates::ALWAYS,
        };
        week.schedule.blocks.add(lunch).expect("room");
    }
    for day in ["2026-11-24", "2026-12-01", "2026-12-08"] {
        let hour = |hour| format!("{day} {hour}:00");
        week.book(&hour(10), &hour(11), BusyKind::Session);
    }
    week
}

#[test]
fn slots_of_sixty_days_are_found_without_allocating() {
    let week = busy_week();
    let times = week.times();
    let diary = week.diary(&times);
    let all = Interval::new(week.now, week.now + TimeDelta::days(60)).expect("a span");
    let mut many = 0;
    let counted = measure(|| many = slots(diary, week.now, all).count());
    assert!(many > 2000, "{many}");
    assert_eq!(counted.count_total, 0);
}

#[test]
fn the_next_free_start_is_found_without_allocating() {
    let week = busy_week();
    let times = week.times();
    let diary = week.diary(&times);
    let mut found: Option<NextFree> = None;
    let counted = measure(|| found = Some(next_free(diary, week.now)));
    assert!(found.is_some_and(|found| found.start.is_some()));
    assert_eq!(counted.count_total, 0);
    // The counter does count.
    assert!(measure(|| drop(week.times())).count_total > 0);
}
