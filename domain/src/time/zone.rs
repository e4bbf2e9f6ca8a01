//! Wall time ↔ instant over a table of transitions that is handed in. The backend reads the
//! table out of the zone database (see `backend::zones`); no zone data is carried here, so
//! the browser can run this too.

mod parts;
mod stretch;

use super::{Instant, TimeDelta};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
pub use parts::DayPart;
use serde::{Deserialize, Serialize};
pub use stretch::{Stretch, Stretches, Turn};

/// From `from` on, wall clocks of the zone stand `offset` seconds ahead of UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    pub from: Instant,
    pub offset: i32,
}

/// The offsets of one zone over the span in question; never empty, sorted by `from`.
/// The first row counts for all time before the second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneTable {
    rows: Vec<Transition>,
}

/// What a wall time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    One(Instant),
    /// The clocks were put forward over it: it never happened.
    Gap,
    /// The clocks were put back: it happened twice.
    Fold(Instant, Instant),
}

impl ZoneTable {
    /// `None` if there is no row at all.
    pub fn new(mut rows: Vec<Transition>) -> Option<ZoneTable> {
        rows.sort_by_key(|row| row.from);
        (!rows.is_empty()).then_some(ZoneTable { rows })
    }

    /// What the wall clock shows at an instant.
    pub fn wall(&self, at: Instant) -> NaiveDateTime {
        let passed = self.rows.partition_point(|row| row.from <= at);
        shown(at, self.rows[passed.saturating_sub(1)].offset)
    }

    /// The first instant of a date, or of those after it where the calendar skipped it.
    pub fn start_of(&self, date: NaiveDate) -> Instant {
        let midnight = date.and_time(NaiveTime::MIN);
        match self.resolve(midnight) {
            Resolved::One(at) | Resolved::Fold(at, _) => at,
            Resolved::Gap => self.skipped(midnight).unwrap_or(midnight.and_utc()),
        }
    }

    /// The instants at which the wall clock shows `wall`: none, one or two.
    pub fn resolve(&self, wall: NaiveDateTime) -> Resolved {
        let mut found: Option<Instant> = None;
        for offset in self.rows.iter().map(|row| row.offset) {
            let Some(at) = wall.checked_sub_signed(TimeDelta::seconds(offset.into())) else {
                continue;
            };
            let at = at.and_utc();
            if self.wall(at) != wall || found == Some(at) {
                continue;
            }
            match found {
                None => found = Some(at),
                Some(other) => return Resolved::Fold(other.min(at), other.max(at)),
            }
        }
        found.map_or(Resolved::Gap, Resolved::One)
    }

    /// When the clocks were put forward over a wall time; `None` where it was shown.
    pub fn skipped(&self, wall: NaiveDateTime) -> Option<Instant> {
        let changes = self.rows.iter().zip(self.rows.iter().skip(1));
        let mut changes = changes.map(|(before, row)| (row.from, before.offset, row.offset));
        let over = changes
            .find(|(at, before, behind)| shown(*at, *before) <= wall && wall < shown(*at, *behind));
        over.map(|(at, ..)| at)
            .filter(|_| self.resolve(wall) == Resolved::Gap)
    }
}

/// What a wall clock so far ahead of UTC shows; where there are no dates any more, the last one.
fn shown(at: Instant, offset: i32) -> NaiveDateTime {
    let offset = TimeDelta::seconds(offset.into());
    let shown = at.naive_utc().checked_add_signed(offset);
    shown.unwrap_or(match offset > TimeDelta::zero() {
        true => NaiveDateTime::MAX,
        false => NaiveDateTime::MIN,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Instant {
        format!("2026-{text}:00Z").parse().expect("an instant")
    }

    fn wall(text: &str) -> NaiveDateTime {
        format!("2026-{text}:00").parse().expect("a wall time")
    }

    /// London in 2026: forward on 29 March at 01:00 UTC, back on 25 October at 01:00 UTC.
    fn london() -> ZoneTable {
        let row = |from: &str, offset| Transition {
            from: utc(from),
            offset,
        };
        let rows = vec![
            row("01-01T00:00", 0),
            row("03-29T01:00", 3600),
            row("10-25T01:00", 0),
        ];
        ZoneTable::new(rows).expect("rows")
    }

    #[track_caller]
    fn check(text: &str, expected: Resolved) {
        assert_eq!(london().resolve(wall(text)), expected, "{text}");
    }

    #[test]
    fn a_wall_time_is_one_instant_but_for_the_two_nights_of_the_year() {
        check("02-01T14:00", Resolved::One(utc("02-01T14:00")));
        check("07-01T14:00", Resolved::One(utc("07-01T13:00")));
        check("11-24T14:00", Resolved::One(utc("11-24T14:00")));
    }

    #[test]
    fn the_hour_that_is_skipped_is_a_gap() {
        check("03-29T00:59", Resolved::One(utc("03-29T00:59")));
        check("03-29T01:00", Resolved::Gap);
        check("03-29T01:59", Resolved::Gap);
        check("03-29T02:00", Resolved::One(utc("03-29T01:00")));
        let forward = Some(utc("03-29T01:00"));
        let skipped = ["00:59", "01:00", "01:59", "02:00"]
            .map(|time| london().skipped(wall(&format!("03-29T{time}"))));
        assert_eq!(skipped, [None, forward, forward, None]);
    }

    #[test]
    fn the_hour_that_comes_twice_is_a_fold() {
        check("10-25T00:59", Resolved::One(utc("10-24T23:59")));
        check(
            "10-25T01:00",
            Resolved::Fold(utc("10-25T00:00"), utc("10-25T01:00")),
        );
        check(
            "10-25T01:59",
            Resolved::Fold(utc("10-25T00:59"), utc("10-25T01:59")),
        );
        check("10-25T02:00", Resolved::One(utc("10-25T02:00")));
    }

    #[test]
    fn a_date_starts_at_its_midnight_or_where_the_clocks_come_to_be_past_it() {
        let start = |date: &str| london().start_of(format!("2026-{date}").parse().expect("a date"));
        assert_eq!(start("11-24"), utc("11-24T00:00"));
        assert_eq!(start("07-01"), utc("06-30T23:00"));
        let row = |from: &str, hours| Transition {
            from: utc(from),
            offset: hours * 3600,
        };
        // A calendar that goes from the 9th to the 11th of June.
        let rows = vec![row("01-01T00:00", -12), row("06-10T12:00", 12)];
        let table = ZoneTable::new(rows).expect("rows");
        let date = |text: &str| format!("2026-{text}").parse().expect("a date");
        let starts = ["06-09", "06-10", "06-11"].map(|day| table.start_of(date(day)));
        assert_eq!(
            starts,
            ["06-09T12:00", "06-10T12:00", "06-10T12:00"].map(utc)
        );
    }

    #[test]
    fn wall_and_resolve_agree_at_the_edges() {
        assert_eq!(london().wall(utc("03-29T00:59")), wall("03-29T00:59"));
        assert_eq!(london().wall(utc("03-29T01:00")), wall("03-29T02:00"));
        assert_eq!(london().wall(utc("10-25T00:59")), wall("10-25T01:59"));
        assert_eq!(london().wall(utc("10-25T01:00")), wall("10-25T01:00"));
    }
}
