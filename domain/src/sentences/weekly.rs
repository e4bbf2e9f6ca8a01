//! The hours of a week in a few lines: days that follow each other with the same hours are one.

use crate::availability::{DayHours, WeeklyHours};
use crate::time::wall::WallRange;

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// `Monday to Friday: 09:00 – 13:00 and 14:00 – 18:00`; a day without hours is left out.
pub fn lines(week: &WeeklyHours) -> Vec<String> {
    let days = week.days();
    let mut lines = Vec::new();
    let mut from = 0;
    while from < days.len() {
        let same = days[from..].iter().take_while(|day| **day == days[from]);
        let to = from + same.count() - 1;
        if !days[from].is_closed() {
            lines.push(format!("{}: {}", named(from, to), hours(&days[from])));
        }
        from = to + 1;
    }
    if lines.is_empty() {
        lines.push("No hours: nobody can book you".into());
    }
    lines
}

fn named(from: usize, to: usize) -> String {
    match to - from {
        0 => DAYS[from].into(),
        1 => format!("{} and {}", DAYS[from], DAYS[to]),
        _ => format!("{} to {}", DAYS[from], DAYS[to]),
    }
}

fn hours(day: &DayHours) -> String {
    let ranges: Vec<String> = day.ranges().map(range).collect();
    match ranges.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn range(range: WallRange) -> String {
    let (from, to) = (range.start(), range.end());
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    format!("{} – {}", clock(from), clock(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(ranges: &[(&str, &str)]) -> DayHours {
        let ranges = ranges.iter();
        let read = |(from, to): &(&str, &str)| WallRange::parse(from, to).expect("a range");
        ranges.map(read).collect()
    }

    #[test]
    fn days_with_the_same_hours_are_one_line() {
        let long = day(&[("09:00", "13:00"), ("14:00", "18:00")]);
        let short = day(&[("09:00", "12:00")]);
        let closed = DayHours::CLOSED;
        let week = [&long, &long, &long, &short, &short, &closed, &closed];
        let week = WeeklyHours::new(week.map(Clone::clone));
        let said = [
            "Monday to Wednesday: 09:00 – 13:00 and 14:00 – 18:00",
            "Thursday and Friday: 09:00 – 12:00",
        ];
        assert_eq!(lines(&week), said);
    }

    #[test]
    fn a_week_without_hours_says_so() {
        let none = WeeklyHours::default();
        assert_eq!(lines(&none), ["No hours: nobody can book you"]);
    }
}
