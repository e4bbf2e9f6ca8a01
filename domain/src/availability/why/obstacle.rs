//! Each thing that can stand in the way of a session that starts at an instant, by itself: `None`
//! where it does not.

use super::{SetFor, Why};
use crate::availability::busy::{Busy, BusyKind};
use crate::availability::{Account, Block, Diary, cover, nearest};
use crate::time::Instant;
use crate::time::interval::{Interval, second_from};
use crate::time::zone::Resolved;

pub(super) type Obstacle = fn(Diary<'_>, Instant, Instant) -> Option<Why>;

/// What is over is nothing else; then somebody, then the therapist's own word, then other calendars
/// and what holds for all times.
pub(super) const IN_ORDER: [Obstacle; 11] = [
    past,
    not_active,
    taken,
    blocked,
    imported,
    outside_hours,
    too_close,
    too_soon,
    too_far,
    shown_again,
    not_on_step,
];

fn past(_: Diary<'_>, now: Instant, at: Instant) -> Option<Why> {
    (at < now).then_some(Why::Past)
}

fn not_active(diary: Diary<'_>, _: Instant, _: Instant) -> Option<Why> {
    match diary.account {
        Account::Active => None,
        Account::NotActive => Some(Why::NotActive),
    }
}

fn session(diary: Diary<'_>, at: Instant) -> Option<Interval> {
    let end = at.checked_add_signed(diary.schedule.rules.length())?;
    Interval::new(at, end)
}

fn met(diary: Diary<'_>, now: Instant, span: Interval) -> impl Iterator<Item = Busy> {
    let counts = diary.busy.iter().filter(move |busy| busy.counts(now));
    counts.filter(move |busy| busy.span.overlaps(span))
}

fn taken(diary: Diary<'_>, now: Instant, at: Instant) -> Option<Why> {
    let mut met = met(diary, now, session(diary, at)?);
    let by = met.find(|busy| busy.keeps_gap())?;
    Some(Why::Taken { by })
}

fn blocked(diary: Diary<'_>, now: Instant, at: Instant) -> Option<Why> {
    let span = session(diary, at)?;
    let mut blocks = diary.schedule.blocks.iter();
    let block = blocks.find(|block| cover::touches(block, diary.zone, span));
    let written = || met(diary, now, span).find(|busy| busy.kind == BusyKind::Block);
    let by = block
        .copied()
        .or_else(|| written().map(|busy| Block::Once(busy.span)));
    by.map(|by| Why::Blocked { by })
}

fn imported(diary: Diary<'_>, now: Instant, at: Instant) -> Option<Why> {
    met(diary, now, session(diary, at)?).find_map(|busy| match busy.kind {
        BusyKind::Imported { from, as_of } => Some(Why::ImportedBusy {
            span: busy.span,
            from,
            as_of,
        }),
        _ => None,
    })
}

fn outside_hours(diary: Diary<'_>, _: Instant, at: Instant) -> Option<Why> {
    let Diary { schedule, zone, .. } = diary;
    let span = session(diary, at)?;
    let closed = cover::closed(schedule, zone, span);
    let (from, _) = *closed.as_slice().first()?;
    if from > span.seconds().0 {
        let hours_end = Instant::from_timestamp(from, 0)?;
        return Some(Why::RunsOver { hours_end });
    }
    let date = zone.wall(at).date();
    let own = schedule.overrides.get(date);
    Some(Why::OutsideHours {
        date,
        hours: schedule.hours_on(date.into()).clone(),
        set_for: own.map_or(SetFor::Weekday, |_| SetFor::Date),
    })
}

/// To somebody who is not met.
fn too_close(diary: Diary<'_>, now: Instant, at: Instant) -> Option<Why> {
    let (rules, span) = (diary.schedule.rules, session(diary, at)?);
    let start = span.start().checked_sub_signed(rules.gap())?;
    let wide = Interval::new(start, span.end().checked_add_signed(rules.gap())?)?;
    let mut near = met(diary, now, wide).filter(|busy| !busy.span.overlaps(span));
    let to = near.find(|busy| busy.keeps_gap())?;
    let gap_minutes = rules.numbers().gap_minutes;
    Some(Why::TooClose { to, gap_minutes })
}

fn too_soon(diary: Diary<'_>, now: Instant, at: Instant) -> Option<Why> {
    let earliest = now + diary.schedule.rules.lead();
    (now <= at && at < earliest).then_some(Why::TooSoon { earliest })
}

fn too_far(diary: Diary<'_>, now: Instant, at: Instant) -> Option<Why> {
    let latest = now + diary.schedule.rules.horizon();
    (at > latest).then_some(Why::TooFar { latest })
}

fn shown_again(diary: Diary<'_>, _: Instant, at: Instant) -> Option<Why> {
    match diary.zone.resolve(diary.zone.wall(at)) {
        Resolved::Fold(first, _) if first < at => Some(Why::ShownAgain { first }),
        _ => None,
    }
}

fn not_on_step(diary: Diary<'_>, now: Instant, at: Instant) -> Option<Why> {
    let Diary { schedule, zone, .. } = diary;
    let part = zone.day_parts(at.timestamp(), at.timestamp() + 1).next()?;
    let minute = u16::try_from(part.start / 60).ok()?;
    let (anchor, _) = schedule.hours_on(part.day).around(minute)?;
    let since = part.start - i64::from(anchor) * 60;
    let whole = second_from(at) == at.timestamp();
    if whole && since % schedule.rules.step().num_seconds() == 0 {
        return None;
    }
    let nearest = nearest::within_a_day(diary, now, at);
    Some(Why::NotOnStep {
        nearest: nearest.map(|slot| slot.start()),
    })
}
