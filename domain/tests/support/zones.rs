//! All zones of the IANA database, and weeks in them at which something is likely to turn:
//! most windows lie around a change of the clocks, some around a day that the calendar lost.

use crate::dice::Dice;
use chrono::NaiveDate;
use domain::time::zone::{Transition, ZoneTable};
use domain::time::{Instant, TimeDelta};
use jiff::Timestamp;
use jiff::tz::{self, TimeZone};
use std::sync::LazyLock;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// More than clocks are ever put back by, so that what is shown twice is seen both times.
pub const AROUND: i64 = 26 * 60 * MINUTE;

static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let names: Vec<String> = tz::db().available().map(|name| name.to_string()).collect();
    assert!(names.len() > 400, "the zone database is not there");
    names
});

/// Days that were skipped or came twice, and changes by half an hour, 20 minutes or two hours.
const ODD: [(&str, &str); 16] = [
    ("Pacific/Apia", "2011-12-30T10:00Z"),
    ("Pacific/Fakaofo", "2011-12-30T10:00Z"),
    ("Pacific/Kwajalein", "1993-08-21T12:00Z"),
    ("Pacific/Kwajalein", "1969-09-30T13:00Z"),
    ("Pacific/Kiritimati", "1994-12-31T10:00Z"),
    ("Pacific/Kanton", "1994-12-31T11:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00Z"),
    ("Australia/Lord_Howe", "2026-10-03T15:30Z"),
    ("Pacific/Chatham", "2026-04-04T14:00Z"),
    ("Pacific/Chatham", "2026-09-26T14:00Z"),
    ("Asia/Kathmandu", "1985-12-31T18:30Z"),
    ("Asia/Pyongyang", "2018-05-04T15:00Z"),
    ("America/Caracas", "2016-05-01T07:00Z"),
    ("Antarctica/Troll", "2026-10-25T01:00Z"),
    ("Antarctica/Casey", "2018-03-10T17:00Z"),
    ("Africa/Casablanca", "2026-02-15T02:00Z"),
];

/// A span of up to seven days in a zone, in milliseconds on the minute.
#[derive(Clone, Debug)]
pub struct Window {
    pub name: String,
    pub zone: TimeZone,
    pub start: i64,
    pub end: i64,
}

/// Every zone has its turn.
pub fn window(dice: &mut Dice, seed: u64) -> Window {
    if dice.upto(9) == 0 {
        let (name, at) = dice.pick(&ODD);
        let at: Instant = at.replace('Z', ":00Z").parse().expect("an instant");
        return around(dice, name, at.timestamp_millis()).expect("whole minutes");
    }
    let name = &NAMES[seed as usize % NAMES.len()];
    loop {
        let years = dice.upto(66 * 365) * DAY;
        let next = zone(name)
            .following(timestamp(years))
            .next()
            .map(|turn| turn.timestamp());
        let turn = next.filter(|_| dice.upto(2) > 0);
        let at = turn.map_or(years, Timestamp::as_millisecond);
        if let Some(window) = around(dice, name, at) {
            return window;
        }
    }
}

/// `None` where a minute on the wall is no minute elsewhere, as before clocks were set by radio:
/// whoever goes by minutes could not follow.
fn around(dice: &mut Dice, name: &str, at: i64) -> Option<Window> {
    let minutes = dice.pick(&[720, 1440, 1440, 2880, 2880, 7 * 1440]);
    let start = (at / MINUTE - dice.upto(minutes)) * MINUTE;
    let window = Window {
        name: name.into(),
        zone: zone(name),
        start,
        end: start + minutes * MINUTE,
    };
    let rows = window.rows();
    let whole = rows.iter().skip(1).all(|(at, _)| at % MINUTE == 0);
    (whole && rows.iter().all(|(_, offset)| offset % 60 == 0)).then_some(window)
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a zone of the database")
}

fn timestamp(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).expect("an instant")
}

impl Window {
    /// The table that the rules are given.
    pub fn table(&self) -> ZoneTable {
        table(self.rows())
    }

    /// Within the window or near it.
    pub fn clocks_change(&self) -> bool {
        let (start, end) = (timestamp(self.start - AROUND), timestamp(self.end + AROUND));
        let next = self.zone.following(start).next();
        next.is_some_and(|turn| turn.timestamp() <= end)
    }

    fn rows(&self) -> Vec<(i64, i32)> {
        rows(&self.zone, self.start - 3 * DAY, self.end + 3 * DAY)
    }
}

fn rows(zone: &TimeZone, start: i64, end: i64) -> Vec<(i64, i32)> {
    let first = timestamp(start);
    let later = zone.following(first);
    let later = later.map(|turn| (turn.timestamp().as_millisecond(), turn.offset().seconds()));
    let later = later.take_while(|(from, _)| *from < end);
    let first = (first.as_millisecond(), zone.to_offset(first).seconds());
    std::iter::once(first).chain(later).collect()
}

fn table(rows: Vec<(i64, i32)>) -> ZoneTable {
    let rows = rows.into_iter().map(|(from, offset)| Transition {
        from: instant(from),
        offset,
    });
    ZoneTable::new(rows.collect()).expect("there is a first row")
}

/// A zone's offsets over a year and some weeks around it.
pub fn year(name: &str, year: i64) -> ZoneTable {
    let start = (year - 1970) * 365 * DAY;
    table(rows(&zone(name), start, start + 500 * DAY))
}

pub fn instant(ms: i64) -> Instant {
    Instant::UNIX_EPOCH + TimeDelta::milliseconds(ms)
}

/// Anywhere near.
pub fn date_at(ms: i64) -> NaiveDate {
    instant(ms).date_naive()
}

pub fn told(ms: i64) -> String {
    format!("{:?}", instant(ms))
}
