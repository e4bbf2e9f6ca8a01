//! A provider and a mail server that fail as they are told to, or never answer, in front of the
//! real ones.

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
use tokio::sync::Notify;

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

/// Never answers a call about what is named, until it is let go.
pub struct Hanging<P> {
    behind: Arc<P>,
    /// `None` is every call.
    over: Option<String>,
    hang: AtomicU32,
    gate: Notify,
}

impl<P> Hanging<P> {
    pub fn all(behind: Arc<P>) -> Arc<Hanging<P>> {
        Hanging::new(behind, None)
    }

    pub fn over(behind: Arc<P>, id: String) -> Arc<Hanging<P>> {
        Hanging::new(behind, Some(id))
    }

    fn new(behind: Arc<P>, over: Option<String>) -> Arc<Hanging<P>> {
        Arc::new(Hanging {
            behind,
            over,
            hang: AtomicU32::new(0),
            gate: Notify::new(),
        })
    }

    /// How many calls did not get an answer at once.
    pub fn hang(&self) -> u32 {
        self.hang.load(Ordering::SeqCst)
    }

    /// One call is answered, now or when it comes.
    pub fn let_go(&self) {
        self.gate.notify_one();
    }

    async fn pass(&self, id: &str) {
        if self.over.as_ref().is_none_or(|over| over == id) {
            self.hang.fetch_add(1, Ordering::SeqCst);
            self.gate.notified().await;
        }
    }
}

impl<P: PaymentProvider> PaymentProvider for Hanging<P> {
    fn refund<'a>(
        &'a self,
        key: RefundId,
        charge: &'a str,
        amount: Money,
    ) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>> {
        async move {
            self.pass(&key.to_string()).await;
            self.behind.refund(key, charge, amount).await
        }
        .boxed()
    }

    fn fetch<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<ProviderRefund, ProviderFault>> {
        async move {
            self.pass(id).await;
            self.behind.fetch(id).await
        }
        .boxed()
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

impl<M: Mailer> Mailer for Hanging<M> {
    fn send<'a>(&'a self, envelope: &'a Envelope) -> BoxFuture<'a, Result<(), MailFault>> {
        async move {
            self.pass(&envelope.id).await;
            self.behind.send(envelope).await
        }
        .boxed()
    }
}
