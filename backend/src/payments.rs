//! The payment provider, as a port. Whoever pays the money back keeps books of its own; what
//! it does not answer may have happened all the same, so that *unknown* is never *failed*, and
//! every call may be made again under the same key.

pub mod sandbox;

use crate::fault::Fault;
use domain::ids::RefundId;
use domain::money::Money;
use domain::time::{Instant, TimeDelta};
use futures::FutureExt;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

/// A refund in the provider's books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderRefund {
    /// The provider's own name for it.
    pub id: String,
    /// What it was asked for under.
    pub key: RefundId,
    pub charge: String,
    pub amount: Money,
    pub state: ProviderState,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderState {
    /// Accepted, and on its way.
    Pending,
    /// It arrived.
    Succeeded,
    /// It came back, for a reason in words.
    Failed { why: String },
}

/// Why there is no answer that could be settled by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderFault {
    /// Definite: asking again is answered the same.
    #[error("refused ({code:?}): {words}")]
    Refused { code: Refused, words: String },
    /// A time-out, a 5xx, a broken line: it may have been done or not.
    #[error("no answer: {0}")]
    Unknown(String),
    #[error("too many requests")]
    RateLimited { after: TimeDelta },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    AboveRemaining,
    NoSuchCharge,
    NoSuchRefund,
    /// The key was used before, with another charge or amount.
    KeyReused,
}

/// Something that the provider has to say. It names an object and not its state: events come
/// late, twice and in any order, so that whoever hears one fetches the object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderEvent {
    pub id: String,
    /// The provider's name of the refund that it is about.
    pub refund: String,
}

/// The port.
pub trait PaymentProvider: Send + Sync {
    /// Pays `amount` of `charge` back. The same key again is answered as the first time, and
    /// pays nothing more.
    fn refund<'a>(
        &'a self,
        key: RefundId,
        charge: &'a str,
        amount: Money,
    ) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>>;

    /// A refund as it stands now.
    fn fetch<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>>;

    /// What was asked under this key, however long ago; keys of requests expire sooner.
    fn find_by_key(
        &self,
        key: RefundId,
    ) -> BoxFuture<'_, Result<Option<ProviderRefund>, ProviderFault>>;

    /// Events that are to be heard now and were not marked as heard. A provider that calls us
    /// by itself has none.
    fn events_due(&self, _now: Instant) -> BoxFuture<'_, Result<Vec<ProviderEvent>, Fault>> {
        async { Ok(Vec::new()) }.boxed()
    }

    /// The event was heard, and what it says is settled.
    fn event_heard<'a>(&'a self, _id: &'a str) -> BoxFuture<'a, Result<(), Fault>> {
        async { Ok(()) }.boxed()
    }
}
