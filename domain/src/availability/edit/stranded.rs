//! Which sessions, offers and holds would an edit leave outside? Those from which it takes time:
//! an instant of theirs that the hours covered before and no longer do, or one that is in a block
//! that was not there. What lay outside the hours before, or in a block that stays, was let be
//! once and is not asked about again; but a new block asks about all that it covers, since it says
//! that the therapist is not there.
//!
//! Lengths, gaps, lead time and horizon are for what is yet to be booked: they strand nothing.

use crate::availability::{Block, Schedule, cover};
use crate::time::Instant;
use crate::time::interval::Interval;
use crate::time::zone::ZoneTable;
use serde::{Deserialize, Serialize};

/// A schedule, and the zone on whose wall it is kept: an edit may change either.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    pub schedule: &'a Schedule,
    pub zone: &'a ZoneTable,
}

/// `Id` is whatever the caller knows the span by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stranded<Id> {
    pub id: Id,
    pub span: Interval,
    pub by: StrandedBy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StrandedBy {
    /// The first of its time that the hours no longer cover.
    Hours {
        lost: Interval,
    },
    Block(Block),
}

/// In the order in which they are given; each once, by the block if by both.
pub fn stranded<Id>(
    before: Plan<'_>,
    after: Plan<'_>,
    spans: impl IntoIterator<Item = (Id, Interval)>,
) -> Vec<Stranded<Id>> {
    let stranded = spans.into_iter().filter_map(|(id, span)| {
        let by = by_block(before, after, span).or_else(|| by_hours(before, after, span))?;
        Some(Stranded { id, span, by })
    });
    stranded.collect()
}

/// Whether something that is booked stands outside of a schedule as it is: an instant of it that the
/// hours do not cover, or that a block is on. It was kept there, or moved there.
pub fn stands_outside(plan: Plan<'_>, span: Interval) -> bool {
    let Plan { schedule, zone } = plan;
    let mut blocks = schedule.blocks.iter();
    !cover::closed(schedule, zone, span).is_empty()
        || blocks.any(|block| cover::touches(block, zone, span))
}

fn by_block(before: Plan<'_>, after: Plan<'_>, span: Interval) -> Option<StrandedBy> {
    let was_there = |block: &Block| {
        let there = before.schedule.blocks.iter().any(|other| other == block);
        there && cover::touches(block, before.zone, span)
    };
    let mut blocks = after.schedule.blocks.iter();
    let block = blocks.find(|b| cover::touches(b, after.zone, span) && !was_there(b))?;
    Some(StrandedBy::Block(*block))
}

fn by_hours(before: Plan<'_>, after: Plan<'_>, span: Interval) -> Option<StrandedBy> {
    let closed = |plan: Plan<'_>| cover::closed(plan.schedule, plan.zone, span);
    let lost = closed(after).minus(&closed(before));
    let (start, end) = *lost.as_slice().first()?;
    let at = |second| Instant::from_timestamp(second, 0);
    let lost = Interval::new(at(start)?, at(end)?)?;
    Some(StrandedBy::Hours { lost })
}
