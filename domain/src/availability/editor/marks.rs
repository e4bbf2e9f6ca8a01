//! Where on the wall of a day things lie that are kept as instants, and what its clocks do: for
//! whoever draws a week.

use crate::availability::Block;
use crate::time::interval::Interval;
use crate::time::wall::{Day, WallRange};
use crate::time::zone::{Resolved, ZoneTable};
use chrono::{NaiveDate, NaiveTime, TimeDelta};

/// The minutes of a date on which a span is; none where it is on other dates.
pub fn on_date(zone: &ZoneTable, date: NaiveDate, span: Interval) -> Option<WallRange> {
    let (start, end) = span.seconds();
    let parts = zone.day_parts(start, end);
    let on_it = parts.filter(|part| part.day == Day::from(date));
    let ends = on_it.map(|part| (part.start / 60, (part.end + 59) / 60));
    let all = ends.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))?;
    WallRange::new(u16::try_from(all.0).ok()?, u16::try_from(all.1).ok()?).ok()
}

/// The minutes of a date on which a block is.
pub fn blocked_on(zone: &ZoneTable, date: NaiveDate, block: &Block) -> Option<WallRange> {
    match block {
        Block::Once(span) => on_date(zone, date, *span),
        Block::Days(days) => {
            let within = days.first() <= date && date <= days.last();
            within.then_some(WallRange::WHOLE_DAY)
        }
        Block::Weekly {
            weekday,
            range,
            dates,
        } => {
            let on = Day::from(date).weekday() == *weekday && dates.contains(date);
            on.then_some(*range)
        }
    }
}

/// What the clocks do to a part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clocks {
    /// They go forward over it: it never is.
    Skip(WallRange),
    /// They go back over it: it is shown twice.
    Repeat(WallRange),
}

impl Clocks {
    pub fn range(self) -> WallRange {
        match self {
            Clocks::Skip(range) | Clocks::Repeat(range) => range,
        }
    }
}

/// By quarters of an hour, which is how zones change; at most one of a kind a date.
pub fn clocks_on(zone: &ZoneTable, date: NaiveDate) -> Vec<Clocks> {
    const QUARTER: u16 = 15;
    let next = date.succ_opt().unwrap_or(date);
    if zone.start_of(next) - zone.start_of(date) == TimeDelta::days(1) {
        return Vec::new();
    }
    let (mut skip, mut repeat) = (None::<(u16, u16)>, None::<(u16, u16)>);
    for start in (0..24 * 60).step_by(QUARTER.into()) {
        let wall = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(start.into());
        let met = match zone.resolve(wall) {
            Resolved::One(_) => continue,
            Resolved::Gap => &mut skip,
            Resolved::Fold(..) => &mut repeat,
        };
        let from = met.map_or(start, |(from, _)| from);
        *met = Some((from, start + QUARTER));
    }
    let range = |(start, end)| WallRange::new(start, end).ok();
    let skip = skip.and_then(range).map(Clocks::Skip);
    let repeat = repeat.and_then(range).map(Clocks::Repeat);
    skip.into_iter().chain(repeat).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::availability::block::{Dates, Days};
    use crate::time::Instant;
    use crate::time::zone::Transition;
    use chrono::Weekday;

    /// London in 2026: forward on 29 March at 01:00 UTC, back on 25 October at 01:00 UTC.
    fn london() -> ZoneTable {
        let rows = [("01-01T00", 0), ("03-29T01", 3600), ("10-25T01", 0)];
        let rows = rows.map(|(from, offset)| Transition {
            from: utc(from),
            offset,
        });
        ZoneTable::new(rows.into()).expect("rows")
    }

    fn utc(text: &str) -> Instant {
        format!("2026-{text}:00:00Z").parse().expect("an instant")
    }

    fn date(text: &str) -> NaiveDate {
        format!("2026-{text}").parse().expect("a date")
    }

    #[track_caller]
    fn check(from: &str, to: &str, on: &str, expected: Option<&str>) {
        let span = Interval::new(utc(from), utc(to)).expect("a span");
        let found = on_date(&london(), date(on), span).map(|range| range.to_string());
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn a_span_lies_where_the_wall_shows_it() {
        check("11-24T14", "11-24T15", "11-24", Some("14:00–15:00"));
        check("07-01T14", "07-01T15", "07-01", Some("15:00–16:00"));
        check("11-24T22", "11-25T02", "11-24", Some("22:00–24:00"));
        check("11-24T22", "11-25T02", "11-25", Some("00:00–02:00"));
        check("11-24T22", "11-25T02", "11-26", None);
        check("03-29T00", "03-29T02", "03-29", Some("00:00–03:00"));
        check("10-25T00", "10-25T01", "10-25", Some("01:00–02:00"));
    }

    #[test]
    fn the_clocks_skip_an_hour_in_spring_and_repeat_one_in_autumn() {
        let hour = WallRange::new(60, 120).expect("an hour");
        let on = |day: &str| clocks_on(&london(), date(day));
        assert_eq!(on("03-29"), [Clocks::Skip(hour)]);
        assert_eq!(on("10-25"), [Clocks::Repeat(hour)]);
        assert_eq!(on("11-24"), []);
    }

    #[test]
    fn a_block_lies_on_its_days() {
        let hour = WallRange::new(720, 780).expect("an hour");
        let until = Dates::new(None, Some(date("11-24"))).expect("dates");
        let weekly = Block::Weekly {
            weekday: Weekday::Tue,
            range: hour,
            dates: until,
        };
        let on = |block: &Block, day| blocked_on(&london(), date(day), block);
        assert_eq!(on(&weekly, "11-24"), Some(hour));
        assert_eq!(on(&weekly, "11-25"), None);
        assert_eq!(on(&weekly, "12-01"), None);
        let days = Block::Days(Days::new(date("12-24"), date("12-26")).expect("days"));
        assert_eq!(on(&days, "12-26"), Some(WallRange::WHOLE_DAY));
        assert_eq!(on(&days, "12-27"), None);
    }
}
