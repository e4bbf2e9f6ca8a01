//! Half-open intervals `[start, end)`: two that touch do not overlap.

use super::{Instant, TimeDelta};
use serde::{Deserialize, Serialize};

/// `[start, end)`, never empty and never backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    start: Instant,
    end: Instant,
}

impl Interval {
    /// `None` unless `start < end`.
    pub fn new(start: Instant, end: Instant) -> Option<Interval> {
        (start < end).then_some(Interval { start, end })
    }

    pub fn start(self) -> Instant {
        self.start
    }

    /// The first instant that no longer belongs to it.
    pub fn end(self) -> Instant {
        self.end
    }

    pub fn length(self) -> TimeDelta {
        self.end - self.start
    }

    /// The same length, from another start on.
    pub fn starting(self, start: Instant) -> Interval {
        Interval {
            start,
            end: start + self.length(),
        }
    }

    /// What stays of it when something of the same length, but not at the same time, comes in
    /// its place.
    pub fn left_for(self, other: Interval) -> Interval {
        match () {
            () if !self.overlaps(other) => self,
            () if other.start > self.start => Interval {
                end: other.start,
                ..self
            },
            () => Interval {
                start: other.end,
                ..self
            },
        }
    }

    /// The whole seconds since 1970 that it lies within: the start rounded down, the end up.
    pub fn seconds(self) -> (i64, i64) {
        (self.start.timestamp(), second_from(self.end))
    }

    pub fn overlaps(self, other: Interval) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The first whole second that is not before an instant.
pub fn second_from(at: Instant) -> i64 {
    at.timestamp() + i64::from(at.timestamp_subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Instant {
        Instant::UNIX_EPOCH + TimeDelta::hours(hour)
    }

    #[test]
    fn intervals_that_touch_do_not_overlap() {
        let (one, two) = (Interval::new(at(1), at(2)), Interval::new(at(2), at(3)));
        let (Some(one), Some(two)) = (one, two) else {
            panic!("both are intervals")
        };
        assert!(!one.overlaps(two) && !two.overlaps(one));
        assert!(one.overlaps(one));
    }

    #[test]
    fn what_is_left_is_the_part_that_the_other_does_not_take() {
        let span = |from, to| Interval::new(at(from), at(to)).expect("an interval");
        let left = |other| span(4, 8).left_for(other);
        assert_eq!(left(span(8, 12)), span(4, 8));
        assert_eq!(left(span(6, 10)), span(4, 6));
        assert_eq!(left(span(2, 6)), span(6, 8));
        assert_eq!(span(4, 8).starting(at(9)), span(9, 13));
    }

    #[test]
    fn an_interval_is_never_empty_or_backwards() {
        assert_eq!(Interval::new(at(1), at(1)), None);
        assert_eq!(Interval::new(at(2), at(1)), None);
    }

    #[test]
    fn whole_seconds_take_all_of_it_in() {
        let ms = |ms| Instant::UNIX_EPOCH + TimeDelta::milliseconds(ms);
        let seconds = |from, to| Interval::new(ms(from), ms(to)).map(Interval::seconds);
        assert_eq!(seconds(1000, 3000), Some((1, 3)));
        assert_eq!(seconds(1001, 2001), Some((1, 3)));
        assert_eq!(seconds(-1, 1), Some((-1, 1)));
    }
}
