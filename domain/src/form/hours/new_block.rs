//! A time that is to be blocked, as five fields have it: a day, from, to, whether every week from
//! that day on, and until which day that is. With none of them typed there is none; at the two
//! hours of the year that a clock shows twice, the longer block is meant.

use super::{Faults, HoursFault, Typed, keep, text};
use crate::availability::Block;
use crate::availability::block::Dates;
use crate::form::time_off;
use crate::time::interval::Interval;
use crate::time::wall::{Edge, MINUTES, RangeFault, WallRange};
use crate::time::zone::{Resolved, ZoneTable};
use crate::time::{Instant, REACH, TimeDelta};
use chrono::{Datelike, NaiveDate, NaiveTime};

pub const DATE: &str = "block-date";
pub const FROM: &str = "block-from";
pub const TO: &str = "block-to";
/// Of a checkbox.
pub const WEEKLY: &str = "block-weekly";
/// The last day of a block of every week; empty where it has none.
pub const UNTIL: &str = "block-until";

/// Whether anything is typed that is yet to become a block.
pub fn is_typed(typed: &Typed) -> bool {
    [DATE, FROM, TO, UNTIL]
        .iter()
        .any(|name| !text(typed, name).is_empty())
}

/// # Errors
/// What is wrong, by field.
pub fn read(typed: &Typed, zone: &ZoneTable, now: Instant) -> Result<Option<Block>, Faults> {
    if !is_typed(typed) {
        return Ok(None);
    }
    let mut faults = Faults::new();
    let date = keep(date(typed), &mut faults);
    let range = keep(range(typed), &mut faults);
    let until = keep(until(typed), &mut faults);
    let (Some(date), Some(range), Some(until)) = (date, range, until) else {
        return Err(faults);
    };
    if zone.start_of(date) > now + REACH {
        return Err(at(DATE, HoursFault::TooFar));
    }
    match typed.contains_key(WEEKLY) {
        true => weekly(date, until, range, zone.wall(now).date()),
        false => once(date, range, zone, now),
    }
    .map(Some)
}

fn at(name: &str, fault: HoursFault) -> Faults {
    Faults::from([(name.to_owned(), fault)])
}

fn date(typed: &Typed) -> Result<NaiveDate, Faults> {
    let text = text(typed, DATE);
    let fault = match text.is_empty() {
        true => HoursFault::DayMissing,
        false => HoursFault::DateUnreadable,
    };
    time_off::date(text).ok_or_else(|| at(DATE, fault))
}

fn range(typed: &Typed) -> Result<WallRange, Faults> {
    let range = WallRange::parse(text(typed, FROM), text(typed, TO));
    let field = |fault: RangeFault| match fault.edge() {
        Edge::Start => (FROM.to_owned(), HoursFault::Range(fault)),
        Edge::End => (TO.to_owned(), HoursFault::Range(fault)),
    };
    range.map_err(|found| found.into_iter().map(field).collect())
}

/// What is no date is worth a word also where it would have no place.
fn until(typed: &Typed) -> Result<Option<NaiveDate>, Faults> {
    let text = text(typed, UNTIL);
    if text.is_empty() {
        return Ok(None);
    }
    match (time_off::date(text), typed.contains_key(WEEKLY)) {
        (None, _) => Err(at(UNTIL, HoursFault::DateUnreadable)),
        (_, false) => Err(at(UNTIL, HoursFault::OnlyWeekly)),
        (last, true) => Ok(last),
    }
}

fn weekly(
    first: NaiveDate,
    last: Option<NaiveDate>,
    range: WallRange,
    today: NaiveDate,
) -> Result<Block, Faults> {
    let fault = |fault| at(UNTIL, fault);
    let dates = Dates::new(Some(first), last).map_err(|_| fault(HoursFault::LastBeforeFirst))?;
    if last.is_some_and(|last| last_time(first, last) < today) {
        return Err(fault(HoursFault::Over));
    }
    Ok(Block::Weekly {
        weekday: first.weekday(),
        range,
        dates,
    })
}

/// The day on which it is for the last time.
fn last_time(first: NaiveDate, last: NaiveDate) -> NaiveDate {
    last - TimeDelta::days((last - first).num_days().rem_euclid(7))
}

