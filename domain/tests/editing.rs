//! What an edit changes, one by one.

#[path = "support/dice.rs"]
#[allow(dead_code, reason = "each test crate throws the dice in its own way")]
mod dice;
#[path = "support/week.rs"]
#[allow(dead_code, reason = "each test crate draws its own weeks")]
mod week;
#[path = "support/zones.rs"]
#[allow(dead_code, reason = "each test crate needs a part of the zones")]
mod zones;

use chrono::Weekday::{self, Mon, Tue, Wed};
use domain::availability::block::{Block, Dates, Days};
use domain::availability::edit::{Change, changes};
use domain::availability::rules::{RuleField, RuleNumbers};
use domain::availability::{DayHours, Rules, Schedule};
use domain::time::interval::Interval;
use week::{Week, range};

/// Mondays and Tuesdays 09:00 to 13:00, Tuesdays from 14:00 to 17:00 too.
fn maya() -> Week {
    let mut week = Week::of("Europe/London", "2026-11-22 12:00");
    week.schedule.rules = Rules::default();
    for (day, hours) in [
        (Mon, "09:00–13:00"),
        (Tue, "09:00–13:00"),
        (Tue, "14:00–17:00"),
    ] {
        week.schedule.hours.paint(day, range(hours));
    }
    week
}

fn hours(ranges: &[&str]) -> DayHours {
    ranges.iter().map(|text| range(text)).collect()
}

fn date(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a date")
}

fn every_week(weekday: Weekday, hours: &str) -> Block {
    Block::Weekly {
        weekday,
        range: range(hours),
        dates: Dates::ALWAYS,
    }
}

fn days(first: &str, last: &str) -> Block {
    Block::Days(Days::new(date(first), date(last)).expect("days"))
}

#[track_caller]
fn check_changes(edit: impl Fn(&mut Schedule), expected: &[Change]) {
    let before = maya().schedule;
    let mut after = before.clone();
    edit(&mut after);
    assert_eq!(changes(&before, &after), expected);
    let text = serde_json::to_string(&after).expect("text");
    let back: Schedule = serde_json::from_str(&text).expect("a schedule");
    assert_eq!(changes(&back, &after), []);
}

#[test]
fn each_stretch_that_is_painted_or_erased_is_a_change() {
    let opened = |weekday, hours| Change::Opened {
        weekday,
        range: range(hours),
    };
    let closed = |weekday, hours| Change::Closed {
        weekday,
        range: range(hours),
    };
    check_changes(|_| {}, &[]);
    check_changes(|s| s.hours.paint(Mon, range("09:00–13:00")), &[]);
    check_changes(
        |s| s.hours.paint(Mon, range("12:00–15:00")),
        &[opened(Mon, "13:00–15:00")],
    );
    let middle = [closed(Tue, "12:00–13:00"), closed(Tue, "14:00–15:00")];
    check_changes(|s| s.hours.erase(Tue, range("12:00–15:00")), &middle);
    let moved = [closed(Mon, "09:00–10:00"), opened(Mon, "13:00–14:00")];
    check_changes(|s| *s.hours.on_mut(Mon) = hours(&["10:00–14:00"]), &moved);
    let copied = [
        opened(Mon, "14:00–17:00"),
        opened(Wed, "09:00–13:00"),
        opened(Wed, "14:00–17:00"),
    ];
    check_changes(|s| s.hours.copy(Tue, &[Mon, Wed]), &copied);
}

#[test]
fn dates_blocks_and_rules_are_changes_of_their_own() {
    let (first, second) = (
        every_week(Mon, "12:00–13:00"),
        days("2026-12-24", "2026-12-31"),
    );
    check_changes(
        |s| {
            s.overrides
                .set(date("2026-12-01"), DayHours::CLOSED)
                .expect("room");
            s.blocks.add(first).expect("room");
            s.blocks.add(second).expect("room");
            let numbers = RuleNumbers {
                gap_minutes: 15,
                ..s.rules.numbers()
            };
            s.rules = Rules::new(numbers).expect("rules");
        },
        &[
            Change::Date {
                date: date("2026-12-01"),
                before: None,
                after: Some(DayHours::CLOSED),
            },
            Change::Blocked(first),
            Change::Blocked(second),
            Change::Rule {
                field: RuleField::Gap,
                before: 10,
                after: 15,
            },
        ],
    );
    let mut before = maya().schedule;
    before.blocks.add(first).expect("room");
    assert_eq!(
        changes(&before, &maya().schedule),
        [Change::Unblocked(first)]
    );
}

#[test]
fn this_week_only_gives_own_hours_to_the_days_that_differ() {
    let mut schedule = maya().schedule;
    let mut week = schedule.week_of(date("2026-11-26"));
    assert_eq!(week, schedule.hours);
    week.erase(Tue, range("14:00–17:00"));
    week.paint(Wed, range("10:00–12:00"));
    schedule
        .replace_week(date("2026-11-26"), &week)
        .expect("room");
    let own: Vec<_> = schedule
        .overrides
        .iter()
        .map(|(date, own)| (date, own.clone()))
        .collect();
    let expected = [
        (date("2026-11-24"), hours(&["09:00–13:00"])),
        (date("2026-11-25"), hours(&["10:00–12:00"])),
    ];
    assert_eq!(own, expected);
    assert_eq!(schedule.week_of(date("2026-11-29")), week);
    assert_eq!(schedule.week_of(date("2026-11-30")), schedule.hours);
    // Painted back, nothing is left of it.
    let as_ever = schedule.hours.clone();
    schedule
        .replace_week(date("2026-11-23"), &as_ever)
        .expect("room");
    assert_eq!(schedule, maya().schedule);
}

#[track_caller]
fn check_stopped(session: (&str, &str), edit: impl Fn(&mut Schedule), expected: &[Change]) {
    let mut week = maya();
    edit(&mut week.schedule);
    let mut after = week.schedule.clone();
    let session = Interval::new(week.at(session.0), week.at(session.1)).expect("a span");
    after.stop_offering(&week.zone, session);
    assert_eq!(changes(&week.schedule, &after), expected);
}

#[test]
fn an_hour_that_is_no_longer_offered_goes_from_the_week_and_from_later_dates() {
    let closed = |weekday, hours| Change::Closed {
        weekday,
        range: range(hours),
    };
    let tuesday = ("2026-11-24 15:00", "2026-11-24 15:50");
    check_stopped(tuesday, |_| {}, &[closed(Tue, "15:00–16:00")]);
    let own = |s: &mut Schedule| {
        for day in ["2026-11-17", "2026-12-01", "2026-12-02"] {
            s.overrides
                .set(date(day), hours(&["14:00–16:00"]))
                .expect("room");
        }
    };
    let later = Change::Date {
        date: date("2026-12-01"),
        before: Some(hours(&["14:00–16:00"])),
        after: Some(hours(&["14:00–15:00"])),
    };
    check_stopped(tuesday, own, &[closed(Tue, "15:00–16:00"), later]);
    let late = ("2026-11-23 23:30", "2026-11-24 00:20");
    let night = |s: &mut Schedule| {
        s.hours.paint(Mon, range("23:00–24:00"));
        s.hours.paint(Tue, range("00:00–01:00"));
    };
    check_stopped(
        late,
        night,
        &[closed(Mon, "23:30–24:00"), closed(Tue, "00:00–01:00")],
    );
}
