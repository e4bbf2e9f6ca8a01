//! The money proof over the whole database: every payment's ledger beside its refunds' rows
//! and the provider's own books. Green, or the name of every break.

mod books;
mod rows;

use crate::fault::Fault;
use crate::store::Store;
use domain::ids::{PaymentId, RefundId};
use domain::payment::proof;

/// What was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Green {
    pub payments: usize,
    pub entries: i64,
}

/// A break, by its name.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Broken {
    #[error(transparent)]
    Books(#[from] proof::Broken),
    #[error("payment {payment}: {amount} was paid, {captured} is booked as captured")]
    Captured {
        payment: PaymentId,
        amount: i64,
        captured: i64,
    },
    #[error("refund {refund}: {asked} was asked for, {moved} was moved by {acts} acts")]
    Movement {
        refund: RefundId,
        asked: i64,
        moved: i64,
        acts: i64,
    },
    #[error("refund {refund} is {state}, but the books brought back {back} and sent {out}")]
    Outcome {
        refund: RefundId,
        state: &'static str,
        out: i64,
        back: i64,
    },
    #[error("the provider pays refund {refund} {times} times")]
    PaidAgain { refund: RefundId, times: u32 },
    #[error("the provider refunds {id} that nobody asked for")]
    Unasked { id: String },
    #[error("the provider refunds {id} otherwise than it was asked")]
    AskedOtherwise { id: String },
    #[error("the provider refunds more than the whole charge {charge}")]
    AboveCharge { charge: String },
    #[error("the proof could not be made: {0}")]
    Unproved(#[from] Fault),
}

/// Proves every payment, as of one instant.
///
/// # Errors
/// All breaks that were found.
pub async fn money_proof(store: &Store) -> Result<Green, Vec<Broken>> {
    let found = store
        .read(|tx| Box::pin(rows::load(tx)))
        .await
        .map_err(|fault: Fault| vec![Broken::Unproved(fault)])?;
    let breaks = books::breaks(&found);
    if breaks.is_empty() {
        Ok(Green {
            payments: found.payments.len(),
            entries: found.entries,
        })
    } else {
        Err(breaks)
    }
}
