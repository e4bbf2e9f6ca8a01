//! A session as the rules see it: its kind, its state, its span and what was agreed for it.

pub mod attend;
pub mod book;
pub mod cancel;
pub mod confirm;
pub mod hold;
pub mod moving;
pub mod object;
pub mod offer;
pub mod second;
pub mod state;
pub mod undo;
pub mod waive;

use crate::actor::Role;
use crate::ids::{ClientId, SessionId, TherapistId};
use crate::money::Money;
use crate::policy::Clause;
use crate::time::{Instant, interval::Interval};
use serde::{Deserialize, Serialize};
pub use state::State;

/// A pair starts with an initial session; after one took place, the rest are follow-ups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    Initial,
    FollowUp,
}

impl SessionKind {
    pub fn as_str(self) -> &'static str {
        match self {
            SessionKind::Initial => "initial",
            SessionKind::FollowUp => "follow_up",
        }
    }

    pub fn parse(text: &str) -> Option<SessionKind> {
        [SessionKind::Initial, SessionKind::FollowUp]
            .into_iter()
            .find(|k| k.as_str() == text)
    }

    /// What a pair's next session is, by what became of theirs so far: a cancelled one leaves it at
    /// the initial, one that took place, or to which the client did not come, does not.
    pub fn after(states: impl IntoIterator<Item = State>) -> SessionKind {
        let counts = |state| matches!(state, State::Completed | State::ClientNoShow);
        match states.into_iter().any(counts) {
            true => SessionKind::FollowUp,
            false => SessionKind::Initial,
        }
    }

    /// On screen.
    pub fn label(self) -> &'static str {
        match self {
            SessionKind::Initial => "Initial session",
            SessionKind::FollowUp => "Follow-up",
        }
    }
}

/// Why a session was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    ClientAsked,
    TherapistUnavailable,
    NotBestFit,
    NotConfirmed,
    Unpaid,
    Objection,
    Correction,
    Platform,
    Other,
}

impl Cause {
    pub const ALL: [Cause; 9] = [
        Cause::ClientAsked,
        Cause::TherapistUnavailable,
        Cause::NotBestFit,
        Cause::NotConfirmed,
        Cause::Unpaid,
        Cause::Objection,
        Cause::Correction,
        Cause::Platform,
        Cause::Other,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Cause::ClientAsked => "client_asked",
            Cause::TherapistUnavailable => "therapist_unavailable",
            Cause::NotBestFit => "not_best_fit",
            Cause::NotConfirmed => "not_confirmed",
            Cause::Unpaid => "unpaid",
            Cause::Objection => "objection",
            Cause::Correction => "correction",
            Cause::Platform => "platform",
            Cause::Other => "other",
        }
    }

    pub fn parse(text: &str) -> Option<Cause> {
        Self::ALL.into_iter().find(|c| c.as_str() == text)
    }
}

/// Who cancelled, for whom, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    pub by: Role,
    /// Whose wish it was: the client's where the therapist cancels because the client asked.
    pub on_behalf_of: Role,
    pub cause: Cause,
    /// The therapist's own words for *another reason*; for the team, never for the client.
    pub words: Option<String>,
    /// Milliseconds between the instant that notice counts from and the start.
    pub notice_ms: i64,
    pub clause: Clause,
    pub at: Instant,
}

/// One appointment of one therapist with one client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub id: SessionId,
    pub therapist: TherapistId,
    pub client: ClientId,
    pub kind: SessionKind,
    pub state: State,
    pub span: Interval,
    pub booked_at: Instant,
    pub price: Money,
    /// Counts changes of state, time or amount; the calendar entry's SEQUENCE.
    pub revision: u32,
    /// Set by a late move at the client's wish: later client cancels are late.
    pub late_since: Option<Instant>,
    pub cancellation: Option<Cancellation>,
    /// While it awaits confirmation: the first instant at which it can no longer be confirmed.
    #[serde(default)]
    pub confirm_by: Option<Instant>,
}

impl Cancellation {
    /// A booking that the therapist did not take, and not one that nobody answered.
    pub fn is_declined(&self) -> bool {
        self.by == Role::Therapist && self.cause == Cause::NotConfirmed
    }

    pub fn can_be_undone(&self) -> bool {
        can_be_undone(self.by, self.cause)
    }
}

/// What the house itself cancelled when time was up is nobody's to take back.
fn can_be_undone(by: Role, cause: Cause) -> bool {
    !(by == Role::Staff && matches!(cause, Cause::NotConfirmed | Cause::Unpaid))
}

impl Session {
    pub fn has_started(&self, now: Instant) -> bool {
        now >= self.span.start()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_comes_to_follow_ups_once_a_session_took_place_or_the_client_did_not_come() {
        use State::{AwaitingConfirmation, Cancelled, ClientNoShow, Completed, Confirmed, Expired};
        let next = |states: &[State]| SessionKind::after(states.iter().copied());
        assert_eq!(next(&[]), SessionKind::Initial);
        let none = [AwaitingConfirmation, Confirmed, Cancelled, Expired];
        assert_eq!(next(&none), SessionKind::Initial);
        assert_eq!(next(&[Cancelled, Completed]), SessionKind::FollowUp);
        assert_eq!(next(&[ClientNoShow, Cancelled]), SessionKind::FollowUp);
    }
}
