//! Why can an instant be booked, or not? Asked of one instant, straight from the rules and
//! without the walk that finds slots; a test holds the two to the same answer.
//!
//! Where several things stand in the way, the answer is the one that has most to do with this
//! very time: somebody is there, then the hours, then the rules for all times.

mod obstacle;

use super::busy::{Busy, Source};
use super::{Block, DayHours, Diary};
use crate::time::Instant;
use crate::time::interval::Interval;
use crate::time::zone::Resolved;
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
    /// It has begun before now.
    Past,
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

/// For a session that starts at `at`: what has most to do with it.
pub fn why(diary: Diary<'_>, now: Instant, at: Instant) -> Why {
    let first = obstacles(diary, now, at).next();
    first.unwrap_or(Why::Bookable)
}

/// Everything that stands in the way of a session that starts at `at`; nothing where it can be
/// booked. Whoever may override some of it asks for all of it.
pub fn obstacles(diary: Diary<'_>, now: Instant, at: Instant) -> impl Iterator<Item = Why> {
    let all = obstacle::IN_ORDER.iter();
    all.filter_map(move |obstacle| obstacle(diary, now, at))
}
