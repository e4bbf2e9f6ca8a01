//! A provider and a mail server that fail as they are told to, in front of the real ones.

use backend::fault::Fault;
use backend::mail::{Envelope, MailFault, Mailer};
use backend::payments::{PaymentProvider, ProviderEvent, ProviderFault, ProviderRefund};
use domain::ids::RefundId;
use domain::money::Money;
use domain::time::{Instant, TimeDelta};
use futures::FutureExt;
use futures::future::BoxFuture;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

#[derive(Clone, Copy)]
pub enum Mishap {
    /// It does what it was asked, and the answer is lost.
    LostAnswer,
    /// It does nothing and says nothing.
    Down,
    TooMany(i64),
    /// It takes its caller down.
    Panics,
}

/// Plays one mishap a call, then behaves.
pub struct Flaky<P> {
    behind: Arc<P>,
    script: Mutex<VecDeque<Mishap>>,
    pub calls: AtomicU32,
}

impl<P> Flaky<P> {
    pub fn new(behind: Arc<P>, script: impl IntoIterator<Item = Mishap>) -> Arc<Flaky<P>> {
        Arc::new(Flaky {
            behind,
            script: Mutex::new(script.into_iter().collect()),
            calls: AtomicU32::new(0),
        })
    }

    pub fn calls(&self) -> u32 {
        self.calls.load(Ordering::SeqCst)
    }

    fn next(&self) -> Option<Mishap> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        self.script.lock().unwrap().pop_front()
    }
}

impl<P: PaymentProvider> PaymentProvider for Flaky<P> {
    fn refund<'a>(
        &'a self,
        key: RefundId,
        charge: &'a str,
        amount: Money,
    ) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>> {
        async move {
            let lost = || ProviderFault::Unknown("502".into());
            match self.next() {
                None => self.behind.refund(key, charge, amount).await,
                Some(Mishap::LostAnswer) => {
                    self.behind.refund(key, charge, amount).await?;
                    Err(lost())
                }
                Some(Mishap::Down) => Err(lost()),
                Some(Mishap::Panics) => panic!("as it was told to"),
                Some(Mishap::TooMany(seconds)) => Err(ProviderFault::RateLimited {
                    after: TimeDelta::seconds(seconds),
                }),
            }
        }
        .boxed()
    }

    fn fetch<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>> {
        self.behind.fetch(id)
    }

    fn find_by_key(
        &self,
        key: RefundId,
    ) -> BoxFuture<'_, Result<Option<ProviderRefund>, ProviderFault>> {
        self.behind.find_by_key(key)
    }

    fn events_due(&self, now: Instant) -> BoxFuture<'_, Result<Vec<ProviderEvent>, Fault>> {
        self.behind.events_due(now)
    }

    fn event_heard<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), Fault>> {
        self.behind.event_heard(id)
    }
}

impl<M: Mailer> Mailer for Flaky<M> {
    fn send<'a>(&'a self, envelope: &'a Envelope) -> BoxFuture<'a, Result<(), MailFault>> {
        async move {
            let lost = || MailFault::Unknown("421".into());
            match self.next() {
                None => self.behind.send(envelope).await,
                Some(Mishap::LostAnswer) => {
                    self.behind.send(envelope).await?;
                    Err(lost())
                }
                Some(Mishap::Panics) => panic!("as it was told to"),
                Some(_) => Err(lost()),
            }
        }
        .boxed()
    }
}
