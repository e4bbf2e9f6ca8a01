//! A span of instants as the calendar on the wall sees it: parts of days. A day in which clocks
//! change is several parts, and one that was skipped is none.

use super::{Stretch, ZoneTable};
use crate::time::wall::{Day, SECONDS};

/// Seconds of a day, `[start, end)`, over which the wall clock runs evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayPart {
    pub day: Day,
    pub start: i64,
    pub end: i64,
    /// Seconds since 1970, when the wall shows the start.
    pub at: i64,
}

impl DayPart {
    /// When the wall shows a second of this part.
    pub fn instant(self, second: i64) -> i64 {
        self.at + second - self.start
    }
}

impl ZoneTable {
    /// Between two instants, in seconds since 1970.
    pub fn day_parts(&self, start: i64, end: i64) -> impl Iterator<Item = DayPart> + '_ {
        let stretches = self.stretches(start);
        let within = stretches.take_while(move |stretch| stretch.start < end);
        within.flat_map(move |stretch| parts(stretch, stretch.end.min(end)))
    }
}

fn parts(stretch: Stretch, end: i64) -> impl Iterator<Item = DayPart> {
    let (first, last) = (stretch.start + stretch.offset, end + stretch.offset);
    let days = Day::of(first).0..=Day::of(last - 1).0;
    days.map(move |day| {
        let midnight = Day(day).midnight();
        let start = (first - midnight).max(0);
        DayPart {
            day: Day(day),
            start,
            end: (last - midnight).min(SECONDS),
            at: midnight + start - stretch.offset,
        }
    })
}
