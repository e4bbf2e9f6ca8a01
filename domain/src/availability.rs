//! When can a therapist be booked? Slots = hours − blocks − what is taken, within lead time and
//! horizon. `slots` finds them in one pass, `why` explains a single instant, `next_free` keeps the
//! first one for lists, `edit` changes the schedule and tells whom that strands.
//!
//! The rules are those of docs/POLICIES.md (rule P23), each held by its examples and by a test
//! against the naive oracle of `domain/tests`.

pub mod block;
pub mod blocks;
pub mod busy;
mod cover;
pub mod edit;
pub mod editor;
pub mod hours;
pub mod nearest;
pub mod next_free;
mod open;
pub mod overrides;
pub mod review;
pub mod rules;
pub mod slots;
mod sweep;
pub mod why;

use crate::time::wall::Day;
use crate::time::zone::ZoneTable;
pub use block::Block;
pub use blocks::Blocks;
pub use busy::{Busy, BusyKind, BusyTimes};
pub use hours::{DayHours, WeeklyHours};
pub use nearest::nearest;
pub use next_free::{NextFree, next_free};
pub use overrides::Overrides;
pub use review::Review;
pub use rules::Rules;
use serde::{Deserialize, Serialize};
pub use slots::{Slot, slots};
pub use why::{Why, obstacles, why, why_wall};

/// What a therapist says about their time: what the editor edits, and saves as one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    pub hours: WeeklyHours,
    pub overrides: Overrides,
    pub blocks: Blocks,
    pub rules: Rules,
}

/// Only an active account can be booked; what else it is, is not told here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Account {
    Active,
    NotActive,
}

/// All that decides whether an instant can be booked.
#[derive(Clone, Copy, Debug)]
pub struct Diary<'a> {
    pub account: Account,
    pub schedule: &'a Schedule,
    /// The therapist's own zone, over the time in question and two days before it: whether the
    /// wall has shown a time already is told by what was before.
    pub zone: &'a ZoneTable,
    /// What is taken. Whoever moves a session leaves it out: its own time is free for it.
    pub busy: &'a BusyTimes,
}

impl Schedule {
    /// The hours that count on a day: its own, or those of its weekday.
    pub(crate) fn hours_on(&self, day: Day) -> &DayHours {
        let own = self.overrides.on(day);
        own.unwrap_or(self.hours.on(day.weekday()))
    }
}
