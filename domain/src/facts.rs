//! Everything that a decision about a session may look at. The server loads it inside the
//! transaction, on locked rows; the page carries the same value to the browser.

use crate::payment::Payment;
use crate::policy::Policy;
use crate::policy::commission::{Rate, Rates};
use crate::refusal::Refusal;
use crate::request::OpenRequest;
use crate::session::Session;
use crate::session::object::LastMove;
use crate::time::Instant;
use crate::times::Times;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub session: Session,
    pub payment: Payment,
    /// The version that the client agreed to for this session.
    pub policy: Policy,
    pub policy_agreed_at: Instant,
    pub rates: Rates,
    /// Exceptions that this therapist has made for this client before.
    pub exceptions: u32,
    /// The therapist's incidents within the standing window.
    pub incidents: u32,
    /// Of the times that the command is about.
    #[serde(default)]
    pub times: Times,
    /// What the team is asked about the session, and has not settled.
    #[serde(default)]
    pub requests: Vec<OpenRequest>,
}

impl Facts {
    /// Why a payment that is disputed cannot be moved: for the bank, or for the team to decide.
    pub(crate) fn why_disputed(&self) -> Refusal {
        match self.times.frozen_since {
            Some(_) => Refusal::CauseDisputed,
            None => Refusal::Disputed,
        }
    }

    /// A move made it late, and the client denies having asked for that: the team has yet to decide.
    pub fn late_is_disputed(&self) -> bool {
        let last = self.times.last_move.as_ref();
        self.session.late_since.is_some()
            && (self.times.frozen_since.is_some()
                || last.is_some_and(LastMove::is_disputed_as_late))
    }

    pub fn rate(&self) -> Rate {
        self.rates.of(self.session.kind)
    }
}
