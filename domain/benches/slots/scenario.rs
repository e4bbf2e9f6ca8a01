//! A therapist's calendar, the same on every run: as JSON for whoever is compared, and as the
//! rules take it. Number 0 has the 167 bookings; the others differ in hours and in how full they
//! are.

use chrono::{NaiveDate, Weekday};
use domain::availability::rules::RuleNumbers;
use domain::availability::{Account, Busy, BusyKind, BusyTimes, Diary, Rules, Schedule};
use domain::time::wall::WallRange;
use domain::time::zone::{Transition, ZoneTable};
use domain::time::{Instant, TimeDelta, interval::Interval};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde_json::{Value, json};

/// A Monday morning; the clocks go back on 25 October, within the 60 days.
pub const NOW: &str = "2026-09-28T06:40:00Z";
const ZONE: &str = "Europe/London";
const DAYS: u32 = 60;
const BOOKINGS: usize = 167;

/// Minutes of the day.
type Range = (u16, u16);

pub struct Scenario {
    numbers: RuleNumbers,
    /// Monday to Friday.
    hours: Vec<Range>,
    dates: Vec<(NaiveDate, Vec<Range>)>,
    /// Seconds since 1970, by start.
    bookings: Vec<(i64, i64)>,
}

pub struct Calendar {
    pub schedule: Schedule,
    busy: BusyTimes,
}

impl Scenario {
    pub fn of(number: u64) -> Scenario {
        let mut dice = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let numbers = RuleNumbers {
            step_minutes: 30,
            horizon_days: DAYS,
            ..RuleNumbers::default()
        };
        let later = (number % 4) as u16 * 30;
        let hours = vec![(540 + later, 780 + later), (840 + later, 1080 + later)];
        let date = |text: &str| text.parse().expect("a date");
        let dates = vec![
            (date("2026-10-13"), vec![]),
            (date("2026-10-27"), vec![(600, 720)]),
            (date("2026-11-07"), vec![(540, 780)]),
        ];
        let bookings = match number {
            0 => BOOKINGS,
            _ => (number % 40) as usize,
        };
        let mut scenario = Scenario {
            numbers,
            hours,
            dates,
            bookings: vec![],
        };
        scenario.bookings = scenario.booked(bookings, &mut dice);
        scenario
    }

    /// So many of the hours on which a session fits, each with one.
    fn booked(&self, many: usize, dice: &mut u64) -> Vec<(i64, i64)> {
        let zone = TimeZone::get(ZONE).expect("a zone");
        let mut starts = Vec::new();
        let first: jiff::civil::Date = NOW[..10].parse().expect("a date");
        for day in (0..i64::from(DAYS)).map(|day| first + day.days()) {
            for (from, to) in self.hours_on(day) {
                for minute in (from..to).step_by(60) {
                    let wall = day.at((minute / 60) as i8, (minute % 60) as i8, 0, 0);
                    starts.push(zone.to_timestamp(wall).expect("a time").as_second());
                }
            }
        }
        while starts.len() > many {
            *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            starts.remove((*dice >> 33) as usize % starts.len());
        }
        let length = i64::from(self.numbers.length_minutes) * 60;
        starts
            .iter()
            .map(|start| (*start, start + length))
            .collect()
    }

    fn hours_on(&self, day: jiff::civil::Date) -> Vec<Range> {
        let own = self
            .dates
            .iter()
            .find(|(date, _)| date.to_string() == day.to_string());
        match own {
            Some((_, hours)) => hours.clone(),
            None if day.weekday().to_monday_zero_offset() < 5 => self.hours.clone(),
            None => vec![],
        }
    }

    /// Instants as text; minutes of the day as numbers.
    pub fn to_json(&self) -> Value {
        let utc = |second: &i64| {
            Timestamp::from_second(*second)
                .expect("an instant")
                .to_string()
        };
        let bookings = self
            .bookings
            .iter()
            .map(|(start, end)| [utc(start), utc(end)]);
        let week: Vec<&[Range]> = (0..7)
            .map(|day| if day < 5 { &*self.hours } else { &[] })
            .collect();
        let dates = self
            .dates
            .iter()
            .map(|(date, hours)| (date.to_string(), json!(hours)));
        json!({
            "now": NOW,
            "zone": ZONE,
            "rules": self.numbers,
            "week": week,
            "dates": dates.collect::<serde_json::Map<_, _>>(),
            "bookings": bookings.collect::<Vec<_>>(),
        })
    }

    pub fn calendar(&self) -> Calendar {
        let range = |(from, to): &Range| WallRange::new(*from, *to).expect("a range");
        let mut schedule = Schedule {
            rules: Rules::new(self.numbers).expect("rules"),
            ..Schedule::default()
        };
        for day in [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ] {
            *schedule.hours.on_mut(day) = self.hours.iter().map(range).collect();
        }
        for (date, hours) in &self.dates {
            let own = hours.iter().map(range).collect();
            schedule.overrides.set(*date, own).expect("room");
        }
        let at = |second: i64| Instant::UNIX_EPOCH + TimeDelta::seconds(second);
        let busy = self.bookings.iter().map(|(start, end)| Busy {
            span: Interval::new(at(*start), at(*end)).expect("a span"),
            kind: BusyKind::Session,
        });
        Calendar {
            schedule,
            busy: busy.collect(),
        }
    }
}

impl Calendar {
    pub fn diary<'a>(&'a self, zone: &'a ZoneTable) -> Diary<'a> {
        Diary {
            account: Account::Active,
            schedule: &self.schedule,
            zone,
            busy: &self.busy,
        }
    }
}

/// What the backend hands in: the zone's offsets over the time in question, one for all whose
/// zone it is.
pub fn table() -> ZoneTable {
    let zone = TimeZone::get(ZONE).expect("a zone");
    let now: Timestamp = NOW.parse().expect("an instant");
    let at = |stamp: Timestamp| Instant::UNIX_EPOCH + TimeDelta::seconds(stamp.as_second());
    let first = now - 48.hours();
    let last = now + (24 * i64::from(DAYS) + 240).hours();
    let later = zone
        .following(first)
        .take_while(|row| row.timestamp() < last);
    let later = later.map(|row| Transition {
        from: at(row.timestamp()),
        offset: row.offset().seconds(),
    });
    let first = Transition {
        from: at(first),
        offset: zone.to_offset(first).seconds(),
    };
    ZoneTable::new(std::iter::once(first).chain(later).collect()).expect("there is a first row")
}
