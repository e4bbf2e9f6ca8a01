//! The clauses of the policy, each with an id that is written into commitments and audit,
//! and the sentence that clients agreed to.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clause {
    OnTime,
    Late,
    LateStays,
    Grace,
    Unavailable,
    NotBestFit,
    NotConfirmed,
    Other,
    Objection,
    Platform,
    Unpaid,
    Correction,
    MovedInTime,
    MovedLate,
    MovedUnavailable,
    MovedCorrection,
    TookPlace,
    ClientNoShow,
    TherapistNoShow,
    /// The therapist gives back what the policy does not owe.
    Exception,
    /// The therapist keeps what the policy owes, and says why.
    Departure,
}

impl Clause {
    pub const ALL: [Clause; 21] = [
        Clause::OnTime,
        Clause::Late,
        Clause::LateStays,
        Clause::Grace,
        Clause::Unavailable,
        Clause::NotBestFit,
        Clause::NotConfirmed,
        Clause::Other,
        Clause::Objection,
        Clause::Platform,
        Clause::Unpaid,
        Clause::Correction,
        Clause::MovedInTime,
        Clause::MovedLate,
        Clause::MovedUnavailable,
        Clause::MovedCorrection,
        Clause::TookPlace,
        Clause::ClientNoShow,
        Clause::TherapistNoShow,
        Clause::Exception,
        Clause::Departure,
    ];

    /// The stable id, as stored.
    pub fn id(self) -> &'static str {
        match self {
            Clause::OnTime => "on_time",
            Clause::Late => "late",
            Clause::LateStays => "late_stays",
            Clause::Grace => "grace",
            Clause::Unavailable => "unavailable",
            Clause::NotBestFit => "not_best_fit",
            Clause::NotConfirmed => "not_confirmed",
            Clause::Other => "other",
            Clause::Objection => "objection",
            Clause::Platform => "platform",
            Clause::Unpaid => "unpaid",
            Clause::Correction => "correction",
            Clause::MovedInTime => "moved_in_time",
            Clause::MovedLate => "moved_late",
            Clause::MovedUnavailable => "moved_unavailable",
            Clause::MovedCorrection => "moved_correction",
            Clause::TookPlace => "took_place",
            Clause::ClientNoShow => "client_no_show",
            Clause::TherapistNoShow => "therapist_no_show",
            Clause::Exception => "exception",
            Clause::Departure => "departure",
        }
    }

    pub fn parse(id: &str) -> Option<Clause> {
        Self::ALL.into_iter().find(|clause| clause.id() == id)
    }

    /// What the clause says, in a sentence that stands by itself.
    pub fn text(self) -> &'static str {
        match self {
            Clause::OnTime => "Cancelled 48 hours or more before the start: refunded in full.",
            Clause::Late => "Cancelled less than 48 hours before the start: not refunded.",
            Clause::LateStays => "Moved late at the client's wish: late also for the new time.",
            Clause::Grace => {
                "Booked less than 48 hours ahead and cancelled within 15 minutes: refunded in full."
            }
            Clause::Unavailable => "The therapist is unavailable: refunded in full.",
            Clause::NotBestFit => "The therapist is not the best fit: refunded in full.",
            Clause::NotConfirmed => "The therapist did not confirm in time: refunded in full.",
            Clause::Other => "The therapist cancels for another reason: refunded in full.",
            Clause::Objection => "The client objects to a move: refunded in full.",
            Clause::Platform => "The platform cancels: refunded in full.",
            Clause::Unpaid => "The payment never arrived: nothing is owed.",
            Clause::Correction => "A booking made by mistake: refunded in full.",
            Clause::MovedInTime => "Moved at the client's wish: the payment goes with it.",
            Clause::MovedLate => {
                "Moved at the client's wish less than 48 hours before the start: the payment goes \
                 with it, and late stays late."
            }
            Clause::MovedUnavailable => {
                "Moved because the therapist is unavailable: the client may object, and is then \
                 refunded in full."
            }
            Clause::MovedCorrection => {
                "A mistaken time is put right: the client may object, and is then refunded in full."
            }
            Clause::TookPlace => "The session took place: the payment is kept.",
            Clause::ClientNoShow => "The client did not come: not refunded.",
            Clause::TherapistNoShow => "The therapist did not come: refunded in full.",
            Clause::Exception => "The therapist refunds more than the policy owes.",
            Clause::Departure => "The therapist keeps what the policy owes, and says why.",
        }
    }
}

/// A clause of one version of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseRef {
    pub id: Clause,
    pub version: u32,
}
