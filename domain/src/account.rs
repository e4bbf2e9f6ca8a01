//! A therapist's account: what restricts it, and whether it can be booked (docs/POLICIES.md, rule
//! P22). Existing sessions go on whatever restricts it; only blocked payouts stop their charges.

pub mod pause;
pub mod reactivate;

use crate::availability::edit::Saving;
use crate::time::Instant;
use pause::Pausing;
use reactivate::Asked;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restriction {
    PausedByTherapist,
    PausedByTeam,
    Suspended,
    PayoutBlocked,
}

impl Restriction {
    pub const ALL: [Restriction; 4] = [
        Restriction::PausedByTherapist,
        Restriction::PausedByTeam,
        Restriction::Suspended,
        Restriction::PayoutBlocked,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Restriction::PausedByTherapist => "paused_by_therapist",
            Restriction::PausedByTeam => "paused_by_team",
            Restriction::Suspended => "suspended",
            Restriction::PayoutBlocked => "payout_blocked",
        }
    }

    pub fn parse(text: &str) -> Option<Restriction> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }
}

/// An account as the rules see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// None is active.
    pub restrictions: BTreeSet<Restriction>,
    /// Closing is final.
    pub closed_at: Option<Instant>,
}

impl Account {
    pub fn is_bookable(&self) -> bool {
        self.restrictions.is_empty() && self.closed_at.is_none()
    }

    /// Whether stored cards are charged for the sessions that there are.
    pub fn charges_go_on(&self) -> bool {
        self.closed_at.is_none() && !self.restrictions.contains(&Restriction::PayoutBlocked)
    }

    pub fn is_paused(&self) -> bool {
        let paused = [Restriction::PausedByTherapist, Restriction::PausedByTeam];
        paused.iter().any(|pause| self.restrictions.contains(pause))
    }
}

/// What happened to an account: append-only, and replaying it gives the restrictions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccountEvent {
    Paused {
        pausing: Box<Pausing>,
    },
    ReactivationAsked {
        asked: Asked,
    },
    /// By the team: every pause, whoever made it.
    Reactivated,
    /// The cancel that it came with was undone.
    PauseUndone,
    /// Nothing pauses the account any more, so what was asked of the team has settled itself.
    ReactivationVoided,
    /// Hours, dates, blocks, rules or the zone are others, and whoever stood outside has an answer.
    ScheduleSaved {
        saving: Box<Saving>,
    },
    /// They are still right, says the therapist.
    HoursReviewed,
}

/// Replays an account's log.
pub fn replay<'e>(log: impl IntoIterator<Item = &'e AccountEvent>) -> Account {
    let mut account = Account::default();
    for event in log {
        match event {
            AccountEvent::Paused { .. } => {
                account.restrictions.insert(Restriction::PausedByTherapist);
            }
            AccountEvent::ReactivationAsked { .. }
            | AccountEvent::ReactivationVoided
            | AccountEvent::ScheduleSaved { .. }
            | AccountEvent::HoursReviewed => {}
            AccountEvent::PauseUndone => {
                account.restrictions.remove(&Restriction::PausedByTherapist);
            }
            AccountEvent::Reactivated => {
                account.restrictions.remove(&Restriction::PausedByTherapist);
                account.restrictions.remove(&Restriction::PausedByTeam);
            }
        }
    }
    account
}
