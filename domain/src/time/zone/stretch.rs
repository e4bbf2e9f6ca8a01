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
