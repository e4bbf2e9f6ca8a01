//! Open slots: one pass over the pieces of open time, merged with what is taken. Costs
//! O(days + busy + slots); nothing is allocated and no zone is asked a slot.

use super::open::{Open, Piece};
use super::sweep::{Sweep, Way};
use super::{Account, Diary};
use crate::time::interval::{Interval, second_from};
use crate::time::zone::Turn;
use crate::time::{Instant, TimeDelta};

/// A span that can be booked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    start: i64,
    seconds: u32,
    turn: Turn,
}

impl Slot {
    pub fn start(self) -> Instant {
        Instant::from_timestamp(self.start, 0).unwrap_or_default()
    }

    /// Elapsed time after the start, whatever the clocks do meanwhile.
    pub fn end(self) -> Instant {
        self.start() + TimeDelta::seconds(self.seconds.into())
    }

    pub fn span(self) -> Interval {
        Interval::new(self.start(), self.end()).expect("a session has a length")
    }

    /// Its start, in seconds since 1970.
    pub fn second(self) -> i64 {
        self.start
    }

    /// Whether the wall shows its start again later: then it is the first of the two, and has to
    /// be labelled. Never [`Turn::Again`].
    pub fn turn(self) -> Turn {
        self.turn
    }
}

/// The slots that start within a span, in order.
pub fn slots<'a>(diary: Diary<'a>, now: Instant, within: Interval) -> Slots<'a> {
    let (from, until) = (second_from(within.start()), second_from(within.end()));
    let (earliest, after) = bookable(diary, now);
    Slots::starting(diary, now, from.max(earliest), until.min(after))
}

/// From the lead time up to and including the horizon.
pub(super) fn bookable(diary: Diary<'_>, now: Instant) -> (i64, i64) {
    let rules = diary.schedule.rules;
    let earliest = second_from(now) + rules.lead().num_seconds();
    let latest = now.timestamp() + rules.horizon().num_seconds();
    (earliest, latest + 1)
}

#[derive(Clone, Copy, Debug)]
pub struct Slots<'a> {
    open: Open<'a>,
    sweep: Sweep<'a>,
    length: i64,
    step: i64,
    until: i64,
    /// The next start, where nothing is in its way.
    at: i64,
    /// Up to here nothing is in the way of a start.
    clear: i64,
    /// The last start within the piece of open time.
    last: i64,
    turn: Turn,
}

impl<'a> Slots<'a> {
    /// All that can be booked now.
    pub(super) fn bookable(diary: Diary<'a>, now: Instant) -> Self {
        let (from, until) = bookable(diary, now);
        Slots::starting(diary, now, from, until)
    }

    /// Starts in `[from, until)`.
    pub(super) fn starting(diary: Diary<'a>, now: Instant, from: i64, until: i64) -> Self {
        let rules = diary.schedule.rules;
        let until = match diary.account {
            Account::Active => until,
            Account::NotActive => from,
        };
        Slots {
            open: Open::between(diary.schedule, diary.zone, from, until),
            sweep: Sweep::of(diary, now),
            length: rules.length().num_seconds(),
            step: rules.step().num_seconds(),
            until,
            at: 0,
            clear: -1,
            last: -1,
            turn: Turn::Only,
        }
    }

    /// Moves to the next start that nothing is in the way of.
    fn find(&mut self) -> Option<()> {
        while self.at > self.clear {
            if self.at > self.last {
                self.enter_piece()?;
                continue;
            }
            match self.sweep.meet(self.at, self.at + self.length) {
                Way::Taken { until } => self.at = self.on_step(self.at, until),
                Way::Clear { until } => self.clear = self.last.min(until - self.length),
            }
        }
        Some(())
    }

    fn enter_piece(&mut self) -> Option<()> {
        let piece = self.open.next()?;
        let end = self.end_beyond(piece);
        self.last = match piece.turn {
            Turn::Again => piece.start - 1,
            _ => (end - self.length).min(piece.end - 1).min(self.until - 1),
        };
        self.at = self.on_step(piece.anchor, piece.start);
        self.clear = self.at - 1;
        self.turn = piece.turn;
        Some(())
    }

    /// Up to when open time goes on, as far as a slot that starts in the piece can need it.
    fn end_beyond(&self, piece: Piece) -> i64 {
        let mut end = piece.end;
        if piece.may_go_on {
            // Time that is open goes on past the last start that is asked for.
            for next in self.open.going_on(piece.end + self.length) {
                if next.start != end || end - piece.end >= self.length {
                    break;
                }
                end = next.end;
            }
        }
        end
    }

    /// The first step, counted from `anchor`, that is not before `at`.
    fn on_step(&self, anchor: i64, at: i64) -> i64 {
        if at <= anchor {
            return anchor;
        }
        let steps = (at - anchor + self.step - 1) / self.step;
        anchor + steps * self.step
    }
}

impl Iterator for Slots<'_> {
    type Item = Slot;

    #[inline]
    fn next(&mut self) -> Option<Slot> {
        if self.at > self.clear {
            self.find()?;
        }
        let start = self.at;
        self.at += self.step;
        Some(Slot {
            start,
            seconds: self.length as u32,
            turn: self.turn,
        })
    }
}
