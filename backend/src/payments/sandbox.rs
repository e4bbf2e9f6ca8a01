//! The embedded stand-in for a payment provider: books of its own in the `sandbox_` tables,
//! kept in transactions of its own. It is as strict as a real one, and misbehaves like one:
//!
//! - the first answer to a key, a 500 too, is kept for 24 hours and given again; the same key
//!   for something else is refused; a key that was forgotten asks for something new;
//! - what goes above the charge is refused;
//! - it accepts first and settles later, and tells of it by events that may come twice, late
//!   or out of order;
//! - what a request meets beside that is chosen by a `Script`, or by the demonstration.
//!
//! A refund to a card that ends in 0341 comes back: that card was closed.

mod books;
mod events;
mod plan;
mod script;

pub use plan::{MOST, forget, latest, plan, planned};
pub use script::{Draw, Mishap, Rates, Script};

use super::{PaymentProvider, ProviderEvent, ProviderFault, ProviderRefund, Refused};
use crate::clock::Clock;
use crate::fault::Fault;
use crate::store::{Store, StoreFault, Tx};
use books::{Answer, Asked, Reply};
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
        let scripted = self.script.next();
        let reply = self
            .store
            .write("sandbox refund", move |tx| {
                Box::pin(books::refund(tx, asked, scripted))
            })
            .await;
        match reply.map_err(unknown)? {
            Reply::Answer(Answer::Accepted(refund)) => Ok(refund),
            Reply::Answer(Answer::Refused { code, words }) => {
                Err(ProviderFault::Refused { code, words })
            }
            Reply::Answer(Answer::Broken) => Err(ProviderFault::Unknown("500".into())),
            not_answered => Err(silence(not_answered)),
        }
    }

    /// A look-up may go unanswered as well.
    async fn look<F>(&self, find: F) -> Result<Option<ProviderRefund>, ProviderFault>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<Option<ProviderRefund>, Fault>>,
    {
        if let Some(reply) = self.script.next_look().and_then(books::unheard) {
            return Err(silence(reply));
        }
        self.store.read(find).await.map_err(unknown)
    }
}

fn silence(reply: Reply) -> ProviderFault {
    match reply {
        Reply::TooMany => ProviderFault::RateLimited {
            after: Mishap::RETRY_AFTER,
        },
        Reply::Silence(words) => ProviderFault::Unknown(words.into()),
        Reply::Answer(_) => ProviderFault::Unknown("no answer".into()),
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
            settles_after: self.settles_after,
        })
        .boxed()
    }

    fn fetch<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>> {
        async move {
            let named = id.to_owned();
            let find = self.look(|tx| Box::pin(async move { books::by_id(tx, &named).await }));
            let refund = find.await?;
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
        self.look(move |tx| Box::pin(books::by_key(tx, key)))
            .boxed()
    }

    fn events_due(&self, now: Instant) -> BoxFuture<'_, Result<Vec<ProviderEvent>, Fault>> {
        async move {
            let due = self
                .store
                .read(|tx| Box::pin(events::is_anything_due(tx, now)))
                .await?;
            if !due {
                return Ok(Vec::new());
            }
            self.store
                .write("sandbox settle", move |tx| {
                    Box::pin(events::settle_due(tx, now))
                })
                .await
        }
        .boxed()
    }

    fn event_heard<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), Fault>> {
        let (id, now) = (id.to_owned(), self.clock.now());
        self.store
            .write("sandbox event heard", move |tx| {
                Box::pin(async move { events::heard(tx, &id, now).await })
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
