//! What is answered to *why can this time (not) be booked?*, case by case.

#[path = "support/dice.rs"]
#[allow(dead_code, reason = "each test crate throws the dice in its own way")]
mod dice;
#[path = "support/week.rs"]
#[allow(dead_code, reason = "each test crate draws its own weeks")]
mod week;
#[path = "support/zones.rs"]
#[allow(dead_code, reason = "each test crate needs a part of the zones")]
mod zones;

use domain::availability::block::{Block, Dates, Days};
use domain::availability::busy::Source;
use domain::availability::why::SetFor;
use domain::availability::{Account, BusyKind, Why, obstacles, why, why_wall};
use domain::time::{Instant, TimeDelta};
use week::{Week, range, week};

/// Fifty minutes and ten between, on the half hours, a day ahead. Mondays 09:00 to 13:00 and
/// 14:00 to 18:00; Daniel on Monday at 10:00, a hold at 15:00, and lunch outside on Mondays
/// from 16:30 on.
fn maya() -> Week {
    let mut week = week();
    week.rules(|numbers| {
        numbers.length_minutes = 50;
        numbers.gap_minutes = 10;
        numbers.lead_minutes = 24 * 60;
        numbers.horizon_days = 60;
    });
    for hours in ["09:00–13:00", "14:00–18:00"] {
        week.schedule
            .hours
            .paint(chrono::Weekday::Mon, range(hours));
    }
    week.book("2026-11-30 10:00", "2026-11-30 10:50", BusyKind::Session);
    let until = week.now + TimeDelta::minutes(10);
    week.book(
        "2026-11-30 15:00",
        "2026-11-30 15:50",
        BusyKind::Hold { until },
    );
    week.book("2026-12-14 14:00", "2026-12-14 15:00", BusyKind::Block);
    let as_of = week.now - TimeDelta::minutes(40);
    let imported = BusyKind::Imported {
        from: Source(2),
        as_of,
    };
    week.book("2026-12-14 16:00", "2026-12-14 17:00", imported);
    week.schedule.blocks.add(lunch()).expect("room");
    week.schedule.blocks.add(days()).expect("room");
    week
}

fn lunch() -> Block {
    Block::Weekly {
        weekday: chrono::Weekday::Mon,
        range: range("16:30–17:00"),
        dates: Dates::ALWAYS,
    }
}

fn days() -> Block {
    let [first, last] = ["2026-12-21", "2027-01-03"].map(|date| date.parse().expect("a date"));
    Block::Days(Days::new(first, last).expect("days"))
}

#[track_caller]
fn check(wall: &str, expected: impl Fn(&Week) -> Why) {
    let week = maya();
    let times = week.times();
    let found = why(week.diary(&times), week.now, week.at(wall));
    assert_eq!(found, expected(&week), "{wall}");
}

#[test]
fn what_is_free_is_bookable() {
    check("2026-11-30 09:00", |_| Why::Bookable);
    check("2026-11-30 11:00", |_| Why::Bookable);
    check("2026-11-30 17:00", |_| Why::Bookable);
}

#[test]
fn who_is_there_is_named_and_until_when_a_hold_keeps_the_time() {
    let busy = |week: &Week, place: usize| week.busy[place];
    for wall in ["2026-11-30 10:00", "2026-11-30 10:30", "2026-11-30 09:30"] {
        check(wall, |week| Why::Taken { by: busy(week, 0) });
    }
    check("2026-11-30 15:30", |week| Why::Taken { by: busy(week, 1) });
    check("2026-11-30 10:55", |week| Why::TooClose {
        to: busy(week, 0),
        gap_minutes: 10,
    });
    check("2026-11-30 09:05", |week| Why::TooClose {
        to: busy(week, 0),
        gap_minutes: 10,
    });
}

#[test]
fn a_block_is_shown_as_it_was_made() {
    check("2026-11-30 16:00", |_| Why::Blocked { by: lunch() });
    check("2026-12-28 10:00", |_| Why::Blocked { by: days() });
    check("2026-12-14 14:30", |week| Why::Blocked {
        by: Block::Once(week.busy[2].span),
    });
}

#[test]
fn another_calendar_is_named_with_the_age_of_what_it_said() {
    let mut week = maya();
    week.schedule.blocks.remove(&lunch());
    let times = week.times();
    let found = why(week.diary(&times), week.now, week.at("2026-12-14 16:30"));
    let span = week.busy[3].span;
    let as_of = week.now - TimeDelta::minutes(40);
    let from = Source(2);
    assert_eq!(found, Why::ImportedBusy { span, from, as_of });
}

