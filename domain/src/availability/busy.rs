//! What stands in a therapist's way: sessions, holds, blocks that were written as spans, and
//! the busy time of a calendar elsewhere.

use crate::time::{Instant, interval::Interval};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Busy {
    pub span: Interval,
    pub kind: BusyKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusyKind {
    Session,
    /// Kept for somebody up to an instant; at that instant it is over.
    Hold {
        until: Instant,
    },
    Block,
    /// Read from another calendar, and how that looked at an instant.
    Imported {
        from: Source,
        as_of: Instant,
    },
}

/// Which of the therapist's other calendars, by whatever number the caller gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Source(pub u32);

impl Busy {
    /// Whether it stands in the way at an instant.
    pub fn counts(self, now: Instant) -> bool {
        match self.kind {
            BusyKind::Hold { until } => now < until,
            _ => true,
        }
    }

    /// Whether others keep the gap from it: from a person, not from a wall.
    pub fn keeps_gap(self) -> bool {
        matches!(self.kind, BusyKind::Session | BusyKind::Hold { .. })
    }
}

/// Any number of them, by start; they may overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Busy>", into = "Vec<Busy>")]
pub struct BusyTimes {
    all: Vec<Busy>,
    /// Sessions and holds.
    pub(super) people: Vec<Taken>,
    /// Blocks and imported time.
    pub(super) walls: Vec<Taken>,
}

/// The same for a walk along the seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub start: i64,
    pub end: i64,
    /// For ever where it is no hold.
    pub until: Option<Instant>,
}

impl Taken {
    pub fn always((start, end): (i64, i64)) -> Taken {
        let until = None;
        Taken { start, end, until }
    }

    pub fn counts(self, now: Instant) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// In any order.
impl FromIterator<Busy> for BusyTimes {
    fn from_iter<I: IntoIterator<Item = Busy>>(busy: I) -> Self {
        let mut all: Vec<Busy> = busy.into_iter().collect();
        all.sort_by_key(|busy| busy.span.start());
        let (people, walls): (Vec<Busy>, Vec<Busy>) = all.iter().partition(|b| b.keeps_gap());
        BusyTimes {
            people: people.into_iter().map(Taken::from).collect(),
            walls: walls.into_iter().map(Taken::from).collect(),
            all,
        }
    }
}

impl BusyTimes {
    /// By start.
    pub fn iter(&self) -> impl Iterator<Item = Busy> + '_ {
        self.all.iter().copied()
    }
}

impl From<Busy> for Taken {
    fn from(busy: Busy) -> Taken {
        let (start, end) = busy.span.seconds();
        let until = match busy.kind {
            BusyKind::Hold { until } => Some(until),
            _ => None,
        };
        Taken { start, end, until }
    }
}

impl From<Vec<Busy>> for BusyTimes {
    fn from(all: Vec<Busy>) -> Self {
        all.into_iter().collect()
    }
}

impl From<BusyTimes> for Vec<Busy> {
    fn from(busy: BusyTimes) -> Self {
        busy.all
    }
}
