//! The embedded stand-in for a payment provider: books of its own in the `sandbox_` tables,
//! kept in transactions of its own. It is as strict as a real one: it knows idempotency keys,
//! refuses what goes above the charge, accepts first and settles later, and tells of it by
//! events. A refund to a card that ends in 0341 comes back: that card was closed.

mod books;

use super::{PaymentProvider, ProviderEvent, ProviderFault, ProviderRefund, Refused};
use crate::clock::Clock;
use crate::fault::Fault;
use crate::store::{Store, StoreFault, Tx};
use books::{Answer, Asked};
use domain::ids::RefundId;
use domain::money::Money;
use domain::time::{Instant, TimeDelta};
use futures::FutureExt;
use futures::future::BoxFuture;

/// The ending of the label of a card that was closed.
const CLOSED_CARD: &str = "0341";

#[derive(Clone)]
pub struct Sandbox {
    store: Store,
    clock: Clock,
    settles_after: TimeDelta,
    script: Script,
}

/// The faults that it plays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// It behaves.
    #[default]
    None,
}

impl Sandbox {
    /// Settles two seconds after it accepted, by the clock that can be moved.
    pub fn new(store: Store, clock: Clock) -> Sandbox {
        Sandbox {
            store,
            clock,
            settles_after: TimeDelta::seconds(2),
            script: Script::None,
        }
    }

    pub fn settling_after(self, settles_after: TimeDelta) -> Sandbox {
        Sandbox {
            settles_after,
            ..self
        }
    }

    pub fn scripted(self, script: Script) -> Sandbox {
        Sandbox { script, ..self }
    }

    async fn accept(&self, asked: Asked) -> Result<ProviderRefund, ProviderFault> {
        match self.script {
            Script::None => {}
        }
        let answer = self
            .store
            .write("sandbox refund", move |tx| {
                Box::pin(books::refund(tx, asked))
            })
            .await;
        match answer {
            Ok(Answer::Accepted(refund)) => Ok(refund),
            Ok(Answer::Refused { code, words }) => Err(ProviderFault::Refused { code, words }),
            Err(fault) => Err(unknown(fault)),
        }
    }

    async fn found(&self, id: String) -> Result<Option<ProviderRefund>, ProviderFault> {
        let found = self
            .store
            .read(|tx| Box::pin(async move { books::by_id(tx, &id).await }))
            .await;
        found.map_err(unknown)
    }
}

impl PaymentProvider for Sandbox {
    fn refund<'a>(
        &'a self,
        key: RefundId,
        charge: &'a str,
        amount: Money,
    ) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>> {
        let at = self.clock.now();
        self.accept(Asked {
            key,
            charge: charge.to_owned(),
            amount,
            at,
            settles_at: at + self.settles_after,
        })
        .boxed()
    }

    fn fetch<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>> {
        async move {
            let refund = self.found(id.to_owned()).await?;
            refund.ok_or_else(|| ProviderFault::Refused {
                code: Refused::NoSuchRefund,
                words: format!("there is no refund {id}"),
            })
        }
        .boxed()
    }

    fn find_by_key(
        &self,
        key: RefundId,
    ) -> BoxFuture<'_, Result<Option<ProviderRefund>, ProviderFault>> {
        self.found(books::name(key)).boxed()
    }

    fn events_due(&self, now: Instant) -> BoxFuture<'_, Result<Vec<ProviderEvent>, Fault>> {
        async move {
            let due = self
                .store
                .read(|tx| Box::pin(books::is_anything_due(tx, now)))
                .await?;
            if !due {
                return Ok(Vec::new());
            }
            self.store
                .write("sandbox settle", move |tx| {
                    Box::pin(books::settle_due(tx, now))
                })
                .await
        }
        .boxed()
    }

    fn event_heard<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), Fault>> {
        let (id, now) = (id.to_owned(), self.clock.now());
        self.store
            .write("sandbox event heard", move |tx| {
                Box::pin(async move { books::heard(tx, &id, now).await })
            })
            .boxed()
    }
}

/// Books a charge that was captured: for whoever writes down payments that were made before.
///
/// # Errors
/// There is such a charge already.
pub async fn record_charge(
    tx: &mut Tx,
    charge: &str,
    amount: Money,
    card: &str,
    at: Instant,
) -> Result<(), Fault> {
    books::put_charge(tx, charge, amount, card, at).await
}

fn unknown(fault: impl Into<Fault>) -> ProviderFault {
    let fault: Fault = fault.into();
    if let Fault::Store(StoreFault::Conflict { .. }) = fault {
        // Two calls under one key at the same instant: the second one waits for the first.
        return ProviderFault::Unknown("another request with this key is in progress".into());
    }
    ProviderFault::Unknown(fault.to_string())
}
