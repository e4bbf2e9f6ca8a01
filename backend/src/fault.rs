//! What can go wrong in a use case that is nobody's mistyping: who asks, or the machinery.

use crate::store::StoreFault;
use domain::permission::Denied;

#[derive(Clone, Debug, thiserror::Error)]
pub enum Fault {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// A row holds what no version of this program wrote.
    #[error("{column} holds what cannot be read: {found}")]
    Unreadable { column: &'static str, found: String },
    /// Another worker took a row over while this one was at work on it.
    #[error("the claim on a row of the outbox ran out")]
    ClaimLost,
    #[error("{0}")]
    Outside(String),
}

impl Fault {
    pub fn unreadable(column: &'static str, found: impl Into<String>) -> Fault {
        Fault::Unreadable {
            column,
            found: found.into(),
        }
    }
}
