//! Days, times of day and hours as people write them, for what the browser has to name while
//! somebody edits: it has no zone data, and the server cannot be asked at every stroke.

use crate::availability::DayHours;
use crate::time::wall::{Day, WallRange};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike, Weekday};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `Tuesday`
pub fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// `Tuesday`, `Monday to Friday`
pub fn weekdays(first: Weekday, last: Weekday) -> String {
    match first == last {
        true => weekday(first).into(),
        false => format!("{} to {}", weekday(first), weekday(last)),
    }
}

/// `Tue`
pub fn short_weekday(day: Weekday) -> &'static str {
    &weekday(day)[..3]
}

/// `November`
pub fn month(date: NaiveDate) -> &'static str {
    MONTHS[date.month0() as usize]
}

/// `24`
pub fn day_of_month(date: NaiveDate) -> u32 {
    date.day()
}

/// `Tue 24 Nov`, with the year where it is not that of `today`.
pub fn short_date(date: NaiveDate, today: NaiveDate) -> String {
    let day = short_weekday(Day::from(date).weekday());
    let text = format!("{day} {} {}", date.day(), &month(date)[..3]);
    with_year(text, date, today)
}

/// `Tuesday 24 November`, with the year where it is not that of `today`.
pub fn date(date: NaiveDate, today: NaiveDate) -> String {
    let day = weekday(Day::from(date).weekday());
    with_year(format!("{day} {} {}", date.day(), month(date)), date, today)
}

fn with_year(text: String, date: NaiveDate, today: NaiveDate) -> String {
    match date.year() == today.year() {
        true => text,
        false => format!("{text} {}", date.year()),
    }
}

/// `23 – 29 November`, `30 November – 6 December`, and the years where they are not both that of
/// `today`.
pub fn week(monday: NaiveDate, today: NaiveDate) -> String {
    let sunday = monday.checked_add_days(Days::new(6)).unwrap_or(monday);
    let (first, last) = (monday.day(), sunday.day());
    let (from, to) = (month(monday), month(sunday));
    let other_year = monday.year() != today.year() || sunday.year() != today.year();
    match () {
        () if monday.year() != sunday.year() => {
            let years = (monday.year(), sunday.year());
            format!("{first} {from} {} – {last} {to} {}", years.0, years.1)
        }
        () if other_year && from == to => format!("{first} – {last} {to} {}", sunday.year()),
        () if other_year => format!("{first} {from} – {last} {to} {}", sunday.year()),
        () if from == to => format!("{first} – {last} {to}"),
        () => format!("{first} {from} – {last} {to}"),
    }
}

/// `Tue 24 Nov, 14:00`
pub fn moment(wall: NaiveDateTime, today: NaiveDate) -> String {
    format!("{}, {}", short_date(wall.date(), today), clock(wall))
}

/// `14:00`
pub fn clock(wall: NaiveDateTime) -> String {
    format!("{:02}:{:02}", wall.hour(), wall.minute())
}

/// `14:00`, of a minute of the day; its end is `24:00`.
pub fn time(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// `14:00`, as a field for times holds it: the end of the day is `00:00` there.
pub fn time_field(minute: u16) -> String {
    time(minute % (24 * 60))
}

/// `09:00–13:00, 14:00–18:00`, or `closed`.
pub fn hours(day: &DayHours) -> String {
    let ranges: Vec<String> = day.ranges().map(|range| range.to_string()).collect();
    match ranges.is_empty() {
        true => "closed".into(),
        false => ranges.join(", "),
    }
}

/// `09:00 – 13:00`: where there is room.
pub fn range(range: WallRange) -> String {
    format!("{} – {}", time(range.start()), time(range.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn dates_read_as_people_write_them() {
        let today = on("2026-11-23");
        assert_eq!(short_date(on("2026-11-24"), today), "Tue 24 Nov");
        assert_eq!(short_date(on("2027-01-04"), today), "Mon 4 Jan 2027");
        assert_eq!(date(on("2026-11-24"), today), "Tuesday 24 November");
        let wall = on("2026-11-24").and_hms_opt(9, 5, 0).expect("a time");
        assert_eq!(moment(wall, today), "Tue 24 Nov, 09:05");
    }

    #[test]
    fn a_week_is_named_by_its_ends() {
        let today = on("2026-11-23");
        assert_eq!(week(today, today), "23 – 29 November");
        assert_eq!(week(on("2026-11-30"), today), "30 November – 6 December");
        let turn = "28 December 2026 – 3 January 2027";
        assert_eq!(week(on("2026-12-28"), today), turn);
        assert_eq!(week(on("2027-01-04"), today), "4 – 10 January 2027");
        assert_eq!(week(on("2027-02-22"), today), "22 – 28 February 2027");
    }

    #[test]
    fn hours_are_their_ranges() {
        let day = |pairs: &[(u16, u16)]| {
            let ranges = pairs
                .iter()
                .filter_map(|(a, b)| WallRange::new(*a, *b).ok());
            ranges.collect::<DayHours>()
        };
        assert_eq!(
            hours(&day(&[(540, 780), (840, 1440)])),
            "09:00–13:00, 14:00–24:00"
        );
        assert_eq!(hours(&DayHours::CLOSED), "closed");
        assert_eq!(time_field(1440), "00:00");
    }
}
