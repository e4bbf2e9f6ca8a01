//! What a wall clock and the calendar beside it show: days, and ranges of minutes within a day.
//! Neither knows a zone; `zone` says which instants they are.

mod range;

use chrono::NaiveDate;
use chrono::Weekday::{self, Fri, Mon, Sat, Sun, Thu, Tue, Wed};
pub use range::{Edge, RangeFault, WallRange};

/// Minutes of a day on the wall: its end is 24:00.
pub const MINUTES: u16 = 24 * 60;

/// Seconds of a day on the wall.
pub const SECONDS: i64 = 24 * 60 * 60;

/// A day of the calendar, counted from 1 January 1970: cheaper to step along than a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// Of a wall time in seconds since 1970 began on the wall.
    pub fn of(wall: i64) -> Day {
        Day(wall.div_euclid(SECONDS) as i32)
    }

    pub fn next(self) -> Day {
        Day(self.0.saturating_add(1))
    }

    pub fn date(self) -> NaiveDate {
        NaiveDate::from_epoch_days(self.0).unwrap_or_default()
    }

    pub fn weekday(self) -> Weekday {
        // 1 January 1970 was a Thursday.
        WEEK[(self.0 + 3).rem_euclid(7) as usize]
    }

    /// The wall time at which it begins, in seconds.
    pub fn midnight(self) -> i64 {
        i64::from(self.0) * SECONDS
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Day {
        Day(date.to_epoch_days())
    }
}

/// From Monday on.
pub const WEEK: [Weekday; 7] = [Mon, Tue, Wed, Thu, Fri, Sat, Sun];

/// The place of a weekday in a week that begins on Monday.
pub fn place(weekday: Weekday) -> usize {
    weekday.num_days_from_monday() as usize
}

/// The Monday of a date's week.
pub fn monday(date: NaiveDate) -> NaiveDate {
    let day = Day::from(date);
    Day(day.0 - place(day.weekday()) as i32).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Datelike;

    #[test]
    fn days_are_stepped_along_as_the_calendar_has_them() {
        let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
        for text in ["1969-12-31", "1970-01-01", "2026-11-24", "2024-02-29"] {
            let day = Day::from(date(text));
            assert_eq!(day.date(), date(text));
            assert_eq!(day.weekday(), date(text).weekday());
            assert_eq!(Day::of(day.midnight()), day);
            assert_eq!(Day::of(day.midnight() - 1), Day(day.0 - 1));
        }
        assert_eq!(monday(date("2026-11-29")), date("2026-11-23"));
        assert_eq!(monday(date("2026-11-23")), date("2026-11-23"));
    }
}
