//! When can a therapist be booked?

pub mod block;
pub mod blocks;
pub mod busy;
pub mod hours;
mod open;
pub mod overrides;
pub mod rules;
pub mod slots;
mod sweep;

use crate::time::zone::ZoneTable;
pub use block::Block;
pub use blocks::Blocks;
pub use busy::{Busy, BusyKind, BusyTimes};
pub use hours::{DayHours, WeeklyHours};
pub use overrides::Overrides;
pub use rules::Rules;
use serde::{Deserialize, Serialize};
pub use slots::{Slot, slots};

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
    /// The therapist's own zone, over the time in question.
    pub zone: &'a ZoneTable,
    pub busy: &'a BusyTimes,
}
