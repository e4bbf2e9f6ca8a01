//! One pass over everything that is taken, in step with a walk along starts that only grow.
//! Sessions and holds keep the gap from others, on both sides; blocks and imported time do not.

use super::Diary;
use super::busy::Taken;
use crate::time::Instant;

/// What a span meets.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    /// Nothing; and nothing begins to be in the way before `until`.
    Clear { until: i64 },
    /// Something that reaches up to `until`.
    Taken { until: i64 },
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Sweep<'a> {
    lanes: [Lane<'a>; 3],
    /// Where the first thing that was not passed begins to be in the way.
    ahead: i64,
    /// What was passed reaches up to here.
    reach: i64,
}

/// Spans that are sorted by start.
#[derive(Clone, Copy, Debug)]
struct Lane<'a> {
    ahead: &'a [Taken],
    /// Kept free on both sides, in seconds.
    gap: i64,
    now: Instant,
}

impl<'a> Sweep<'a> {
    pub fn of(diary: Diary<'a>, now: Instant) -> Self {
        let Diary { schedule, busy, .. } = diary;
        let gap = schedule.rules.gap().num_seconds();
        let lane = |ahead, gap| Lane { ahead, gap, now };
        Sweep {
            lanes: [
                lane(&busy.people, gap),
                lane(&busy.walls, 0),
                lane(&schedule.blocks.once, 0),
            ],
            ahead: i64::MIN,
            reach: i64::MIN,
        }
    }

    /// What `[start, end)` meets; both only grow from one call to the next.
    pub fn meet(&mut self, start: i64, end: i64) -> Way {
        if end > self.ahead {
            self.pass(end);
        }
        if self.reach > start {
            Way::Taken { until: self.reach }
        } else {
            Way::Clear { until: self.ahead }
        }
    }

    fn pass(&mut self, end: i64) {
        self.ahead = i64::MAX;
        for lane in &mut self.lanes {
            self.reach = lane.pass(end, self.reach);
            self.ahead = self.ahead.min(lane.start());
        }
    }
}

impl Lane<'_> {
    /// Passes all that begins before `end`, or no longer counts; tells up to when the former, or
    /// `reach`, goes on.
    fn pass(&mut self, end: i64, mut reach: i64) -> i64 {
        while let Some((taken, later)) = self.ahead.split_first() {
            if taken.counts(self.now) {
                if taken.start - self.gap >= end {
                    break;
                }
                reach = reach.max(taken.end + self.gap);
            }
            self.ahead = later;
        }
        reach
    }

    fn start(&self) -> i64 {
        let next = self.ahead.first();
        next.map_or(i64::MAX, |taken| taken.start - self.gap)
    }
}
