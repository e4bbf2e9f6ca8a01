//! The worker's rounds: hear the provider's events, claim what is due, carry it out.

use super::{Patience, Wake};
use crate::clock::Clock;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::mail::Mailer;
use crate::payments::{PaymentProvider, ProviderEvent, ProviderFault, Refused};
use crate::settling::{News, Settled, Settling};
use crate::store::Store;
use crate::store::outbox::{self, Claimed};
use domain::ids::RefundId;
use domain::time::TimeDelta;
use futures::FutureExt;
use futures::future::join_all;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

/// Longer than any one row may take: a look-up, a request and two writes.
const LEASE: TimeDelta = TimeDelta::seconds(120);
/// One attempt at the provider or the mail server.
const ATTEMPT: Duration = Duration::from_secs(30);
/// Rows that are carried out at the same time, each of another stream, where nobody says otherwise.
const TOGETHER: i64 = 8;
/// How often the worker looks by itself.
const TICK: Duration = Duration::from_secs(1);

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
    together: i64,
    wake: Wake,
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

    /// With so many rows carried out at the same time; one by one they go in an order that is
    /// always the same.
    pub fn with_together(self, together: i64) -> Worker {
        Worker { together, ..self }
    }

    /// Works until nothing is due any more.
    ///
    /// # Errors
    /// The first fault of the store; rows in progress then wait for their claims to run out.
    pub async fn drain(&self) -> Result<(), Fault> {
        while self.round().await? {}
        Ok(())
    }

    /// Works until `shutdown`; what is in progress then comes to its end.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        let mut shutdown = pin!(shutdown.fuse());
        loop {
            let worked = self.round().await.unwrap_or_else(|fault| {
                tracing::error!(%fault, "the outbox worker stumbled and goes on");
                false
            });
            let pause = if worked { Duration::ZERO } else { TICK };
            tokio::select! {
                biased;
                () = &mut shutdown => return,
                () = self.wake.heard() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// `false` where there was nothing to do.
    async fn round(&self) -> Result<bool, Fault> {
        let heard = self.hear_events().await;
        let rows = self.claim().await?;
        let claimed = !rows.is_empty();
        let mut stumbled = Ok(heard || claimed);
        for ended in join_all(rows.into_iter().map(|row| self.one(row))).await {
            match ended {
                // Whoever has the row now notes what becomes of it.
                Ok(()) | Err(Fault::ClaimLost) => {}
                Err(fault) => stumbled = Err(fault),
            }
        }
        stumbled
    }

    /// A row that makes its worker panic takes nobody along: its claim runs out, and it is given
    /// up after so many.
    async fn one(&self, row: Claimed) -> Result<(), Fault> {
        let (id, kind) = (row.id.clone(), row.kind.clone());
        let carried = AssertUnwindSafe(self.carry_out(row)).catch_unwind().await;
        carried.unwrap_or_else(|_| {
            tracing::error!(id, kind, "the worker panicked over a row");
            Ok(())
        })
    }

    /// A round that finds nothing writes nothing.
    async fn claim(&self) -> Result<Vec<Claimed>, Fault> {
        let now = self.clock.now();
        let due = self
            .store
            .read(|tx| Box::pin(outbox::is_anything_due(tx, now)))
            .await?;
        if !due {
            return Ok(Vec::new());
        }
        let together = self.together;
        self.store
            .write("claim", move |tx| {
                Box::pin(outbox::claim(tx, now, now + LEASE, together))
            })
            .await
    }

    /// An event that cannot be heard keeps nothing else from leaving: it comes again.
    async fn hear_events(&self) -> bool {
        let events = self.provider.events_due(self.clock.now()).await;
        let events = events.unwrap_or_else(|fault| {
            tracing::error!(%fault, "the provider's events cannot be had");
            Vec::new()
        });
        let mut heard = false;
        for event in events {
            heard |= self.hear(&event).await.unwrap_or_else(|fault| {
                tracing::error!(event = event.id, %fault, "an event cannot be settled");
                false
            });
        }
        heard
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
