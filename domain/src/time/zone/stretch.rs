//! A walk along a zone: stretches of instants over which the wall clock runs evenly and every
//! wall time is shown equally often. Whoever walks needs no look-up an instant; there are few
//! stretches a year.

use super::{Transition, ZoneTable};

/// Which showing of its wall time an instant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Turn {
    Only,
    /// The clocks will be put back over it: the wall shows this time again later.
    First,
    /// The wall has shown this time before.
    Again,
}

/// `[start, end)` in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub start: i64,
    pub end: i64,
    /// Seconds that the wall clock stands ahead of UTC.
    pub offset: i64,
    pub turn: Turn,
}

/// The last of them has no end worth speaking of: the last offset of the table counts for all time.
#[derive(Clone, Copy, Debug)]
pub struct Stretches<'a> {
    rows: &'a [Transition],
    row: usize,
    at: i64,
}

impl ZoneTable {
    /// The stretches from an instant on, which is given in seconds since 1970.
    pub fn stretches(&self, from: i64) -> Stretches<'_> {
        let passed = self
            .rows
            .partition_point(|row| row.from.timestamp() <= from);
        Stretches {
            rows: &self.rows,
            row: passed.saturating_sub(1),
            at: from,
        }
    }
}

/// Far enough from every date, and from the edge of the numbers.
const EVER: i64 = 1 << 60;

/// Wall clocks differ by less: what lies further away shows other wall times.
const FAR: i64 = 2 * 26 * 3600;

impl Iterator for Stretches<'_> {
    type Item = Stretch;

    fn next(&mut self) -> Option<Stretch> {
        if self.at >= EVER {
            return None;
        }
        while self.at >= self.end_of(self.row) {
            self.row += 1;
        }
        let offset = self.offset(self.row);
        let (turn, end) = self.turn(offset);
        let start = std::mem::replace(&mut self.at, end);
        Some(Stretch {
            start,
            end,
            offset,
            turn,
        })
    }
}

impl Stretches<'_> {
    /// Which showing the instant we are at is, and until when that stays so.
    fn turn(&self, offset: i64) -> (Turn, i64) {
        let mut turn = Turn::Only;
        let mut until = self.end_of(self.row);
        let before = (0..self.row)
            .rev()
            .take_while(|row| self.at - self.end_of(*row) < FAR)
            .map(|row| (row, Turn::Again));
        let behind = (self.row + 1..self.rows.len())
            .take_while(|row| self.start_of(*row) - self.end_of(self.row) < FAR)
            .map(|row| (row, Turn::First));
        // Those before come last: shown before outweighs shown again.
        for (row, other) in behind.chain(before) {
            let shift = self.offset(row) - offset;
            let (start, end) = (self.start_of(row) + shift, self.end_of(row) + shift);
            if self.at < start {
                until = until.min(start);
            } else if self.at < end {
                until = until.min(end);
                turn = other;
            }
        }
        (turn, until)
    }

    fn offset(&self, row: usize) -> i64 {
        self.rows[row].offset.into()
    }

    fn start_of(&self, row: usize) -> i64 {
        match row {
            0 => -EVER,
            row => self.rows[row].from.timestamp(),
        }
    }

    fn end_of(&self, row: usize) -> i64 {
        self.rows
            .get(row + 1)
            .map_or(EVER, |row| row.from.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Instant, TimeDelta};
    use Turn::{Again, First, Only};

    const HOUR: i64 = 3600;

    /// Offsets in hours, each from an hour on.
    fn table(rows: &[(i64, i32)]) -> ZoneTable {
        let at = |hour| Instant::UNIX_EPOCH + TimeDelta::hours(hour);
        let rows = rows.iter().map(|(from, offset)| Transition {
            from: at(*from),
            offset: offset * 3600,
        });
        ZoneTable::new(rows.collect()).expect("rows")
    }

    /// From which hour on, which offset, which showing.
    #[track_caller]
    fn check(rows: &[(i64, i32)], from: i64, expected: &[(i64, i64, Turn)]) {
        let table = table(rows);
        let stretches: Vec<Stretch> = table.stretches(from * HOUR).collect();
        let found = stretches
            .iter()
            .map(|s| (s.start / HOUR, s.offset / HOUR, s.turn));
        assert_eq!(found.collect::<Vec<_>>(), expected);
        let ends = stretches.iter().map(|s| s.end);
        let next = stretches.iter().skip(1).map(|s| s.start).chain([EVER]);
        assert!(ends.eq(next), "they follow upon one another");
    }

    #[test]
    fn clocks_that_go_forward_only_begin_another_stretch() {
        check(&[(0, 0), (100, 1)], 50, &[(50, 0, Only), (100, 1, Only)]);
        check(&[(0, 0), (100, 1)], 100, &[(100, 1, Only)]);
        check(&[(0, 0)], -50, &[(-50, 0, Only)]);
    }

    #[test]
    fn clocks_that_go_back_show_the_hour_before_once_more() {
        let back = [(0, 1), (100, 0)];
        let night = [
            (50, 1, Only),
            (99, 1, First),
            (100, 0, Again),
            (101, 0, Only),
        ];
        check(&back, 50, &night);
        check(&back, 100, &night[2..]);
        check(&back, 101, &night[3..]);
    }

    #[test]
    fn a_day_that_comes_twice_is_shown_twice() {
        let date_line = [(0, 12), (100, -12)];
        let days = [
            (70, 12, Only),
            (76, 12, First),
            (100, -12, Again),
            (124, -12, Only),
        ];
        check(&date_line, 70, &days);
    }

    #[test]
    fn of_three_showings_only_one_is_the_first() {
        let twice_back = [(0, 2), (100, 1), (101, 0)];
        let told = [
            (90, 2, Only),
            (99, 2, First),
            (100, 1, Again),
            (101, 0, Again),
            (102, 0, Only),
        ];
        check(&twice_back, 90, &told);
    }

    #[test]
    fn a_time_that_was_skipped_before_it_is_shown_is_shown_once() {
        // Forward by two hours over 102:00 and 103:00 on the wall, then back by one.
        let twice = [(0, 0), (102, 2), (104, 1)];
        let told = [
            (100, 0, Only),
            (102, 2, Only),
            (103, 2, First),
            (104, 1, Again),
            (105, 1, Only),
        ];
        check(&twice, 100, &told);
    }
}
