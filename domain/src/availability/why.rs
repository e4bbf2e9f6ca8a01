//! Why can an instant be booked, or not? Asked of one instant, straight from the rules and
//! without the walk that finds slots; a test holds the two to the same answer.
//!
//! Where several things stand in the way, the answer is the one that has most to do with this
//! very time: somebody is there, then the hours, then the rules for all times.

use super::busy::{Busy, BusyKind, Source};
use super::{Account, Block, DayHours, Diary, cover, nearest};
use crate::time::Instant;
use crate::time::interval::{Interval, second_from};
use crate::time::zone::{Resolved, ZoneTable};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// With what a sentence about it has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    Bookable,
    /// Nothing of this therapist can be booked.
    NotActive,
    /// A session that started now would meet this session or hold; of a hold, until when.
    Taken {
        by: Busy,
    },
    Blocked {
        by: Block,
    },
    ImportedBusy {
        span: Interval,
        from: Source,
        as_of: Instant,
    },
    OutsideHours {
        date: NaiveDate,
        /// All there are on that date.
        hours: DayHours,
        set_for: SetFor,
    },
    /// It would end after the hours do.
    RunsOver {
        hours_end: Instant,
    },
    /// Nearer than the gap.
    TooClose {
        to: Busy,
        gap_minutes: u32,
    },
    TooSoon {
        earliest: Instant,
    },
    TooFar {
        latest: Instant,
    },
    /// The clocks were put back: this time of day is booked when it is shown first.
    ShownAgain {
        first: Instant,
    },
    /// Sessions do not start at this minute, but at the nearest slot, within a day, one may.
    NotOnStep {
        nearest: Option<Instant>,
    },
    /// The clocks went forward over it at that instant: it never is.
    SkippedByClocks {
        at: Instant,
    },
}

/// Where a day's hours come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetFor {
    Weekday,
    Date,
}

/// For a session that starts when the therapist's wall shows `wall`; where it shows that twice,
/// the first time.
pub fn why_wall(diary: Diary<'_>, now: Instant, wall: NaiveDateTime) -> Why {
    match diary.zone.resolve(wall) {
        Resolved::One(at) | Resolved::Fold(at, _) => why(diary, now, at),
        Resolved::Gap => Why::SkippedByClocks {
            at: diary.zone.skipped(wall).unwrap_or_default(),
        },
    }
}

/// For a session that starts at `at`.
pub fn why(diary: Diary<'_>, now: Instant, at: Instant) -> Why {
    let refusal = not_active(diary)
        .or_else(|| busy(diary, now, at))
        .or_else(|| outside_hours(diary, at))
        .or_else(|| too_close(diary, now, at))
        .or_else(|| too_soon_or_far(diary, now, at))
        .or_else(|| shown_again(diary.zone, at))
        .or_else(|| not_on_step(diary, now, at));
    refusal.unwrap_or(Why::Bookable)
}

fn not_active(diary: Diary<'_>) -> Option<Why> {
    match diary.account {
        Account::Active => None,
        Account::NotActive => Some(Why::NotActive),
    }
}

/// Somebody first, then the therapist's own blocks, then other calendars.
fn busy(diary: Diary<'_>, now: Instant, at: Instant) -> Option<Why> {
    let span = Interval::new(at, at + diary.schedule.rules.length())?;
    let met = || {
        diary
            .busy
            .iter()
            .filter(|busy| busy.counts(now) && busy.span.overlaps(span))
    };
    let person = met().find(|busy| busy.keeps_gap());
    let walls = || met().find(|busy| busy.kind == BusyKind::Block);
    let imported = || {
        met().find_map(|busy| match busy.kind {
            BusyKind::Imported { from, as_of } => Some(Why::ImportedBusy {
                span: busy.span,
                from,
                as_of,
            }),
            _ => None,
        })
    };
    let blocks = || {
        diary
            .schedule
            .blocks
            .iter()
            .find(|b| cover::touches(b, diary.zone, span))
    };
    person
        .map(|by| Why::Taken { by })
        .or_else(|| blocks().map(|by| Why::Blocked { by: *by }))
        .or_else(|| {
            walls().map(|busy| Why::Blocked {
                by: Block::Once(busy.span),
            })
        })
        .or_else(imported)
}

fn outside_hours(diary: Diary<'_>, at: Instant) -> Option<Why> {
    let Diary { schedule, zone, .. } = diary;
    let span = Interval::new(at, at + schedule.rules.length())?;
    let closes = *cover::closed(schedule, zone, span).as_slice().first()?;
    if closes.0 > span.seconds().0 {
        let hours_end = Instant::from_timestamp(closes.0, 0)?;
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

fn too_close(diary: Diary<'_>, now: Instant, at: Instant) -> Option<Why> {
    let rules = diary.schedule.rules;
    let wide = Interval::new(at - rules.gap(), at + rules.length() + rules.gap())?;
    let people = diary
        .busy
        .iter()
        .filter(|busy| busy.keeps_gap() && busy.counts(now));
    let mut near = people.filter(|busy| busy.span.overlaps(wide));
    let to = near.next()?;
    let gap_minutes = rules.numbers().gap_minutes;
    Some(Why::TooClose { to, gap_minutes })
}

fn too_soon_or_far(diary: Diary<'_>, now: Instant, at: Instant) -> Option<Why> {
    let rules = diary.schedule.rules;
    let (earliest, latest) = (now + rules.lead(), now + rules.horizon());
    if at < earliest {
        Some(Why::TooSoon { earliest })
    } else if at > latest {
        Some(Why::TooFar { latest })
    } else {
        None
    }
}

fn shown_again(zone: &ZoneTable, at: Instant) -> Option<Why> {
    match zone.resolve(zone.wall(at)) {
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
