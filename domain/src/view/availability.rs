//! What the screens about a therapist's time show: slots for whoever books, the week for whoever
//! edits, and what an edit would do.

use super::{Moment, When};
use crate::availability::edit::{Change, StrandedBy, What};
use crate::availability::{Account, BusyTimes, Review, Schedule, Why};
use crate::ids::{ClientId, SessionId, SpanId};
use crate::session::{SessionKind, State};
use crate::time::zone::ZoneTable;
use crate::time::{Instant, interval::Interval};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Open slots, by the days of the reader's own wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotsPage {
    /// `London`
    pub place: String,
    /// Only days that have any.
    pub days: Vec<SlotsDay>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotsDay {
    pub date: NaiveDate,
    /// `Tuesday 24 November`
    pub label: String,
    pub slots: Vec<SlotLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotLine {
    pub start: Instant,
    /// `14:00` for the reader.
    pub time: String,
    /// `15:00` for the therapist, where their clock shows something else.
    pub theirs: Option<String>,
    /// `BST`: where the reader's clock shows that time twice that night, which one it is.
    pub which: Option<String>,
}

/// A week as its therapist edits it. The browser has the engine too: it counts open slots while
/// hours are painted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekPage {
    pub monday: NaiveDate,
    /// `London`
    pub place: String,
    /// `GMT`
    pub zone: String,
    pub table: ZoneTable,
    pub now: Instant,
    pub account: Account,
    pub revision: u32,
    pub reviewed: Option<Moment>,
    pub schedule: Schedule,
    /// All that stands in the way, for the engine.
    pub busy: BusyTimes,
    pub booked: Vec<WeekBooking>,
    pub elsewhere: Vec<WeekElsewhere>,
    /// That can be booked in that week now.
    pub open: u32,
    /// Every session and hold that is still to begin, in whatever week: an edit may leave it
    /// outside.
    pub to_come: Vec<NextBooking>,
}

/// What has a time that is still to come, and whose it is, where somebody is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextBooking {
    pub span: Interval,
    pub client: Option<String>,
}

/// A session or a hold on the grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekBooking {
    pub span: Interval,
    pub when: When,
    pub client: Option<(ClientId, String)>,
    pub what: Booked,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    WithinHours,
    /// Kept there when the hours changed, or moved there.
    OutsideHours,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Booked {
    Session {
        id: SessionId,
        kind: SessionKind,
        state: State,
    },
    Held {
        until: Instant,
    },
}

/// Busy time of another calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekElsewhere {
    pub span: Interval,
    /// How that calendar looked then.
    pub as_of: Moment,
}

/// Why an instant can be booked, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyAnswer {
    pub at: Moment,
    pub why: Why,
}

/// "Are your hours still right?"
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursReview {
    pub review: Review,
    pub last: Option<Moment>,
    /// Sessions to come that stand outside.
    pub clashes: u32,
    /// What *yes* is said of.
    pub revision: u32,
}

/// What an edit would do, before anything is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditPreview {
    pub revision: u32,
    /// *Save 3 changes* counts them.
    pub changes: Vec<Change>,
    /// Each needs an answer.
    pub stranded: Vec<StrandedLine>,
    /// What the form carries of all this.
    pub shown: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrandedLine {
    pub id: SpanId,
    pub what: What,
    pub by: StrandedBy,
    pub client: Option<String>,
    pub when: When,
}
