//! A paused therapist asks to be bookable again (docs/POLICIES.md, rule P22). Only the team lifts
//! a pause; what both look at is whether the hours are right.

use super::Account;
use crate::refusal::Refusal;
use crate::request;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskToReturn {
    /// For the team.
    pub words: String,
}

/// What is known of a paused account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paused {
    pub since: Instant,
    /// When the therapist last said that their hours are right.
    pub hours_reviewed_at: Option<Instant>,
    /// Sessions that stand outside the hours, or in a block.
    pub clashes: u32,
    /// A request to return that is open.
    pub asked_at: Option<Instant>,
}

/// The check that therapist and team are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readiness {
    pub hours: Hours,
    pub clashes: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    ReviewedSince,
    NotReviewedSince,
}

impl Readiness {
    pub fn of(paused: &Paused) -> Readiness {
        let since = |reviewed: Instant| reviewed >= paused.since;
        Readiness {
            hours: match paused.hours_reviewed_at.is_some_and(since) {
                true => Hours::ReviewedSince,
                false => Hours::NotReviewedSince,
            },
            clashes: paused.clashes,
        }
    }

    pub fn is_ready(self) -> bool {
        self.hours == Hours::ReviewedSince && self.clashes == 0
    }
}

/// The stored request: what was found then, and words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub readiness: Readiness,
    pub words: String,
    pub at: Instant,
}

/// Whether a request to return is needless, now that a pause was lifted: another one may still stand.
pub fn is_needless(account: &Account) -> bool {
    !account.is_paused()
}

/// What asking, received at `now`, stores. Also an account that is not ready may ask: the team sees
/// what is open, and decides.
///
/// # Errors
/// An account that is not paused, is closed, or has asked already.
pub fn decide(
    account: &Account,
    paused: Option<&Paused>,
    command: &AskToReturn,
    now: Instant,
) -> Result<Asked, Refusal> {
    if account.closed_at.is_some() {
        return Err(Refusal::AccountClosed);
    }
    let paused = paused.filter(|_| account.is_paused());
    let paused = paused.ok_or(Refusal::NotPaused)?;
    if let Some(since) = paused.asked_at {
        return Err(Refusal::AskedAlready { since });
    }
    Ok(Asked {
        readiness: Readiness::of(paused),
        words: request::words(&command.words)?,
        at: now,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Restriction;

    #[test]
    fn a_request_is_needless_once_nobody_pauses_the_account_any_more() {
        use Restriction::{PausedByTeam, PausedByTherapist, PayoutBlocked, Suspended};
        let lines: [(&[Restriction], bool); 6] = [
            (&[], true),
            (&[PausedByTherapist], false),
            (&[PausedByTeam], false),
            (&[PausedByTeam, PausedByTherapist], false),
            (&[Suspended, PayoutBlocked], true),
            (&[Suspended, PausedByTeam], false),
        ];
        for (restrictions, expected) in lines {
            let account = Account {
                restrictions: restrictions.iter().copied().collect(),
                closed_at: None,
            };
            assert_eq!(is_needless(&account), expected, "{restrictions:?}");
        }
    }
}
