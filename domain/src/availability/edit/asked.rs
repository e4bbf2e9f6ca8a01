//! What a therapist asks to have changed: the whole schedule as the editor has it, or one thing
//! about it from anywhere. It is applied to the schedule as it stands, and nothing else of it
//! changes.

use super::Rezoning;
use super::rezone::RezoneFault;
use super::saving::NotSaved;
use crate::availability::block::BlockFault;
use crate::availability::overrides::TooManyOverrides;
use crate::availability::{Block, Schedule};
use crate::time::zone::ZoneTable;
use crate::time::{Instant, interval::Interval};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// All of the editor's, made from the schedule of this revision.
    Schedule {
        revision: u32,
        schedule: Box<Schedule>,
    },
    /// A sick day, a holiday, an hour off.
    Block(Block),
    UnavailableUntil(Instant),
    /// The hour of a session, from its week on.
    StopOffering(Interval),
    Rezone {
        /// By its name in the zone database.
        zone: String,
        /// What people call it.
        city: String,
        keep: Keeping,
    },
}

/// What stays when the wall is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keeping {
    /// 09:00 stays 09:00.
    Hours,
    /// What was 09:00 in London is 10:00 in Madrid.
    Instants,
}

impl Edit {
    /// The zone that the therapist moves to.
    pub fn zone(&self) -> Option<&str> {
        match self {
            Edit::Rezone { zone, .. } => Some(zone),
            _ => None,
        }
    }

    /// The revision that it was made from, where it would overwrite what came since.
    pub fn made_from(&self) -> Option<u32> {
        match self {
            Edit::Schedule { revision, .. } => Some(*revision),
            _ => None,
        }
    }

    /// The schedule that there will be, on the clocks of `to`; `from` are those of now.
    ///
    /// # Errors
    /// More dates or blocks than a therapist can have, and a time that is over.
    pub fn apply(
        &self,
        schedule: &Schedule,
        from: &ZoneTable,
        to: &ZoneTable,
        now: Instant,
    ) -> Result<Schedule, NotSaved> {
        let mut after = schedule.clone();
        match self {
            Edit::Schedule { schedule, .. } => {
                after.clone_from(schedule);
                // What ended while somebody edited is no change of theirs.
                after.blocks = after.blocks.still(now);
            }
            Edit::Block(block) => after.blocks.add(ahead(*block, now)?)?,
            Edit::UnavailableUntil(until) => {
                let span = Interval::new(now, *until).ok_or(NotSaved::AlreadyOver)?;
                after.blocks.add(Block::Once(span))?;
            }
            Edit::StopOffering(session) => after.stop_offering(from, *session),
            Edit::Rezone { keep, .. } => {
                if *keep == Keeping::Instants {
                    let at = now;
                    after = schedule.rezoned(Rezoning { from, to, at })?;
                }
            }
        }
        Ok(after)
    }
}

/// Days may have begun; what was between two instants may not be over.
fn ahead(block: Block, now: Instant) -> Result<Block, NotSaved> {
    match block {
        Block::Once(span) if span.end() <= now => Err(NotSaved::AlreadyOver),
        _ => Ok(block),
    }
}

impl From<BlockFault> for NotSaved {
    fn from(fault: BlockFault) -> NotSaved {
        match fault {
            BlockFault::Backwards { .. } => NotSaved::AlreadyOver,
            BlockFault::TooMany { most } => NotSaved::TooManyBlocks { most },
        }
    }
}

impl From<TooManyOverrides> for NotSaved {
    fn from(TooManyOverrides { most }: TooManyOverrides) -> NotSaved {
        NotSaved::TooManyDates { most }
    }
}

impl From<RezoneFault> for NotSaved {
    fn from(fault: RezoneFault) -> NotSaved {
        match fault {
            RezoneFault::Overrides(fault) => fault.into(),
            RezoneFault::Blocks(fault) => fault.into(),
        }
    }
}
