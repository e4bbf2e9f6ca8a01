//! Whom an edit leaves outside, case by case.

#[path = "support/dice.rs"]
#[allow(dead_code, reason = "each test crate throws the dice in its own way")]
mod dice;
#[path = "support/week.rs"]
#[allow(dead_code, reason = "each test crate draws its own weeks")]
mod week;
#[path = "support/zones.rs"]
#[allow(dead_code, reason = "each test crate needs a part of the zones")]
mod zones;

use chrono::Timelike;
use chrono::Weekday::{self, Mon, Tue, Wed};
use domain::availability::block::{Block, Dates, Days};
use domain::availability::edit::{Plan, StrandedBy, stranded};
use domain::availability::{DayHours, Rules};
use domain::time::interval::Interval;
use domain::time::wall::WallRange;
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

/// Who is stranded, each by hours or by a block. Daniel comes on Monday at 10:00; Priya on
/// Tuesday at 14:00; Lena on Wednesday, outside the hours, as was agreed with her; Anna has an
/// offer on Tuesday from 12:30 to 13:20, half outside.
#[track_caller]
fn check_stranded(edit: impl Fn(&mut Week), expected: &[(&str, &str)]) {
    let before = maya();
    let span =
        |from: &str, to: &str| Interval::new(before.at(from), before.at(to)).expect("a span");
    let booked = [
        ("Daniel", span("2026-11-23 10:00", "2026-11-23 10:50")),
        ("Priya", span("2026-11-24 14:00", "2026-11-24 14:50")),
        ("Lena", span("2026-11-25 10:00", "2026-11-25 10:50")),
        ("Anna", span("2026-11-24 12:30", "2026-11-24 13:20")),
    ];
    let mut after = maya();
    edit(&mut after);
    let plan = |week: &Week| (week.schedule.clone(), week.zone.clone());
    let ((one, one_zone), (two, two_zone)) = (plan(&before), plan(&after));
    let [one, two] = [(&one, &one_zone), (&two, &two_zone)];
    let [one, two] = [one, two].map(|(schedule, zone)| Plan { schedule, zone });
    let found = stranded(one, two, booked);
    let told = |by: &StrandedBy| match by {
        StrandedBy::Hours { lost } => {
            let wall = [lost.start(), lost.end()].map(|at| after.zone.wall(at));
            let [from, to] = wall.map(|at| at.hour() * 60 + at.minute());
            let lost = WallRange::new(from as u16, to as u16);
            lost.expect("a range").to_string()
        }
        StrandedBy::Block(_) => "block".into(),
    };
    let found: Vec<(&str, String)> = found.iter().map(|s| (s.id, told(&s.by))).collect();
    let expected: Vec<(&str, String)> = expected
        .iter()
        .map(|(id, by)| (*id, (*by).into()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn an_edit_strands_those_from_whom_it_takes_time() {
    check_stranded(|_| {}, &[]);
    check_stranded(
        |w| w.schedule.hours.erase(Mon, range("10:30–11:00")),
        &[("Daniel", "10:30–10:50")],
    );
    check_stranded(|w| w.schedule.hours.erase(Mon, range("10:50–11:00")), &[]);
    check_stranded(|w| w.schedule.hours.paint(Wed, range("10:00–10:30")), &[]);
    check_stranded(|w| w.schedule.hours.erase(Wed, range("00:00–24:00")), &[]);
    check_stranded(
        |w| w.schedule.hours.erase(Tue, range("13:00–14:30")),
        &[("Priya", "14:00–14:30")],
    );
    check_stranded(
        |w| w.schedule.hours.erase(Tue, range("12:45–13:00")),
        &[("Anna", "12:45–13:00")],
    );
    let closed = |w: &mut Week| {
        w.schedule
            .overrides
            .set(date("2026-11-24"), DayHours::CLOSED)
            .expect("room")
    };
    check_stranded(closed, &[("Priya", "14:00–14:50"), ("Anna", "12:30–13:00")]);
}

#[test]
fn a_new_block_asks_about_all_that_it_covers() {
    let add = |block: Block| move |w: &mut Week| w.schedule.blocks.add(block).expect("room");
    check_stranded(
        add(days("2026-11-23", "2026-11-23")),
        &[("Daniel", "block")],
    );
    check_stranded(add(days("2026-11-25", "2026-11-30")), &[("Lena", "block")]);
    check_stranded(add(every_week(Tue, "13:19–14:00")), &[("Anna", "block")]);
    check_stranded(add(every_week(Tue, "13:20–14:00")), &[]);
    check_stranded(
        |w| {
            w.schedule.hours.erase(Mon, range("09:00–13:00"));
            w.schedule
                .blocks
                .add(days("2026-11-23", "2026-11-23"))
                .expect("room");
        },
        &[("Daniel", "block")],
    );
}

#[test]
fn rules_and_what_was_let_be_strand_nobody() {
    check_stranded(
        |w| {
            w.rules(|numbers| {
                (
                    numbers.length_minutes,
                    numbers.gap_minutes,
                    numbers.step_minutes,
                ) = (90, 30, 7);
                (numbers.lead_minutes, numbers.horizon_days) = (0, 1);
            });
        },
        &[],
    );
    let before = {
        let mut week = maya();
        week.schedule
            .blocks
            .add(every_week(Mon, "09:00–12:00"))
            .expect("room");
        week
    };
    let daniel = Interval::new(before.at("2026-11-23 10:00"), before.at("2026-11-23 10:50"));
    let plan = Plan {
        schedule: &before.schedule,
        zone: &before.zone,
    };
    assert!(stranded(plan, plan, [((), daniel.expect("a span"))]).is_empty());
}

#[test]
fn hours_that_stay_on_the_wall_of_another_zone_strand_whom_they_leave() {
    // The wall in Madrid shows 11:00 when London's shows 10:00: 14:00 to 14:50 becomes 15:00 to
    // 15:50, still within, but Anna's half hour before 13:00 is one after it.
    check_stranded(
        |w| w.zone = zones::year("Europe/Madrid", 2026),
        &[("Anna", "13:30–14:00")],
    );
    check_stranded(
        |w| w.zone = zones::year("America/New_York", 2026),
        &[("Daniel", "05:00–05:50"), ("Anna", "07:30–08:00")],
    );
}
