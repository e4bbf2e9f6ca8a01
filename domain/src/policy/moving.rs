//! The policy's answer to a move: the payment goes with the session; a late wish of the client
//! stays late, and a change that the therapist caused counts (docs/POLICIES.md, rule P14).

use super::{Clause, Timing};
use crate::actor::Role;
use crate::session::moving::Why;
use crate::standing::StandingRule;

/// The policy's answer to a cause of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    pub clause: Clause,
    /// Whose wish it was; nobody's where a mistake is put right.
    pub counts_as: Option<Role>,
    pub standing: StandingRule,
}

/// `timing`, by the old start, matters only where the client asked.
pub fn answer(why: Why, timing: Timing) -> Answer {
    let row = |clause, counts_as, standing| Answer {
        clause,
        counts_as,
        standing,
    };
    match why {
        Why::ClientAsked { .. } => {
            let clause = match timing {
                Timing::OnTime | Timing::Grace => Clause::MovedInTime,
                Timing::Late => Clause::MovedLate,
                Timing::LateStays => Clause::LateStays,
            };
            row(clause, Some(Role::Client), StandingRule::Untouched)
        }
        Why::TherapistUnavailable => row(
            Clause::MovedUnavailable,
            Some(Role::Therapist),
            StandingRule::Incident,
        ),
        Why::Correction => row(Clause::MovedCorrection, None, StandingRule::Untouched),
    }
}
