//! What the screens about a therapist's time show: slots for whoever books, the week for whoever
//! edits, and what an edit would do.

use super::{Moment, When};
use crate::availability::edit::{Change, Keeping, Party, Stranded, StrandedBy, What};
use crate::availability::{Account, Block, BusyTimes, Review, Schedule, Why};
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
    /// The changes in words, one by one.
    pub said: Vec<String>,
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
    /// `You are away: Tue 24 Nov`
    pub because: String,
    pub client: Option<String>,
    pub span: Interval,
    pub when: When,
    /// Where it is only kept for somebody.
    pub until: Option<Moment>,
}

/// What the forms for time off can offer by one press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeOffPage {
    /// `2026-11-23`
    pub today: NaiveDate,
    /// `Monday 23 November`
    pub today_label: String,
    /// `London`
    pub place: String,
    pub ends: Vec<AwayEnd>,
}

/// An end of *unavailable now until …*
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwayEnd {
    /// As the form posts it.
    pub value: String,
    /// `For one hour`
    pub name: String,
    /// `until 07:41`
    pub until: String,
}

/// A change of zone: where to, and, once that is chosen, what either way would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZonePage {
    /// `London`
    pub place: String,
    /// `Europe/London`
    pub zone: String,
    /// By their names in the zone database, by region, by city.
    pub zones: Vec<ZoneRegion>,
    pub to: Option<NewZone>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneRegion {
    pub name: String,
    pub zones: Vec<ZoneCity>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneCity {
    /// `America/New_York`
    pub zone: String,
    /// `New York`
    pub city: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewZone {
    pub zone: String,
    pub city: String,
    /// `one hour ahead of London`; nothing where the clocks agree today.
    pub ahead: Option<String>,
    pub ways: Vec<ZoneWay>,
}

/// What one of the two ways would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneWay {
    pub keep: Keeping,
    /// The days that have any hours.
    pub days: Vec<ZoneDays>,
    /// How many bookings it would leave outside.
    pub stranded: u32,
}

/// The hours of weekdays that have the same: on the wall of now, and on that to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneDays {
    /// `Tuesday`, `Monday to Friday`
    pub days: String,
    pub before: String,
    /// On the new wall.
    pub after: String,
    /// The same as `after`, on the wall of now.
    pub here: String,
}

/// What an edit of the hours did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedPage {
    pub at: Moment,
    /// `Madrid`, where the therapist went there.
    pub place: Option<String>,
    /// The changes in words, one by one.
    pub said: Vec<String>,
    /// What was blocked, to be taken back by one press.
    pub blocked: Vec<SavedBlock>,
    pub kept: Vec<SavedLine>,
    /// What is to be done next.
    pub to_move: Vec<SavedLine>,
    pub cancelled: Vec<SavedLine>,
    /// As booked; what was on offer in their place is taken back.
    pub withdrawn: Vec<SavedLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedBlock {
    pub block: Block,
    /// `Tue 24 Nov`
    pub label: String,
}

/// A session that an edit was about, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedLine {
    pub session: SessionId,
    pub client: ClientId,
    pub name: String,
    pub when: When,
    pub state: State,
}

impl StrandedLine {
    pub fn party(&self) -> Party {
        Party {
            id: self.id,
            what: self.what,
        }
    }
}

impl EditPreview {
    /// Those who are left outside, as the rule of the answers has them.
    pub fn parties(&self) -> Vec<Stranded<Party>> {
        let party = |line: &StrandedLine| Stranded {
            id: line.party(),
            span: line.span,
            by: line.by,
        };
        self.stranded.iter().map(party).collect()
    }
}
