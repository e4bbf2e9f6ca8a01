//! What the pages about a pause show: the sessions that need an answer, how a pause stands, and what
//! became of whom.

use super::When;
use crate::account::Account;
use crate::account::pause::ToCome;
use crate::account::reactivate::Readiness;
use crate::actor::Role;
use crate::form::pausing::{PauseFault, PauseFields};
use crate::ids::{ClientId, SessionId};
use crate::refusal::Refusal;
use crate::session::{SessionKind, State};
use crate::time::Instant;
use crate::time::zone::ZoneTable;
use serde::{Deserialize, Serialize};

/// The form of a pause, and what it decides by; or how the pause stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PausePage {
    pub now: Instant,
    pub account: Account,
    /// The therapist's zone.
    pub zone: ZoneTable,
    /// `2026-11-23`: the first day on which they can mean to be back.
    pub back_from: String,
    pub to_come: Vec<PauseLine>,
    /// Where the therapist has paused.
    pub paused: Option<PausedPage>,
}

/// A session that a pause asks about, or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseLine {
    pub session: SessionId,
    pub kind: SessionKind,
    pub start: Instant,
    pub state: State,
    pub client: ClientId,
    pub client_name: String,
    pub when: When,
}

impl PauseLine {
    pub fn to_come(&self) -> ToCome {
        ToCome {
            session: self.session,
            kind: self.kind,
            start: self.start,
        }
    }
}

/// How a pause stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PausedLine {
    /// Whoever paused first.
    pub by: Role,
    /// `Sun 22 Nov, 09:00`
    pub since: String,
    /// `Tue 1 Dec`
    pub back: Option<String>,
    /// `Illness`; of a pause by the team, what they say of it.
    pub reason: String,
    pub asked: Option<AskedLine>,
}

/// The open request to return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedLine {
    /// `Sun 22 Nov, 09:00`
    pub at: String,
    pub words: String,
}

/// What a pause did, and what is left to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PausedPage {
    pub line: PausedLine,
    pub kept: u32,
    pub to_move: Vec<PauseLine>,
    pub cancelled: Vec<PauseLine>,
}

/// What was typed into the form of a pause that was refused, or is being looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseDraft {
    pub fields: PauseFields,
    pub faults: Vec<PauseFault>,
    pub came_back: CameBack,
}

/// Why a form is there again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameBack {
    #[default]
    ToLook,
    /// It would not do any more what was shown.
    Changed,
}

/// The readiness check, and the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnPage {
    /// `None` where nothing is paused.
    pub paused: Option<(PausedLine, Readiness)>,
}

/// What was typed into the request, and why it was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnDraft {
    pub words: String,
    pub fault: Option<Refusal>,
}

/// What an hour that is offered no longer takes with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoppedHour {
    /// The hours that go, one by one; none where it is not offered as it is.
    pub hours: Vec<String>,
    /// Who else is booked then, and stays: `Anna Lindqvist · Tue 1 Dec, 14:00 – 14:50`.
    pub others: Vec<String>,
}
