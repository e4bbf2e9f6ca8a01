//! The platform's share of what is kept (docs/POLICIES.md, rule P5). Rates are settings, in
//! basis points; half a minor unit goes to the therapist.

use crate::session::SessionKind;
use serde::{Deserialize, Serialize};

/// Rates in basis points: 10 000 is everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    pub initial: u32,
    pub follow_up: u32,
}

impl Rates {
    /// Initial sessions 100 %, follow-ups 10 %.
    pub const DEFAULT: Rates = Rates {
        initial: 10_000,
        follow_up: 1_000,
    };

    pub fn of(self, kind: SessionKind) -> Rate {
        match kind {
            SessionKind::Initial => Rate(self.initial.min(10_000)),
            SessionKind::FollowUp => Rate(self.follow_up.min(10_000)),
        }
    }
}

/// The share of one kind of session, in basis points, at most 10 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate(u32);

/// What is kept, divided: the two parts always add up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    pub therapist: i64,
    pub commission: i64,
}

impl Rate {
    /// Divides `kept` minor units (not negative); the fraction of a unit goes to the therapist.
    pub fn split(self, kept: i64) -> Split {
        let commission = (i128::from(kept) * i128::from(self.0) / 10_000) as i64;
        Split {
            therapist: kept - commission,
            commission,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: SessionKind, kept: i64, therapist: i64, commission: i64) {
        assert_eq!(
            Rates::DEFAULT.of(kind).split(kept),
            Split {
                therapist,
                commission
            }
        );
    }

    #[test]
    fn commission_is_a_tenth_of_a_follow_up_and_all_of_an_initial_session() {
        check(SessionKind::FollowUp, 6500, 5850, 650);
        check(SessionKind::Initial, 6500, 0, 6500);
        check(SessionKind::FollowUp, 0, 0, 0);
    }

    #[test]
    fn the_fraction_of_a_penny_goes_to_the_therapist() {
        check(SessionKind::FollowUp, 9, 9, 0);
        check(SessionKind::FollowUp, 19, 18, 1);
        check(SessionKind::FollowUp, 6555, 5900, 655);
    }
}
