//! Days off and *unavailable until*, from what a form posts to the edit that is meant; and the ends
//! that can be chosen by one press.

use super::wall;
use crate::availability::Block;
use crate::availability::block::Days;
use crate::availability::edit::{Edit, NotSaved};
use crate::time::zone::{Resolved, ZoneTable};
use crate::time::{Instant, REACH, TimeDelta, YEARS, iso};
use chrono::{Datelike, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// The fields of both forms, as they are posted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fields {
    /// `today`, `two` for that and the next day, or `dates`.
    pub when: String,
    /// Dates, `2026-11-24`; without the last it is one day.
    pub first: String,
    pub last: String,
    /// An instant, `2026-11-23T18:00:00Z`, or `typed`; empty is the rest of today.
    pub until: String,
    /// A wall time, where `until` is `typed`.
    pub typed: String,
}

/// Why nothing was saved, in the order of the fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    FirstMissing,
    LastUnreadable,
    Backwards,
    /// All of those days are over.
    DaysOver,
    TimeMissing,
    /// The clocks go forward over it.
    TimeInGap,
    TimeOver,
    TimeTooFar,
    NotSaved(NotSaved),
}

/// An end of *unavailable now until …* that is one press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    InAnHour,
    Noon,
    Evening,
    Today,
    Tomorrow,
}

const NOON: (u32, u32) = (12, 0);
const EVENING: (u32, u32) = (18, 0);
const MORNING: (u32, u32) = (9, 0);

impl Fields {
    /// Whole days, from today on.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn days_off(&self, today: NaiveDate) -> Result<Edit, Fault> {
        let next = || today.succ_opt().unwrap_or(today);
        let (first, last) = match self.when.as_str() {
            "today" => (today, today),
            "two" => (today, next()),
            _ => self.dates()?,
        };
        let days = Days::new(first, last).map_err(|_| Fault::Backwards)?;
        match last < today {
            true => Err(Fault::DaysOver),
            false => Ok(Edit::Block(Block::Days(days))),
        }
    }

    fn dates(&self) -> Result<(NaiveDate, NaiveDate), Fault> {
        let first = date(&self.first).ok_or(Fault::FirstMissing)?;
        match self.last.trim().is_empty() {
            true => Ok((first, first)),
            false => Ok((first, date(&self.last).ok_or(Fault::LastUnreadable)?)),
        }
    }

    /// From now on. In the hour that comes twice it is the later one: nobody is back too soon.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn away(&self, zone: &ZoneTable, now: Instant) -> Result<Edit, Fault> {
        let until = match self.until.as_str() {
            "" => end_of_day(zone, now),
            "typed" => {
                let wall = wall(&self.typed).ok_or(Fault::TimeMissing)?;
                match zone.resolve(wall) {
                    Resolved::One(at) | Resolved::Fold(_, at) => at,
                    Resolved::Gap => return Err(Fault::TimeInGap),
                }
            }
            text => text.parse().map_err(|_| Fault::TimeMissing)?,
        };
        match () {
            () if until <= now => Err(Fault::TimeOver),
            () if until > now + REACH => Err(Fault::TimeTooFar),
            () => Ok(Edit::UnavailableUntil(until)),
        }
    }
}

/// As a date field posts it.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()?;
    YEARS.contains(&date.year()).then_some(date)
}

/// When the next day begins on the wall.
pub fn end_of_day(zone: &ZoneTable, now: Instant) -> Instant {
    let today = zone.wall(now).date();
    zone.start_of(today.succ_opt().unwrap_or(today))
}

/// Those that lie ahead, in their order. What comes within the hour is no choice beside it.
pub fn ends(zone: &ZoneTable, now: Instant) -> Vec<(End, Instant)> {
    let today = zone.wall(now).date();
    let hour = whole_minute(now + TimeDelta::hours(1));
    let at = |date: NaiveDate, (hour, minute)| {
        let time = NaiveTime::from_hms_opt(hour, minute, 0)?;
        match zone.resolve(date.and_time(time)) {
            Resolved::One(at) | Resolved::Fold(_, at) => Some(at),
            Resolved::Gap => None,
        }
    };
    let midnight = end_of_day(zone, now);
    let tomorrow = today.succ_opt().and_then(|date| at(date, MORNING));
    let ends = [
        (End::InAnHour, Some(hour)),
        (End::Noon, at(today, NOON)),
        (End::Evening, at(today, EVENING)),
        (End::Today, Some(midnight)),
        (End::Tomorrow, tomorrow),
    ];
    let ends = ends.into_iter().filter_map(|(end, at)| Some((end, at?)));
    ends.filter(|(end, at)| *end == End::InAnHour || *at > hour)
        .collect()
}

/// The next one that is whole.
fn whole_minute(at: Instant) -> Instant {
    let seconds = at.timestamp();
    let whole = (seconds + 59).div_euclid(60) * 60;
    Instant::from_timestamp(whole, 0).unwrap_or(at)
}

