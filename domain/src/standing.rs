//! A therapist's standing: incidents over a rolling 90 days (docs/POLICIES.md, rule P6).
//! Nothing here suspends anyone; the numbers only say when the team looks.

use crate::time::TimeDelta;
use serde::{Deserialize, Serialize};

/// What an ending does to standing, by the policy's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum StandingRule {
    Untouched,
    Incident,
    TeamDecides,
}

/// What one decision does to standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandingEffect {
    Untouched,
    /// One incident more; `now` of them then stand within the window.
    Incident {
        now: u32,
    },
    TeamDecides,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Good,
    TeamReviews,
    SuspensionProposed,
}

/// An incident counts for this long.
pub fn window() -> TimeDelta {
    TimeDelta::days(90)
}

impl Standing {
    /// 0 to 2 incidents are good, 3 and 4 are reviewed, from 5 on suspension is proposed.
    pub fn of(incidents: u32) -> Standing {
        match incidents {
            0..=2 => Standing::Good,
            3 | 4 => Standing::TeamReviews,
            _ => Standing::SuspensionProposed,
        }
    }
}

impl StandingRule {
    /// `incidents` is how many stand within the window before this decision.
    pub fn effect(self, incidents: u32) -> StandingEffect {
        match self {
            StandingRule::Untouched => StandingEffect::Untouched,
            StandingRule::Incident => StandingEffect::Incident { now: incidents + 1 },
            StandingRule::TeamDecides => StandingEffect::TeamDecides,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standing_turns_at_three_and_at_five() {
        let of: Vec<Standing> = (0..=6).map(Standing::of).collect();
        use Standing::*;
        let six = SuspensionProposed;
        assert_eq!(
            of,
            [
                Good,
                Good,
                Good,
                TeamReviews,
                TeamReviews,
                SuspensionProposed,
                six
            ]
        );
    }
}
