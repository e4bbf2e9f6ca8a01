//! One pass over spans that are taken, in step with a walk along starts that only grow.

use super::busy::Taken;
use crate::time::Instant;

#[derive(Clone, Copy, Debug)]
pub(super) struct Sweep<'a> {
    /// By start; the first of them counts.
    ahead: &'a [Taken],
    /// Kept free on both sides, in seconds.
    gap: i64,
    now: Instant,
}

impl<'a> Sweep<'a> {
    pub fn new(taken: &'a [Taken], gap: i64, now: Instant) -> Self {
        let mut sweep = Sweep {
            ahead: taken,
            gap,
            now,
        };
        sweep.skip();
        sweep
    }

    /// Passes all that begins before `end`, and tells up to when that, or `reach`, goes on.
    pub fn pass(&mut self, end: i64, mut reach: i64) -> i64 {
        while let Some((taken, later)) = self.ahead.split_first()
            && taken.start - self.gap < end
        {
            reach = reach.max(taken.end + self.gap);
            self.ahead = later;
            self.skip();
        }
        reach
    }

    /// Where the next one begins to stand in the way.
    pub fn next(&self) -> i64 {
        let next = self.ahead.first();
        next.map_or(i64::MAX, |taken| taken.start - self.gap)
    }

    /// Passes holds that are over.
    fn skip(&mut self) {
        while let Some((taken, later)) = self.ahead.split_first()
            && !taken.counts(self.now)
        {
            self.ahead = later;
        }
    }
}
