use super::*;
use crate::availability::block::Days;
use crate::availability::busy::Source;
use crate::time::wall::WallRange;
use crate::time::zone::Transition;
use chrono::Weekday;

fn utc(text: &str) -> Instant {
    format!("2026-11-{text}:00Z").parse().expect("an instant")
}

fn span(day: &str, from: &str, to: &str) -> Interval {
    let at = |time: &str| utc(&format!("{day}T{time}"));
    Interval::new(at(from), at(to)).expect("a span")
}

/// Asked on Monday 23 November about Tuesday at 14:00, in London.
#[track_caller]
fn check(reason: Why, expected: &str) {
    let zone = ZoneTable::new(vec![Transition {
        from: utc("01T00:00"),
        offset: 0,
    }]);
    let clock = Clock {
        zone: &zone.expect("a row"),
        now: utc("23T06:40"),
        rules: Rules::default(),
    };
    let daniels = span("24", "14:00", "14:50");
    let whose = |span| (span == daniels).then(|| "Daniel Reyes".to_owned());
    let wall = clock.zone.wall(utc("24T14:00"));
    let answer = why(&reason, wall, clock, whose);
    let can = if reason == Why::Bookable {
        "can"
    } else {
        "cannot"
    };
    assert_eq!(answer.title, format!("Tue 24 Nov, 14:00 {can} be booked."));
    assert_eq!(answer.text, expected);
}

fn busy(kind: BusyKind) -> Busy {
    let span = span("24", "14:00", "14:50");
    Busy { span, kind }
}

#[test]
fn somebody_is_named() {
    let by = busy(BusyKind::Session);
    check(
        Why::Taken { by },
        "Daniel Reyes has a session from 14:00 to 14:50.",
    );
    let until = utc("23T07:00");
    check(
        Why::Taken {
            by: busy(BusyKind::Hold { until }),
        },
        "It is kept for Daniel Reyes until Mon 23 Nov, 07:00: from 14:00 to 14:50.",
    );
    let mut to = by;
    to.span = span("24", "13:15", "13:55");
    check(
        Why::TooClose {
            to,
            gap_minutes: 10,
        },
        "You have a session from 13:15 to 13:55, and you keep 10 minutes free on both sides.",
    );
}

#[test]
fn blocks_and_other_calendars_are_told() {
    let by = Block::Once(span("24", "13:00", "16:00"));
    check(Why::Blocked { by }, "You have blocked 13:00 to 16:00.");
    let by = Block::Weekly {
        weekday: Weekday::Tue,
        range: WallRange::new(840, 900).expect("an hour"),
        dates: Default::default(),
    };
    check(
        Why::Blocked { by },
        "You have blocked 14:00–15:00 on every Tuesday.",
    );
    let date = |text: &str| text.parse().expect("a date");
    let days = |first, last| Block::Days(Days::new(date(first), date(last)).expect("days"));
    check(
        Why::Blocked {
            by: days("2026-11-24", "2026-11-24"),
        },
        "You have blocked all of Tue 24 Nov.",
    );
    check(
        Why::Blocked {
            by: days("2026-11-24", "2027-01-03"),
        },
        "You have blocked all days from Tue 24 Nov to Sun 3 Jan 2027.",
    );
    check(
        Why::ImportedBusy {
            span: span("24", "13:30", "15:00"),
            from: Source(0),
            as_of: utc("23T06:28"),
        },
        "Your other calendar is busy from 13:30 to 15:00. It was read 12 min ago.",
    );
}

#[test]
fn hours_are_told_as_they_are() {
    let date: NaiveDate = "2026-11-24".parse().expect("a date");
    let outside = |hours: DayHours, set_for| Why::OutsideHours {
        date,
        hours,
        set_for,
    };
    let morning: DayHours = WallRange::new(540, 780).into_iter().collect();
    check(
        outside(morning, SetFor::Weekday),
        "Your hours on Tuesdays are 09:00–13:00.",
    );
    check(
        outside(DayHours::CLOSED, SetFor::Weekday),
        "You are closed on Tuesdays.",
    );
    check(
        outside(DayHours::CLOSED, SetFor::Date),
        "You are closed on Tue 24 Nov.",
    );
    check(
        Why::RunsOver {
            hours_end: utc("24T14:30"),
        },
        "A session of 50 minutes would go on after your hours end at 14:30.",
    );
}

#[test]
fn rules_are_told_with_what_they_come_to_now() {
    check(Why::Bookable, "A client can book 50 minutes from then.");
    check(
        Why::NotActive,
        "Your account is paused, so nothing can be booked.",
    );
    check(Why::Past, "That time is over: it is Mon 23 Nov, 06:40 now.");
    check(
        Why::TooSoon {
            earliest: utc("24T06:40"),
        },
        "It is too soon: you are booked at least 24 hours ahead, which now is from Tue 24 Nov, \
         06:40 on.",
    );
    check(
        Why::TooFar {
            latest: utc("29T06:40"),
        },
        "It is too far ahead: you can be booked for the next 60 days, which now is until Sun \
         29 Nov, 06:40.",
    );
    let off = |nearest| Why::NotOnStep { nearest };
    let every = "Sessions start every 60 minutes from the start of your hours";
    let near = format!("{every}. The nearest open start is 15:00.");
    check(off(Some(utc("24T15:00"))), &near);
    let near = format!("{every}. The nearest open start is Wed 25 Nov, 09:00.");
    check(off(Some(utc("25T09:00"))), &near);
    check(
        off(None),
        &format!("{every}, and none is open within a day."),
    );
}

#[test]
fn the_clocks_are_told() {
    let at = utc("24T01:00");
    check(
        Why::SkippedByClocks { at },
        "The clocks go forward over this time: on that day it never is.",
    );
    check(
        Why::ShownAgain { first: at },
        "The clocks go back over this time, and sessions are booked for when it is shown \
         first.",
    );
}

#[test]
fn how_long_ahead_is_said_in_the_unit_that_people_take() {
    let said = [0, 60, 90, 1440, 2880].map(|minutes| ahead(TimeDelta::minutes(minutes)));
    assert_eq!(
        said,
        ["no time", "1 hour", "90 minutes", "24 hours", "2 days"]
    );
}