#[test]
fn outside_the_hours_that_days_hours_are_told() {
    let monday = ["09:00–13:00", "14:00–18:00"];
    let outside = |date: &str, hours: &[&str], set_for| Why::OutsideHours {
        date: date.parse().expect("a date"),
        hours: hours.iter().map(|hours| range(hours)).collect(),
        set_for,
    };
    check("2026-11-30 13:30", |_| {
        outside("2026-11-30", &monday, SetFor::Weekday)
    });
    check("2026-12-01 09:00", |_| {
        outside("2026-12-01", &[], SetFor::Weekday)
    });
    check("2026-11-30 12:30", |week| Why::RunsOver {
        hours_end: week.at("2026-11-30 13:00"),
    });
    let mut week = maya();
    let date = "2026-11-30".parse().expect("a date");
    let closed = [].into_iter().collect();
    week.schedule.overrides.set(date, closed).expect("room");
    let times = week.times();
    let found = why(week.diary(&times), week.now, week.at("2026-11-30 12:00"));
    assert_eq!(found, outside("2026-11-30", &[], SetFor::Date));
}

#[test]
fn too_soon_and_too_far_say_from_when_and_until_when() {
    let earliest = |week: &Week| Why::TooSoon {
        earliest: week.now + TimeDelta::hours(24),
    };
    check("2026-11-23 11:30", earliest);
    check("2026-11-23 12:00", |_| Why::Bookable);
    check("2027-01-25 09:00", |week| Why::TooFar {
        latest: week.now + TimeDelta::days(60),
    });
    check("2027-01-18 09:00", |_| Why::Bookable);
    let mut week = maya();
    week.rules(|numbers| numbers.horizon_days = 57);
    let times = week.times();
    let ask = |wall| why(week.diary(&times), week.now, week.at(wall));
    let latest = week.at("2027-01-18 12:00");
    assert_eq!(ask("2027-01-18 12:00"), Why::Bookable);
    assert_eq!(ask("2027-01-18 14:00"), Why::TooFar { latest });
}

#[test]
fn off_the_step_the_nearest_slot_is_told() {
    let nearest = |start: &'static str| {
        move |week: &Week| Why::NotOnStep {
            nearest: Some(week.at(start)),
        }
    };
    check("2026-11-30 11:10", nearest("2026-11-30 11:00"));
    check("2026-11-30 11:15", nearest("2026-11-30 11:00"));
    check("2026-11-30 11:16", nearest("2026-11-30 11:30"));
    check("2026-11-30 11:00:00.001", nearest("2026-11-30 11:00"));
    check("2026-11-30 12:10", nearest("2026-11-30 12:00"));
}

#[test]
fn a_wall_time_that_never_was_or_comes_twice_says_so() {
    let wall = |text: &str| text.parse().expect("a wall time");
    let utc = |text: &str| text.parse::<Instant>().expect("an instant");
    let mut week = Week::of("Europe/London", "2026-03-28 12:00");
    week.open("2026-03-29", "00:00–06:00");
    let times = week.times();
    let found = why_wall(week.diary(&times), week.now, wall("2026-03-29T01:30:00"));
    let at = utc("2026-03-29T01:00:00Z");
    assert_eq!(found, Why::SkippedByClocks { at });

    let mut week = Week::of("Europe/London", "2026-10-24 12:00");
    week.open("2026-10-25", "00:00–06:00");
    let times = week.times();
    let ask = |at| why(week.diary(&times), week.now, at);
    let (first, again) = (utc("2026-10-25T00:30:00Z"), utc("2026-10-25T01:30:00Z"));
    assert_eq!(ask(first), Why::Bookable);
    assert_eq!(ask(again), Why::ShownAgain { first });
    let found = why_wall(week.diary(&times), week.now, wall("2026-10-25T01:30:00"));
    assert_eq!(found, Why::Bookable);
}