impl End {
    pub fn name(self) -> &'static str {
        match self {
            End::InAnHour => "For one hour",
            End::Noon => "Until noon",
            End::Evening => "Until the evening",
            End::Today => "The rest of today",
            End::Tomorrow => "Until tomorrow morning",
        }
    }
}

/// As the form posts it.
pub fn value(until: Instant) -> String {
    iso(until)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::tests::madrid;

    fn on(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn utc(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    fn days(first: &str, last: &str) -> Result<Edit, Fault> {
        let fields = Fields {
            when: "dates".into(),
            first: first.into(),
            last: last.into(),
            ..Fields::default()
        };
        fields.days_off(on("2026-11-23"))
    }

    fn off(first: &str, last: &str) -> Result<Edit, Fault> {
        let days = Days::new(on(first), on(last)).expect("in order");
        Ok(Edit::Block(Block::Days(days)))
    }

    #[test]
    fn days_off_are_one_day_or_a_range_that_is_not_over() {
        assert_eq!(days("2026-11-24", ""), off("2026-11-24", "2026-11-24"));
        let week = days("2026-11-20", "2026-11-23");
        assert_eq!(week, off("2026-11-20", "2026-11-23"));
        assert_eq!(days("2026-11-20", "2026-11-22"), Err(Fault::DaysOver));
        assert_eq!(days("2026-11-25", "2026-11-24"), Err(Fault::Backwards));
        assert_eq!(days("", "2026-11-24"), Err(Fault::FirstMissing));
        assert_eq!(days("2026-11-24", "soon"), Err(Fault::LastUnreadable));
        assert_eq!(days("+262142-12-31", ""), Err(Fault::FirstMissing));
        let ill = |when: &str| {
            let when = when.to_owned();
            let fields = Fields {
                when,
                ..Fields::default()
            };
            fields.days_off(on("2026-11-23"))
        };
        assert_eq!(ill("today"), off("2026-11-23", "2026-11-23"));
        assert_eq!(ill("two"), off("2026-11-23", "2026-11-24"));
    }

    #[track_caller]
    fn check_away(until: &str, typed: &str, expected: Result<&str, Fault>) {
        let fields = Fields {
            until: until.into(),
            typed: typed.into(),
            ..Fields::default()
        };
        let away = fields.away(&madrid(), utc("2026-10-24T12:00:00Z"));
        let expected = expected.map(|until| Edit::UnavailableUntil(utc(until)));
        assert_eq!(away, expected, "{until} {typed}");
    }

    #[test]
    fn one_is_away_until_what_was_pressed_or_typed() {
        check_away("", "", Ok("2026-10-24T22:00:00Z"));
        check_away("2026-10-24T13:00:00Z", "", Ok("2026-10-24T13:00:00Z"));
        check_away("2026-10-24T12:00:00Z", "", Err(Fault::TimeOver));
        check_away("typed", "2026-10-24T16:00", Ok("2026-10-24T14:00:00Z"));
        check_away("typed", "2026-10-25T02:30", Ok("2026-10-25T01:30:00Z"));
        check_away("typed", "2026-03-29T02:30", Err(Fault::TimeInGap));
        check_away("typed", "2026-10-24T14:00", Err(Fault::TimeOver));
        check_away("2036-10-24T12:00:00Z", "", Err(Fault::TimeTooFar));
        check_away("typed", "", Err(Fault::TimeMissing));
        check_away("tomorrow", "", Err(Fault::TimeMissing));
    }

    #[track_caller]
    fn check_ends(now: &str, expected: &[(End, &str)]) {
        let expected: Vec<(End, Instant)> =
            expected.iter().map(|(end, at)| (*end, utc(at))).collect();
        assert_eq!(ends(&madrid(), utc(now)), expected, "{now}");
    }

    #[test]
    fn the_ends_are_those_that_lie_ahead() {
        use End::{Evening, InAnHour, Noon, Today, Tomorrow};
        check_ends(
            "2026-11-23T06:40:30Z",
            &[
                (InAnHour, "2026-11-23T07:41:00Z"),
                (Noon, "2026-11-23T11:00:00Z"),
                (Evening, "2026-11-23T17:00:00Z"),
                (Today, "2026-11-23T23:00:00Z"),
                (Tomorrow, "2026-11-24T08:00:00Z"),
            ],
        );
        check_ends(
            "2026-11-23T10:00:00Z",
            &[
                (InAnHour, "2026-11-23T11:00:00Z"),
                (Evening, "2026-11-23T17:00:00Z"),
                (Today, "2026-11-23T23:00:00Z"),
                (Tomorrow, "2026-11-24T08:00:00Z"),
            ],
        );
        check_ends(
            "2026-11-23T22:30:00Z",
            &[
                (InAnHour, "2026-11-23T23:30:00Z"),
                (Tomorrow, "2026-11-24T08:00:00Z"),
            ],
        );
    }
}
