//! The slots nearest to an instant: the way out of every answer that says *not then*.

use super::Diary;
use super::slots::{Slot, Slots, slots};
use crate::time::interval::{Interval, second_from};
use crate::time::{Instant, TimeDelta};
use std::collections::VecDeque;

/// At most so many, the nearest first; of two that are equally far the earlier.
pub fn nearest(diary: Diary<'_>, now: Instant, at: Instant, many: usize) -> Vec<Slot> {
    of(Slots::bookable(diary, now), at, many)
}

/// The nearest one, as long as it is no more than a day away.
pub(super) fn within_a_day(diary: Diary<'_>, now: Instant, at: Instant) -> Option<Slot> {
    let day = TimeDelta::days(1);
    let around = Interval::new(at.checked_sub_signed(day)?, at.checked_add_signed(day)?)?;
    of(slots(diary, now, around), at, 1).pop()
}

fn of(slots: Slots<'_>, at: Instant, many: usize) -> Vec<Slot> {
    let middle = second_from(at);
    let mut before = VecDeque::new();
    let mut near = Vec::new();
    for slot in slots {
        if slot.second() < middle {
            before.push_back(slot);
            if before.len() > many {
                before.pop_front();
            }
        } else if near.len() < many {
            near.push(slot);
        } else {
            break;
        }
    }
    near.extend(before);
    near.sort_by_key(|slot| ((slot.start() - at).abs(), slot.second()));
    near.truncate(many);
    near
}