fn once(
    date: NaiveDate,
    range: WallRange,
    zone: &ZoneTable,
    now: Instant,
) -> Result<Block, Faults> {
    let shown = |minute: u16| {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute) * 60, 0);
        time.map_or(Resolved::Gap, |time| zone.resolve(date.and_time(time)))
    };
    let start = match shown(range.start()) {
        Resolved::One(at) | Resolved::Fold(at, _) => at,
        Resolved::Gap => return Err(at(FROM, HoursFault::InGap)),
    };
    let end = match (range.end(), date.succ_opt()) {
        (MINUTES, Some(next)) => zone.start_of(next),
        (minute, _) => match shown(minute) {
            Resolved::One(at) | Resolved::Fold(_, at) => at,
            Resolved::Gap => return Err(at(TO, HoursFault::InGap)),
        },
    };
    let span = Interval::new(start, end).ok_or_else(|| at(TO, HoursFault::InGap))?;
    match span.end() <= now {
        true => Err(at(DATE, HoursFault::Over)),
        false => Ok(Block::Once(span)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::tests::madrid;
    use crate::sentences::hours::block;

    /// What is typed on a Tuesday.
    #[track_caller]
    fn check(fields: [&str; 3], weekly: bool, expected: Result<&str, (&str, HoursFault)>) {
        check_until(fields, weekly, "", expected);
    }

    #[track_caller]
    fn check_until(
        fields: [&str; 3],
        weekly: bool,
        until: &str,
        expected: Result<&str, (&str, HoursFault)>,
    ) {
        let now = "2026-10-20T08:00:00Z".parse().expect("an instant");
        let mut typed: Typed = [DATE, FROM, TO, UNTIL]
            .into_iter()
            .zip(fields.into_iter().chain([until]))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        if weekly {
            typed.insert(WEEKLY.into(), "on".into());
        }
        let today = "2026-10-20".parse().expect("a date");
        let read = read(&typed, &madrid(), now).map(|found| found.expect("it is typed"));
        let read = read.map(|found| block(&found, &madrid(), today));
        let expected = expected.map(str::to_owned);
        assert_eq!(read, expected.map_err(|(name, fault)| at(name, fault)));
    }

    #[test]
    fn a_block_is_a_time_of_one_day_or_of_every_week() {
        let dentist = ["2026-10-22", "09:00", "11:30"];
        check(dentist, false, Ok("Thu 22 Oct, 09:00 to 11:30"));
        let course = "every Thursday, 09:00–11:30, from Thu 22 Oct";
        check(dentist, true, Ok(course));
        let night = ["2026-10-22", "22:00", "00:00"];
        check(night, false, Ok("Thu 22 Oct, 22:00 to Fri 23 Oct, 00:00"));
        let always = ["2026-10-13", "12:00", "13:00"];
        check(always, true, Ok("every Tuesday, 12:00–13:00"));
    }

    #[test]
    fn a_block_of_every_week_may_have_a_last_day() {
        let course = ["2026-10-22", "09:00", "11:30"];
        let said = "every Thursday, 09:00–11:30, from Thu 22 Oct, until Fri 18 Dec";
        check_until(course, true, "2026-12-18", Ok(said));
        let once = "every Thursday, 09:00–11:30, from Thu 22 Oct, until Thu 22 Oct";
        check_until(course, true, "2026-10-22", Ok(once));
        let long = "every Thursday, 09:00–11:30, from Thu 22 Oct, until Sun 1 Jan 2034";
        check_until(course, true, "2034-01-01", Ok(long));
        let began = ["2026-10-13", "12:00", "13:00"];
        let today = "every Tuesday, 12:00–13:00, until Tue 20 Oct";
        check_until(began, true, "2026-10-20", Ok(today));
    }

    #[test]
    fn a_last_day_that_cannot_be_is_told_at_its_field() {
        use HoursFault::{DateUnreadable, DayMissing, LastBeforeFirst, OnlyWeekly, Over};
        let course = ["2026-10-22", "09:00", "11:30"];
        check_until(course, true, "2026-10-21", Err((UNTIL, LastBeforeFirst)));
        check_until(course, true, "soon", Err((UNTIL, DateUnreadable)));
        check_until(course, false, "soon", Err((UNTIL, DateUnreadable)));
        check_until(course, false, "2026-12-18", Err((UNTIL, OnlyWeekly)));
        // Its last time was a week ago today.
        let began = ["2026-10-06", "12:00", "13:00"];
        check_until(began, true, "2026-10-19", Err((UNTIL, Over)));
        check_until(
            ["", "09:00", "10:00"],
            true,
            "2026-12-18",
            Err((DATE, DayMissing)),
        );
    }

    #[test]
    fn what_cannot_be_blocked_is_told_at_its_field() {
        use HoursFault::{DateUnreadable, DayMissing, InGap, Over, Range, TooFar};
        check(["", "09:00", "10:00"], false, Err((DATE, DayMissing)));
        check(
            ["soon", "09:00", "10:00"],
            true,
            Err((DATE, DateUnreadable)),
        );
        let unreadable = RangeFault::Unreadable { edge: Edge::End };
        let missing = ["2026-10-22", "09:00", ""];
        check(missing, false, Err((TO, Range(unreadable))));
        let over = ["2026-10-19", "09:00", "10:00"];
        check(over, false, Err((DATE, Over)));
        let gap = ["2026-03-29", "02:30", "04:00"];
        check(gap, false, Err((FROM, InGap)));
        let far = ["2036-10-22", "09:00", "10:00"];
        check(far, true, Err((DATE, TooFar)));
    }

    #[test]
    fn an_hour_that_comes_twice_is_blocked_both_times() {
        let typed = [(DATE, "2026-10-25"), (FROM, "02:00"), (TO, "02:30")];
        let typed: Typed = typed
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let now = "2026-10-20T08:00:00Z".parse().expect("an instant");
        let found = read(&typed, &madrid(), now);
        let utc = |text: &str| text.parse().expect("an instant");
        let both = Interval::new(utc("2026-10-25T00:00:00Z"), utc("2026-10-25T01:30:00Z"));
        assert_eq!(found, Ok(both.map(Block::Once)));
    }

    #[test]
    fn a_ticked_box_alone_is_no_block() {
        let typed = Typed::from([(WEEKLY.to_owned(), "on".to_owned())]);
        assert_eq!(read(&typed, &madrid(), Instant::UNIX_EPOCH), Ok(None));
    }
}
