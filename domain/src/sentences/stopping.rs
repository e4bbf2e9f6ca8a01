//! An hour that is no longer offered, as a difference of the hours: what was offered, and is not
//! offered from now on.

use super::dates;
use crate::availability::edit::Change;

/// The hours that go, one by one: `Thursdays 14:00–14:50`. Dates that have hours of their own, and
/// lose them too, are counted.
pub fn difference(changes: &[Change]) -> Vec<String> {
    let mut lines: Vec<String> = changes.iter().filter_map(weekly).collect();
    let dates = changes.iter().filter(|change| is_date(change)).count();
    lines.extend(match dates {
        0 => None,
        1 => Some("The same hour of one date that has hours of its own".to_owned()),
        many => Some(format!(
            "The same hour of {many} dates that have hours of their own"
        )),
    });
    lines
}

fn weekly(change: &Change) -> Option<String> {
    match change {
        Change::Closed { weekday, range } => Some(format!("{}s {range}", dates::weekday(*weekday))),
        _ => None,
    }
}

fn is_date(change: &Change) -> bool {
    matches!(change, Change::Date { .. })
}

/// What else is booked in that hour: each stays as it is.
pub fn others(count: usize) -> String {
    match count {
        0 => "Nobody else is booked at that hour.".into(),
        1 => "One other session at that hour stays as booked:".into(),
        many => format!("{many} other sessions at that hour stay as booked:"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::wall::WallRange;
    use chrono::{NaiveDate, Weekday};

    fn closed(weekday: Weekday, from: u16, to: u16) -> Change {
        let range = WallRange::new(from, to).expect("a range");
        Change::Closed { weekday, range }
    }

    fn own(day: u32) -> Change {
        Change::Date {
            date: NaiveDate::from_ymd_opt(2026, 12, day).expect("a date"),
            before: None,
            after: None,
        }
    }

    #[test]
    fn the_hours_that_go_are_named_and_dates_of_their_own_are_counted() {
        let thursdays = closed(Weekday::Thu, 14 * 60, 14 * 60 + 50);
        assert_eq!(difference(&[]), [""; 0]);
        assert_eq!(
            difference(std::slice::from_ref(&thursdays)),
            ["Thursdays 14:00–14:50"]
        );
        let midnight = [
            closed(Weekday::Sat, 1430, 1440),
            closed(Weekday::Sun, 0, 40),
            own(3),
        ];
        let said = [
            "Saturdays 23:50–24:00",
            "Sundays 00:00–00:40",
            "The same hour of one date that has hours of its own",
        ];
        assert_eq!(difference(&midnight), said);
        let two = "The same hour of 2 dates that have hours of their own";
        assert_eq!(difference(&[own(3), thursdays, own(10)])[1], two);
    }
}
