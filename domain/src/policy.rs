//! The cancellation policy: what it owes for each cause (docs/POLICIES.md, rules P1 to P3).
//!
//! A policy is versioned and a client agrees to a version; a session is judged by the one
//! that was agreed for it. The table of [`answer`] is DOMAIN.md's, row by row.

pub mod clause;
pub mod commission;
pub mod moving;
pub mod notice;

use crate::actor::Role;
use crate::session::Cause;
use crate::standing::StandingRule;
use crate::time::TimeDelta;
pub use clause::{Clause, ClauseRef};
pub use notice::Timing;
use serde::{Deserialize, Serialize};

/// One version of the policy that clients agree to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub version: u32,
    notice_hours: i64,
    grace_minutes: i64,
}

impl Policy {
    /// Version 1 had no grace for a booking made inside the 48 hours; version 2 has.
    const VERSIONS: [Policy; 2] = [
        Policy {
            version: 1,
            notice_hours: 48,
            grace_minutes: 0,
        },
        Policy {
            version: 2,
            notice_hours: 48,
            grace_minutes: 15,
        },
    ];

    /// The version that new bookings agree to.
    pub fn in_force() -> Policy {
        Self::VERSIONS[1]
    }

    pub fn version(version: u32) -> Option<Policy> {
        Self::VERSIONS.into_iter().find(|p| p.version == version)
    }

    /// How long before the start a client cancels free of charge.
    pub fn notice(self) -> TimeDelta {
        TimeDelta::hours(self.notice_hours)
    }

    /// For how long after a booking born inside [`Policy::notice`] a client may still
    /// cancel free of charge.
    pub fn grace(self) -> TimeDelta {
        TimeDelta::minutes(self.grace_minutes)
    }
}

/// What the policy owes the client of what was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Owed {
    All,
    Nothing,
}

/// What ended a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    Cancelled(Cause),
    TookPlace,
    ClientNoShow,
    TherapistNoShow,
}

/// The policy's answer to an ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub clause: Clause,
    pub owed: Owed,
    /// Whom the ending counts for; nobody where it is none of the parties' doing.
    pub counts_as: Option<Role>,
    pub standing: StandingRule,
}

/// The table of causes. `timing` matters only where the client asked.
pub fn answer(ending: Ending, timing: Timing) -> Answer {
    use {Cause::*, Ending::*, Owed::*, StandingRule::*};
    let row = |clause, owed, counts_as, standing| Answer {
        clause,
        owed,
        counts_as,
        standing,
    };
    let therapist = Some(Role::Therapist);
    let client = Some(Role::Client);
    match ending {
        Cancelled(ClientAsked) => match timing {
            Timing::OnTime => row(Clause::OnTime, All, client, Untouched),
            Timing::Grace => row(Clause::Grace, All, client, Untouched),
            Timing::Late => row(Clause::Late, Nothing, client, Untouched),
            Timing::LateStays => row(Clause::LateStays, Nothing, client, Untouched),
        },
        Cancelled(TherapistUnavailable) => row(Clause::Unavailable, All, therapist, Incident),
        Cancelled(NotConfirmed) => row(Clause::NotConfirmed, All, therapist, Incident),
        Cancelled(NotBestFit) => row(Clause::NotBestFit, All, therapist, Untouched),
        Cancelled(Objection) => row(Clause::Objection, All, therapist, Untouched),
        Cancelled(Other) => row(Clause::Other, All, therapist, TeamDecides),
        Cancelled(Platform) => row(Clause::Platform, All, None, Untouched),
        Cancelled(Unpaid) => row(Clause::Unpaid, All, None, Untouched),
        Cancelled(Correction) => row(Clause::Correction, All, None, Untouched),
        TookPlace => row(Clause::TookPlace, Nothing, None, Untouched),
        ClientNoShow => row(Clause::ClientNoShow, Nothing, client, Untouched),
        TherapistNoShow => row(Clause::TherapistNoShow, All, therapist, Incident),
    }
}
