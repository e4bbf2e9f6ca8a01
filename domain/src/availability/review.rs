//! "Are your hours still right?" is asked now and then (docs/POLICIES.md, rule P24): hours that
//! nobody looks at go wrong by themselves.

use crate::time::{Instant, TimeDelta};
use serde::{Deserialize, Serialize};

/// After so long it is asked again.
pub const EVERY: TimeDelta = TimeDelta::days(28);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// Said not long ago.
    Fresh,
    Due,
}

impl Review {
    /// `reviewed` is when the therapist last said so.
    pub fn of(reviewed: Option<Instant>, now: Instant) -> Review {
        match reviewed {
            Some(at) if now < at + EVERY => Review::Fresh,
            _ => Review::Due,
        }
    }
}
