//! Times at which nothing can be booked, whatever the hours say: once, every week, or for some
//! days. Blocks leave the hours as they are, and may overlap one another.

use crate::time::interval::Interval;
use crate::time::wall::WallRange;
use crate::time::{Instant, TimeDelta};
use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Between two instants: *unavailable now until …*
    Once(Interval),
    /// The same range every week.
    Weekly {
        weekday: Weekday,
        range: WallRange,
        dates: Dates,
    },
    /// Whole days on the therapist's wall.
    Days(Days),
}

/// From one date to another, both included; an open side has no end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "(Option<NaiveDate>, Option<NaiveDate>)")]
#[serde(into = "(Option<NaiveDate>, Option<NaiveDate>)")]
pub struct Dates {
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
}

/// At least one day, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "(NaiveDate, NaiveDate)", into = "(NaiveDate, NaiveDate)")]
pub struct Days {
    first: NaiveDate,
    last: NaiveDate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
pub enum BlockFault {
    #[error("the last day is before the first")]
    Backwards { first: NaiveDate, last: NaiveDate },
    #[error("more than {most} blocks")]
    TooMany { most: usize },
}

fn in_order(first: NaiveDate, last: NaiveDate) -> Result<(), BlockFault> {
    match first <= last {
        true => Ok(()),
        false => Err(BlockFault::Backwards { first, last }),
    }
}

impl Block {
    /// Whether nothing of it can still be in anybody's way, wherever the wall is.
    pub fn is_over(&self, now: Instant) -> bool {
        // Wherever the wall is, this day is over there.
        let day = (now - TimeDelta::days(2)).date_naive();
        match self {
            Block::Once(span) => span.end() <= now,
            Block::Weekly { dates, .. } => dates.last().is_some_and(|last| last < day),
            Block::Days(days) => days.last() < day,
        }
    }
}

impl Dates {
    pub const ALWAYS: Dates = Dates {
        first: None,
        last: None,
    };

    /// # Errors
    /// Dates that are backwards.
    pub fn new(first: Option<NaiveDate>, last: Option<NaiveDate>) -> Result<Dates, BlockFault> {
        if let (Some(first), Some(last)) = (first, last) {
            in_order(first, last)?;
        }
        Ok(Dates { first, last })
    }

    pub fn first(self) -> Option<NaiveDate> {
        self.first
    }

    pub fn last(self) -> Option<NaiveDate> {
        self.last
    }

    pub fn contains(self, date: NaiveDate) -> bool {
        self.first.is_none_or(|first| first <= date) && self.last.is_none_or(|last| date <= last)
    }
}

impl Days {
    /// # Errors
    /// Dates that are backwards.
    pub fn new(first: NaiveDate, last: NaiveDate) -> Result<Days, BlockFault> {
        in_order(first, last)?;
        Ok(Days { first, last })
    }

    pub fn first(self) -> NaiveDate {
        self.first
    }

    pub fn last(self) -> NaiveDate {
        self.last
    }
}

impl TryFrom<(Option<NaiveDate>, Option<NaiveDate>)> for Dates {
    type Error = BlockFault;
    fn try_from(ends: (Option<NaiveDate>, Option<NaiveDate>)) -> Result<Self, BlockFault> {
        Dates::new(ends.0, ends.1)
    }
}

impl From<Dates> for (Option<NaiveDate>, Option<NaiveDate>) {
    fn from(dates: Dates) -> Self {
        (dates.first, dates.last)
    }
}

impl TryFrom<(NaiveDate, NaiveDate)> for Days {
    type Error = BlockFault;
    fn try_from((first, last): (NaiveDate, NaiveDate)) -> Result<Self, BlockFault> {
        Days::new(first, last)
    }
}

impl From<Days> for (NaiveDate, NaiveDate) {
    fn from(days: Days) -> Self {
        (days.first, days.last)
    }
}
