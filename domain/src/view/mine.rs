//! The page behind a client's personal link: one session, in its client's words and on its
//! client's clock. Whatever can be done there carries the commitment to what is shown.

use super::When;
use super::session::UndoLine;
use crate::session::State;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinePage {
    /// `session`, or `appointment` to whoever wants it discreet.
    pub noun: String,
    /// `Maya Okafor`, or `Maya` to whoever wants it discreet.
    pub therapist: String,
    /// `Follow-up`, or `Appointment` to whoever wants it discreet.
    pub kind: String,
    pub state: State,
    pub when: When,
    /// The old time, struck through.
    pub moved_from: Option<String>,
    /// `Video`
    pub place: String,
    pub money: String,
    /// Until when cancelling is free; of a session to come.
    pub notice: Option<String>,
    /// What happened last.
    pub news: Option<String>,
    /// While a cancel can be undone.
    pub undo: Option<UndoLine>,
    pub offer: Option<OnOffer>,
    pub objection: Option<Prospect>,
    pub cancel: Option<Prospect>,
}

/// Other times to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnOffer {
    /// `Sun 22 Nov, 14:00`
    pub until: String,
    pub times: Vec<TimeOnOffer>,
    /// The commitment of taking none.
    pub none: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeOnOffer {
    /// `2026-11-25T16:00:00Z`, as the form sends it.
    pub start: String,
    /// `Wed 25 Nov, 17:00`
    pub label: String,
    /// `16:00 – 16:50 in London`, where the therapist's clock shows something else.
    pub theirs: Option<String>,
    /// What follows from taking it, beside the move itself.
    pub lines: Vec<String>,
    pub commitment: String,
}

/// What would happen, for whoever is about to do it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prospect {
    /// `Sun 22 Nov, 14:00`: until when it can be done.
    pub until: String,
    pub lines: Vec<String>,
    pub button: String,
    pub commitment: String,
}
