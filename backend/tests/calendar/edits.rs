//! What an edit of a therapist's own time leaves: the one thing that it was about, and everything
//! else of the schedule as it was.

use super::holds::{Holds, check};
use super::look::{Own, Seen};
use super::send::Member;
use domain::availability::Block;
use domain::availability::edit::stranded::stands_outside;
use domain::availability::edit::{Edit, Keeping};
use domain::time::{Instant, TimeDelta, interval::Interval};

/// Where another zone keeps the instants, so many hours are compared.
const HOURS: i64 = 24 * 7;

pub fn saved(before: &Seen, after: &Seen, who: Member, edit: &Edit, now: Instant) -> Holds {
    let who = who.id().to_string();
    let (was, is) = (before.own(&who), after.own(&who));
    match edit {
        Edit::Unblock(block) => unblocked(was, is, block),
        Edit::Rezone { zone, keep, .. } => {
            check(is.calendar.zone.name() == zone, || {
                format!("{zone} became {}", is.calendar.zone.name())
            })?;
            match keep {
                Keeping::Hours => same_wall(was, is),
                Keeping::Instants => same_instants(was, is, now),
            }
        }
        _ => Ok(()),
    }
}

fn unblocked(was: &Own, is: &Own, block: &Block) -> Holds {
    let (old, new) = (&was.calendar.schedule.blocks, &is.calendar.schedule.blocks);
    let rest: Vec<&Block> = old.iter().filter(|other| *other != block).collect();
    let left: Vec<&Block> = new.iter().collect();
    check(left == rest, || {
        format!("without {block:?}: {rest:?}, and there are {left:?}")
    })?;
    same_wall(was, is)
}

/// Also where sessions were cancelled, and so blocked.
fn same_wall(was: &Own, is: &Own) -> Holds {
    let (old, new) = (&was.calendar.schedule, &is.calendar.schedule);
    let same = (&old.hours, &old.overrides, old.rules) == (&new.hours, &new.overrides, new.rules);
    check(same, || format!("{old:?} became {new:?}"))
}

/// Far from the days on which clocks change.
fn same_instants(was: &Own, is: &Own, now: Instant) -> Holds {
    let minute = |hour| {
        let start = now + TimeDelta::minutes(60 * hour + 13);
        Interval::new(start, start + TimeDelta::minutes(1)).expect("a minute")
    };
    let mut all = (0..HOURS).map(minute);
    let other =
        all.find(|span| stands_outside(was.plan(), *span) != stands_outside(is.plan(), *span));
    check(other.is_none(), || {
        format!("{other:?} is not what it was before the zone")
    })
}

/// Said of the hours that are in force, at that instant, and nothing else.
pub fn reviewed(before: &Seen, after: &Seen, who: Member, now: Instant) -> Holds {
    let who = who.id().to_string();
    let (was, is) = (before.own(&who), after.own(&who));
    check(is.calendar.reviewed_at == Some(now), || {
        format!("reviewed at {:?}", is.calendar.reviewed_at)
    })?;
    check(is.calendar.revision == was.calendar.revision, || {
        "a review made the schedule a newer one".into()
    })?;
    same_wall(was, is)
}
