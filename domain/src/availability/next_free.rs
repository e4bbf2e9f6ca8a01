//! The next free start of a therapist, for lists of many: computed once and kept. A kept value
//! ages without a write, and knows until when it holds: while now + lead time has not passed it,
//! and nothing that depends on the time alone (a hold that ends, the horizon that moves on) can
//! have brought an earlier one. Every write to the therapist's time drops it.

use super::Diary;
use super::slots::{Slots, bookable};
use crate::time::{Instant, TimeDelta};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextFree {
    /// `None` where nothing is free up to the horizon.
    pub start: Option<Instant>,
    /// It holds from here on,
    pub from: Instant,
    /// up to and including here.
    pub until: Instant,
}

/// How far past the horizon is looked, so that a full calendar is not looked through anew at
/// every reading. The zone's table has to reach as far.
pub const BEYOND: TimeDelta = TimeDelta::days(7);

/// What storage can tell apart.
const TICK: TimeDelta = TimeDelta::milliseconds(1);

impl NextFree {
    /// Whether computing it at `now` would find the same.
    pub fn holds(self, now: Instant) -> bool {
        self.from <= now && now <= self.until
    }
}

/// As it is at `now`.
pub fn next_free(diary: Diary<'_>, now: Instant) -> NextFree {
    let rules = diary.schedule.rules;
    let (earliest, after) = bookable(diary, now);
    let searched = after + BEYOND.num_seconds();
    let first = Slots::starting(diary, now, earliest, searched).next();
    let start = first.map(|slot| slot.start());
    let latest = now + rules.horizon();
    let until = match start {
        Some(start) if start <= latest => start - rules.lead(),
        Some(start) => start - rules.horizon() - TICK,
        None => now + BEYOND - TICK,
    };
    let held = first.map_or(i64::MAX, |slot| {
        slot.second() + rules.length().num_seconds()
    });
    let freed = first_to_end(diary, now, held);
    NextFree {
        start: start.filter(|start| *start <= latest),
        from: now,
        until: freed.map_or(until, |freed| until.min(freed - TICK)),
    }
}

/// When the first of the holds ends that may be in the way of a slot that ends by `before`.
fn first_to_end(diary: Diary<'_>, now: Instant, before: i64) -> Option<Instant> {
    let gap = diary.schedule.rules.gap().num_seconds();
    let people = diary.busy.people.iter();
    let near = people.take_while(|taken| taken.start - gap < before);
    near.filter(|taken| taken.counts(now))
        .filter_map(|taken| taken.until)
        .min()
}
