//! The money of one session: what was paid, where it stands, and what may still go back.

pub mod charge;
pub mod ledger;
pub mod proof;
pub mod refund;

use crate::ids::PaymentId;
use crate::time::Instant;
use ledger::Books;
use serde::{Deserialize, Serialize};

/// The money side of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Payment {
    /// The price is zero: there are no money questions.
    Free,
    /// Nothing was paid yet; a follow-up that the therapist booked is charged by itself.
    Unpaid {
        charge_due: Option<Instant>,
    },
    Paid(Paid),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    pub id: PaymentId,
    /// As the provider names it: `card ending 4242`.
    pub card: String,
    pub captured_at: Instant,
    pub books: Books,
}

impl Payment {
    pub fn paid(&self) -> Option<&Paid> {
        match self {
            Payment::Paid(paid) => Some(paid),
            Payment::Free | Payment::Unpaid { .. } => None,
        }
    }

    /// When the charge that is planned is due. None is ever sent after a cancel: it goes in the
    /// same transaction.
    pub fn charge_due(&self) -> Option<Instant> {
        match self {
            Payment::Unpaid { charge_due } => *charge_due,
            Payment::Free | Payment::Paid(_) => None,
        }
    }

    /// What can still be refunded, in minor units.
    pub fn refundable(&self) -> i64 {
        self.paid().map_or(0, |paid| paid.books.refundable())
    }
}