#[test]
fn what_is_over_is_past_and_what_is_still_to_come_is_too_soon() {
    let week = maya();
    let times = week.times();
    let mut diary = week.diary(&times);
    let after = |ms| week.now + TimeDelta::milliseconds(ms);
    let told = |diary, at| match why(diary, week.now, at) {
        Why::Past => "past",
        Why::TooSoon { .. } => "too soon",
        Why::OutsideHours { .. } => "outside hours",
        Why::NotActive => "not active",
        other => panic!("{other:?}"),
    };
    // Whatever else there is to say of it: a session was there, or nothing was ever open.
    for (ms, expected) in [(-86_400_000, "past"), (-1, "past"), (0, "outside hours")] {
        assert_eq!(told(diary, after(ms)), expected, "{ms}");
    }
    let soon = obstacles(diary, week.now, after(0));
    assert!(
        soon.into_iter()
            .any(|why| matches!(why, Why::TooSoon { .. }))
    );
    let over: Vec<Why> = obstacles(diary, week.now, after(-1)).collect();
    assert!(!over.iter().any(|why| matches!(why, Why::TooSoon { .. })));
    diary.account = Account::NotActive;
    assert_eq!(told(diary, after(-1)), "past");
    assert_eq!(told(diary, after(0)), "not active");
}

#[test]
fn nothing_else_is_said_of_whoever_is_not_active() {
    let week = maya();
    let times = week.times();
    let mut diary = week.diary(&times);
    diary.account = Account::NotActive;
    assert_eq!(
        why(diary, week.now, week.at("2026-11-30 10:00")),
        Why::NotActive
    );
}

#[test]
fn whoever_may_override_some_of_it_is_told_all_of_it() {
    let week = maya();
    let times = week.times();
    let told = |wall: &str| -> Vec<Why> {
        obstacles(week.diary(&times), week.now, week.at(wall)).collect()
    };
    assert_eq!(told("2026-11-30 09:00"), []);
    let [hours, soon] = &told("2026-11-22 13:00")[..] else {
        panic!("outside the hours, and too soon")
    };
    assert!(matches!(
        (hours, soon),
        (Why::OutsideHours { .. }, Why::TooSoon { .. })
    ));
    let by = week.busy[0];
    let hours_end = week.at("2026-11-30 13:00");
    assert_eq!(told("2026-11-30 10:30"), [Why::Taken { by }]);
    assert_eq!(told("2026-11-30 12:30"), [Why::RunsOver { hours_end }]);
    let [blocked, close, step] = &told("2026-11-30 15:55")[..] else {
        panic!("blocked by lunch, too close to the hold, and off the step")
    };
    let to = week.busy[1];
    assert_eq!(
        (blocked, close),
        (
            &Why::Blocked { by: lunch() },
            &Why::TooClose {
                to,
                gap_minutes: 10
            }
        )
    );
    assert!(matches!(step, Why::NotOnStep { .. }));
}

#[test]
fn the_nearest_slots_are_the_way_out() {
    let week = maya();
    let times = week.times();
    let told = |at: &str, many| -> Vec<Instant> {
        let found = domain::availability::nearest(week.diary(&times), week.now, week.at(at), many);
        found.iter().map(|slot| slot.start()).collect()
    };
    let expected =
        |walls: &[&str]| -> Vec<Instant> { walls.iter().map(|at| week.at(at)).collect() };
    let near = ["2026-11-30 11:00", "2026-11-30 09:00", "2026-11-30 11:30"];
    assert_eq!(told("2026-11-30 10:10", 3), expected(&near));
    assert_eq!(
        told("2026-11-30 10:00", 2),
        expected(&["2026-11-30 09:00", "2026-11-30 11:00"])
    );
    assert_eq!(told("2027-06-01 10:00", 1), expected(&["2027-01-18 17:00"]));
    assert_eq!(told("2026-01-01 10:00", 1), expected(&["2026-11-23 12:00"]));
    assert!(told("2026-11-30 10:00", 0).is_empty());
}

#[test]
fn an_answer_travels_to_the_browser_and_back() {
    let week = maya();
    let times = week.times();
    for wall in [
        "2026-11-30 10:00",
        "2026-11-30 13:30",
        "2026-11-30 16:00",
        "2026-12-14 16:59",
    ] {
        let why = why(week.diary(&times), week.now, week.at(wall));
        let text = serde_json::to_string(&why).expect("text");
        assert_eq!(serde_json::from_str::<Why>(&text).expect("an answer"), why);
    }
    let text = serde_json::to_string(&times).expect("text");
    assert_eq!(
        serde_json::from_str::<domain::availability::BusyTimes>(&text).expect("times"),
        times
    );
}
