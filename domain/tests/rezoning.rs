//! A therapist who moves to another zone and keeps the instants of their hours: other walls, the
//! same slots. Random schedules, between zones up to a day and more apart.

#[path = "support/dice.rs"]
#[allow(dead_code, reason = "each test crate throws the dice in its own way")]
mod dice;
#[path = "support/week.rs"]
#[allow(dead_code, reason = "each test crate draws its own weeks")]
mod week;
#[path = "support/zones.rs"]
#[allow(dead_code, reason = "each test crate needs a part of it")]
mod zones;

use chrono::{NaiveDate, Weekday};
use dice::Dice;
use domain::availability::block::{Block, Dates, Days};
use domain::availability::edit::Rezoning;
use domain::availability::{Schedule, slots};
use domain::time::interval::Interval;
use domain::time::wall::{Day, WEEK, WallRange};
use domain::time::{Instant, TimeDelta};
use week::{Week, range};

/// No clock changes in any of them in January.
const ZONES: [&str; 8] = [
    "Europe/London",
    "Europe/Madrid",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
];

/// Short slots that lie close: every five minutes that are open are one.
fn fine(zone: &str) -> Week {
    let mut week = Week::of(zone, "2026-01-05 12:00");
    week.rules(|numbers| (numbers.length_minutes, numbers.step_minutes) = (5, 5));
    week
}

fn starts(week: &Week) -> Vec<Instant> {
    let from = "2026-01-10T00:00:00Z"
        .parse::<Instant>()
        .expect("an instant");
    let times = week.times();
    let asked = Interval::new(from, from + TimeDelta::days(9)).expect("a span");
    let found = slots(week.diary(&times), from, asked);
    found.map(|slot| slot.start()).collect()
}

/// The same week as it is after a move.
fn moved(week: &Week, zone: &str) -> Week {
    let mut other = fine(zone);
    let rezoning = Rezoning {
        from: &week.zone,
        to: &other.zone,
        at: week.now,
    };
    other.schedule = week.schedule.rezoned(rezoning).expect("room");
    other
}

#[test]
fn the_same_instants_are_open_on_the_wall_of_another_zone() {
    let mut open = 0;
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let mut week = fine(dice.pick(&ZONES));
        let rules = week.schedule.rules;
        week.schedule = Schedule {
            rules,
            ..any_schedule(&mut dice)
        };
        let zone = dice.pick(&ZONES);
        let (before, after) = (starts(&week), starts(&moved(&week, zone)));
        assert_eq!(before, after, "seed {seed}, to {zone}: {:?}", week.schedule);
        open += before.len();
    }
    assert!(open > 100_000, "{open}");
}

fn any_range(dice: &mut Dice) -> WallRange {
    let (one, two) = (dice.upto(288) as u16 * 5, dice.upto(288) as u16 * 5);
    WallRange::new(one.min(two), one.max(two)).unwrap_or(WallRange::WHOLE_DAY)
}

fn any_date(dice: &mut Dice) -> NaiveDate {
    let first = Day::from(NaiveDate::from_ymd_opt(2026, 1, 8).expect("a date"));
    Day(first.0 + dice.upto(12) as i32).date()
}

fn any_schedule(dice: &mut Dice) -> Schedule {
    let mut schedule = Schedule::default();
    for weekday in WEEK {
        for _ in 0..dice.upto(2) {
            schedule.hours.paint(weekday, any_range(dice));
        }
    }
    for _ in 0..dice.upto(3) {
        let own = (0..dice.upto(2)).map(|_| any_range(dice)).collect();
        schedule.overrides.set(any_date(dice), own).expect("room");
    }
    for _ in 0..dice.upto(3) {
        let (one, two) = (any_date(dice), any_date(dice));
        let dates = Dates::new(Some(one.min(two)), Some(one.max(two)));
        let weekly = Block::Weekly {
            weekday: dice.pick(&WEEK),
            range: any_range(dice),
            dates: dates.expect("dates"),
        };
        let days = Block::Days(Days::new(one, one).expect("days"));
        let block = dice.pick(&[weekly, weekly, days]);
        schedule.blocks.add(block).expect("room");
    }
    schedule
}

#[test]
fn whoever_moves_to_madrid_works_an_hour_later_on_its_wall() {
    let mut week = fine("Europe/London");
    week.schedule
        .hours
        .paint(Weekday::Sun, range("23:30–24:00"));
    week.schedule
        .hours
        .paint(Weekday::Mon, range("09:00–13:00"));
    let christmas = "2026-12-25".parse().expect("a date");
    week.schedule
        .overrides
        .set(christmas, [].into_iter().collect())
        .expect("room");
    let moved = moved(&week, "Europe/Madrid");
    let monday: Vec<String> = moved
        .schedule
        .hours
        .on(Weekday::Mon)
        .ranges()
        .map(|r| r.to_string())
        .collect();
    assert_eq!(monday, ["00:30–01:00", "10:00–14:00"]);
    assert!(moved.schedule.hours.on(Weekday::Sun).is_closed());
    // A Friday without hours is closed as it is.
    assert_eq!(moved.schedule.overrides.iter().count(), 0);
}
