//! The worker: claims what is due, carries it out, and hears the provider's events.

use super::lane::{Lane, Load};
use super::{Patience, Wake};
use crate::clock::Clock;
use crate::crash::{self, Point};
use crate::deciding::Desk;
use crate::deciding::apply::Setting;
use crate::fault::Fault;
use crate::mail::Mailer;
use crate::payments::{PaymentProvider, ProviderEvent, ProviderFault, Refused};
use crate::recurring;
use crate::settling::{News, Settled, Settling};
use crate::store::Store;
use crate::store::outbox::{self, Claimed, Way};
use domain::ids::RefundId;
use domain::time::TimeDelta;
use futures::FutureExt;
use futures::future::{join, join_all};
use std::sync::Arc;
use std::time::Duration;

/// Longer than any one row may take: a look-up, a request and two writes.
const LEASE: TimeDelta = TimeDelta::seconds(120);
/// One attempt at the provider or the mail server.
const ATTEMPT: Duration = Duration::from_secs(30);
/// Of each lane so many are carried out at the same time, rows each of another stream, where nobody
/// says otherwise.
const TOGETHER: usize = 8;
/// What is under way when the worker is told to stop has so long to come to its end.
const LAST_CALL: Duration = Duration::from_secs(10);

/// Pays and mails. Several may run on one database.
#[derive(Clone)]
pub struct Worker {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) mailer: Arc<dyn Mailer>,
    pub(super) provider: Arc<dyn PaymentProvider>,
    pub(super) settling: Settling,
    pub(super) mail: Patience,
    pub(super) refund: Patience,
    pub(super) together: usize,
    pub(super) wake: Wake,
    last_call: Duration,
}

impl Worker {
    /// `origin` is where links in letters lead.
    pub fn new(
        store: Store,
        clock: Clock,
        mailer: Arc<dyn Mailer>,
        provider: Arc<dyn PaymentProvider>,
        origin: impl Into<Arc<str>>,
        wake: Wake,
    ) -> Worker {
        let settling = Settling {
            clock: clock.clone(),
            origin: origin.into(),
        };
        Worker {
            store,
            clock,
            mailer,
            provider,
            settling,
            mail: Patience::MAIL,
            refund: Patience::REFUND,
            together: TOGETHER,
            wake,
            last_call: LAST_CALL,
        }
    }

    /// With another patience for letters and for refunds.
    pub fn with_patience(self, mail: Patience, refund: Patience) -> Worker {
        Worker {
            mail,
            refund,
            ..self
        }
    }

    /// With so many of a lane carried out at the same time; one by one, what is drained goes in an
    /// order that is always the same.
    pub fn with_together(self, together: usize) -> Worker {
        Worker { together, ..self }
    }

    /// With another while for what is under way when the worker is told to stop.
    pub fn with_last_call(self, last_call: Duration) -> Worker {
        Worker { last_call, ..self }
    }

    /// Works until nothing is due any more, one lane after the other.
    ///
    /// # Errors
    /// The first fault of the store; rows in progress then wait for their claims to run out.
    pub async fn drain(&self) -> Result<(), Fault> {
        loop {
            let mut worked = recurring::all(&self.desk()).await?;
            for load in Load::ALL {
                worked |= Lane::new(self, load).drain().await?;
            }
            if !worked {
                return Ok(());
            }
        }
    }

    /// Works until `shutdown`, beginning with what the program before left claimed, where no other
    /// one can be at work on it. What is under way at the end may finish, but has no longer for it
    /// than the last call: what is dropped stays claimed until that runs out, and is begun anew.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        self.take_over().await;
        let stop = shutdown.shared();
        let lanes = Load::ALL.map(|load| Lane::new(&self, load).run(stop.clone()));
        let by_the_clock = recurring::run(self.desk(), stop.clone());
        let last_call = async {
            stop.await;
            tokio::time::sleep(self.last_call).await;
        };
        tokio::select! {
            biased;
            _ = join(join_all(lanes), by_the_clock) => {}
            () = last_call => tracing::warn!("some of the outbox did not end in time and was cut"),
        }
    }

    fn desk(&self) -> Desk {
        let Settling { clock, origin } = self.settling.clone();
        Desk {
            store: self.store.clone(),
            setting: Setting::with(clock, origin),
            wake: self.wake.clone(),
        }
    }

    /// Several programs wait for one another's claims; the only one that there is need not.
    async fn take_over(&self) {
        if !self.store.is_alone() {
            return;
        }
        let let_go = self
            .store
            .write("take over", |tx| Box::pin(outbox::let_go(tx)));
        match let_go.await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "begun by a program that is no more, taken over"),
            Err(fault) => tracing::error!(%fault, "what was begun waits for its claims to run out"),
        }
    }

    /// Looking and finding nothing writes nothing.
    pub(super) async fn claim(&self, way: Way, room: usize) -> Result<Vec<Claimed>, Fault> {
        let (now, most) = (self.clock.now(), i64::try_from(room).unwrap_or(i64::MAX));
        let due = self
            .store
            .read(|tx| Box::pin(outbox::is_anything_due(tx, way, now)))
            .await?;
        if !due {
            return Ok(Vec::new());
        }
        self.store
            .write("claim", move |tx| {
                Box::pin(outbox::claim(tx, way, now, now + LEASE, most))
            })
            .await
    }

    pub(super) async fn events_due(&self) -> Vec<ProviderEvent> {
        let events = self.provider.events_due(self.clock.now()).await;
        events.unwrap_or_else(|fault| {
            tracing::error!(%fault, "the provider's events cannot be had");
            Vec::new()
        })
    }

    /// An event only says where to look. One that cannot be settled now is heard again later.
    ///
    /// # Errors
    /// Of the store.
    pub async fn hear(&self, event: &ProviderEvent) -> Result<bool, Fault> {
        match self.attempt(self.provider.fetch(&event.refund)).await {
            Ok(standing) => {
                crash::point(Point::EventFetched);
                self.settle(standing.key, News::Standing(standing)).await?;
            }
            Err(ProviderFault::Refused {
                code: Refused::NoSuchRefund,
                words,
            }) => tracing::warn!(event = event.id, words, "an event about nothing"),
            Err(fault) => {
                tracing::warn!(event = event.id, %fault, "an event waits");
                return Ok(false);
            }
        }
        self.provider.event_heard(&event.id).await?;
        Ok(true)
    }

    async fn settle(&self, refund: RefundId, news: News) -> Result<Settled, Fault> {
        let settling = self.settling.clone();
        self.store
            .write("settle event", move |tx| {
                Box::pin(async move { settling.settle(tx, refund, &news).await })
            })
            .await
    }

    /// Whoever does not answer in time may have done it all the same.
    pub(super) async fn attempt<T>(
        &self,
        call: impl Future<Output = Result<T, ProviderFault>>,
    ) -> Result<T, ProviderFault> {
        tokio::time::timeout(ATTEMPT, call)
            .await
            .unwrap_or_else(|_| Err(ProviderFault::Unknown("it took too long".into())))
    }

    pub(super) async fn send(
        &self,
        envelope: &crate::mail::Envelope,
    ) -> Result<(), crate::mail::MailFault> {
        tokio::time::timeout(ATTEMPT, self.mailer.send(envelope))
            .await
            .unwrap_or_else(|_| Err(crate::mail::MailFault::Unknown("it took too long".into())))
    }
}
