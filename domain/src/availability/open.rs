//! The walk along the days: hours without the blocks of the wall, as pieces of seconds. A piece
//! lies within one range of hours, and within one stretch of the zone, over which the wall clock
//! runs evenly; what goes on beyond is another piece that touches it.

use super::Schedule;
use super::blocks::EveryWeek;
use super::hours::DayHours;
use crate::time::wall::{Day, MINUTES, SECONDS};
use crate::time::zone::{Stretch, Stretches, Turn, ZoneTable};

/// `[start, end)` in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub start: i64,
    pub end: i64,
    /// Where its range of hours starts, or would have started under the piece's offset.
    pub anchor: i64,
    pub turn: Turn,
    /// Whether another piece may touch its end.
    pub may_go_on: bool,
}

/// The pieces from an instant on, in order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open<'a> {
    schedule: &'a Schedule,
    stretches: Stretches<'a>,
    stretch: Stretch,
    /// The overrides from `day` on.
    overrides: &'a [(Day, DayHours)],
    day: Day,
    /// When `day` begins, or would under the stretch's offset.
    midnight: i64,
    ranges: &'a [(u16, u16)],
    blocks: &'a [EveryWeek],
    /// The minute of the day up to which blocks have been seen to reach.
    blocked: u16,
    /// No day or stretch that begins at or after it is entered.
    until: i64,
}

impl<'a> Open<'a> {
    pub fn between(schedule: &'a Schedule, zone: &'a ZoneTable, from: i64, until: i64) -> Self {
        let mut stretches = zone.stretches(from);
        let stretch = stretches.next().expect("a table counts for all time");
        let mut open = Open {
            schedule,
            stretches,
            stretch,
            overrides: &[],
            day: Day(0),
            midnight: 0,
            ranges: &[],
            blocks: &[],
            blocked: 0,
            until,
        };
        open.enter_stretch();
        open
    }

    /// The pieces behind this one, also past the end that was given.
    pub fn going_on(self, until: i64) -> Open<'a> {
        Open { until, ..self }
    }

    fn enter_stretch(&mut self) {
        self.day = Day::of(self.stretch.start + self.stretch.offset);
        self.midnight = self.day.midnight() - self.stretch.offset;
        self.overrides = self.schedule.overrides.from(self.day);
        self.enter_day();
    }

    fn enter_day(&mut self) {
        let Schedule { hours, blocks, .. } = self.schedule;
        while self
            .overrides
            .first()
            .is_some_and(|(day, _)| *day < self.day)
        {
            self.overrides = &self.overrides[1..];
        }
        let weekday = self.day.weekday();
        self.ranges = match self.overrides.first() {
            _ if blocks.days.around(self.day).is_some() => &[],
            Some((day, own)) if *day == self.day => own.minutes(),
            _ => hours.on(weekday).minutes(),
        };
        self.blocks = blocks.every_week_on(weekday);
        self.blocked = 0;
    }

    /// `None` where nothing can start before the end any more.
    fn leave_day(&mut self) -> Option<()> {
        self.day = self.day.next();
        self.midnight += SECONDS;
        if self.midnight < self.stretch.end.min(self.until) {
            self.enter_day();
            return Some(());
        }
        self.stretch = self.stretches.next()?;
        if self.stretch.start >= self.until {
            return None;
        }
        self.enter_stretch();
        Some(())
    }

    /// The next minutes of today's hours that no block is on, with the start of their range.
    fn free_minutes(&mut self) -> Option<(u16, u16, u16)> {
        while let Some((&(anchor, end), later)) = self.ranges.split_first() {
            while let Some((block, later)) = self.blocks.split_first()
                && (!block.is_on(self.day) || block.start <= anchor.max(self.blocked))
            {
                if block.is_on(self.day) {
                    self.blocked = self.blocked.max(block.end);
                }
                self.blocks = later;
            }
            let start = anchor.max(self.blocked);
            let next = self.blocks.first().map_or(MINUTES, |block| block.start);
            if end <= next {
                self.ranges = later;
            } else {
                self.blocked = self.blocked.max(next);
            }
            if start < end {
                return Some((anchor, start, end.min(next)));
            }
        }
        None
    }
}

impl Iterator for Open<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            let Some((anchor, start, end)) = self.free_minutes() else {
                self.leave_day()?;
                continue;
            };
            let at = |minute: u16| self.midnight + i64::from(minute) * 60;
            let piece = Piece {
                start: at(start).max(self.stretch.start),
                end: at(end).min(self.stretch.end),
                anchor: at(anchor),
                turn: self.stretch.turn,
                may_go_on: end == MINUTES || at(end) >= self.stretch.end,
            };
            if piece.start < piece.end {
                return Some(piece);
            }
        }
    }
}
