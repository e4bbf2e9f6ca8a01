//! Instants, spans and how long things take, in words. Instants are UTC everywhere; what a
//! wall clock shows is worked out from a table of transitions that is handed in (`zone`).

pub mod interval;
pub mod spans;
pub mod wall;
pub mod zone;

/// Dates and wall times of the calendar, for crates that need no more of `chrono`.
pub use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// A point in time, in UTC.
pub type Instant = chrono::DateTime<chrono::Utc>;

/// The years of dates that somebody can name; with others arithmetic would come to its end.
pub const YEARS: std::ops::RangeInclusive<i32> = 1970..=9999;

/// No time farther ahead can be named: so far reach the tables by which wall times are read.
pub const REACH: TimeDelta = TimeDelta::days(731);

/// `2026-11-24T14:00:00Z`: for machines.
pub fn iso(at: Instant) -> String {
    format!("{at:?}")
}

/// `31 h 20 min`: elapsed time as a policy speaks of it, in whole minutes, rounded down.
/// Less than a minute is `less than a minute`.
pub fn hours(span: TimeDelta) -> String {
    let minutes = span.num_minutes();
    match (minutes / 60, minutes % 60) {
        (0, 0) => "less than a minute".into(),
        (0, m) => format!("{m} min"),
        (h, 0) => format!("{h} h"),
        (h, m) => format!("{h} h {m} min"),
    }
}

/// `1 d 7 h 20 min`: how far away something is, as a countdown.
pub fn countdown(span: TimeDelta) -> String {
    match span.num_days() {
        0 => hours(span),
        days => match span.num_minutes() % (24 * 60) {
            0 => format!("{days} d"),
            _ => format!("{days} d {}", hours(span - TimeDelta::days(days))),
        },
    }
}

/// `3 days before`, `31 hours before`, `20 minutes before`: how long ahead of a start
/// something happened, for a line in a list.
pub fn ahead(span: TimeDelta) -> String {
    let (count, unit) = match (span.num_days(), span.num_hours(), span.num_minutes()) {
        (days, ..) if days >= 2 => (days, "day"),
        (_, hours, _) if hours >= 1 => (hours, "hour"),
        (.., minutes) => (minutes, "minute"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural} before")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elapsed_time_reads_as_the_policy_speaks() {
        assert_eq!(hours(TimeDelta::minutes(31 * 60 + 20)), "31 h 20 min");
        assert_eq!(hours(TimeDelta::hours(48)), "48 h");
        assert_eq!(hours(TimeDelta::seconds(48 * 3600 - 1)), "47 h 59 min");
        assert_eq!(hours(TimeDelta::seconds(59)), "less than a minute");
        assert_eq!(
            countdown(TimeDelta::minutes(31 * 60 + 20)),
            "1 d 7 h 20 min"
        );
        assert_eq!(countdown(TimeDelta::days(8)), "8 d");
        assert_eq!(ahead(TimeDelta::hours(72)), "3 days before");
        assert_eq!(ahead(TimeDelta::hours(31)), "31 hours before");
        assert_eq!(ahead(TimeDelta::hours(1)), "1 hour before");
        assert_eq!(ahead(TimeDelta::minutes(20)), "20 minutes before");
    }
}
