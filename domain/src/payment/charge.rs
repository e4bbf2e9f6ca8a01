//! When a stored card is charged for a follow-up that is not paid yet: 48 hours before the
//! start, and at once where that has passed (docs/POLICIES.md, rule P14).

use super::Payment;
use crate::time::{Instant, TimeDelta};
use serde::{Deserialize, Serialize};

/// How long before the start a stored card is charged.
pub const AHEAD: TimeDelta = TimeDelta::hours(48);

/// When a charge is taken. *At once* is no instant, so that what was shown does not age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    At(Instant),
    AtOnce,
}

impl Due {
    /// Exactly [`AHEAD`] of the start it is time.
    pub fn before(start: Instant, now: Instant) -> Due {
        let at = start - AHEAD;
        if at > now { Due::At(at) } else { Due::AtOnce }
    }

    /// The instant at which the row of the charge is due.
    pub fn instant(self, now: Instant) -> Instant {
        match self {
            Due::At(at) => at,
            Due::AtOnce => now,
        }
    }
}

/// A charge that is planned goes with its session to the new start.
pub(crate) fn follows(payment: &Payment, start: Instant, now: Instant) -> Option<Due> {
    match payment {
        Payment::Unpaid {
            charge_due: Some(_),
        } => Some(Due::before(start, now)),
        Payment::Unpaid { charge_due: None } | Payment::Free | Payment::Paid(_) => None,
    }
}
