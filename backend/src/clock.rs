//! The one place that reads the machine's clock, and the one port through which everything
//! else asks for the time.
//!
//! Rules and jobs read [`Clock::now`], which can be moved: an offset that goes on ticking, or,
//! in tests, an instant that stands still. Sign-ins and rate limits read
//! [`Clock::machine_now`], which cannot.

use chrono::{DateTime, TimeDelta};
use domain::time::Instant;
use std::sync::{Arc, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

/// Clones share the same time.
#[derive(Clone, Debug)]
pub struct Clock {
    reading: Arc<RwLock<Reading>>,
}

#[derive(Clone, Copy, Debug)]
enum Reading {
    Ticking { offset: TimeDelta },
    Frozen { at: Instant },
}

impl Clock {
    /// The machine's own time.
    pub fn machine() -> Clock {
        Clock::with_offset(TimeDelta::zero())
    }

    /// The machine's time, moved.
    pub fn with_offset(offset: TimeDelta) -> Clock {
        Clock {
            reading: Arc::new(RwLock::new(Reading::Ticking { offset })),
        }
    }

    /// A clock that stands still until it is moved.
    pub fn frozen(at: Instant) -> Clock {
        Clock {
            reading: Arc::new(RwLock::new(Reading::Frozen {
                at: whole_millis(at),
            })),
        }
    }

    /// *Now* for every rule and job, in whole milliseconds, as it is stored.
    pub fn now(&self) -> Instant {
        match *self
            .reading
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
        {
            Reading::Ticking { offset } => whole_millis(machine() + offset),
            Reading::Frozen { at } => at,
        }
    }

    /// The machine's time, for sign-ins and rate limits.
    pub fn machine_now(&self) -> Instant {
        whole_millis(machine())
    }

    /// How far *now* is from the machine's time.
    pub fn offset(&self) -> TimeDelta {
        self.now() - machine()
    }

    /// Sets *now*; a ticking clock goes on ticking from there.
    pub fn move_to(&self, at: Instant) {
        let mut reading = self
            .reading
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        *reading = match *reading {
            Reading::Ticking { .. } => Reading::Ticking {
                offset: at - machine(),
            },
            Reading::Frozen { .. } => Reading::Frozen {
                at: whole_millis(at),
            },
        };
    }

    pub fn advance(&self, by: TimeDelta) {
        self.move_to(self.now() + by);
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "this is the file that reads the clock"
)]
fn machine() -> Instant {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let nanos = i64::try_from(since.as_nanos()).unwrap_or(i64::MAX);
    DateTime::from_timestamp_nanos(nanos)
}

fn whole_millis(at: Instant) -> Instant {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_it_is_moved() {
        let noon: Instant = "2026-11-22T12:00:00Z".parse().expect("an instant");
        let clock = Clock::frozen(noon);
        let shared = clock.clone();
        shared.advance(TimeDelta::hours(1));
        assert_eq!(clock.now(), noon + TimeDelta::hours(1));
    }

    #[test]
    fn a_moved_clock_goes_on_ticking_from_where_it_was_set() {
        let clock = Clock::machine();
        let later = clock.now() + TimeDelta::days(2);
        clock.move_to(later);
        assert!(clock.now() >= later && clock.now() < later + TimeDelta::minutes(1));
        assert!(clock.machine_now() < later);
    }
}
