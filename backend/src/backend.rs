//! The running backend: the handles that every use case works with. Cheap to clone.

use crate::clock::Clock;
use crate::config::{Config, Post};
use crate::fault::Fault;
use crate::mail::file::FileMailer;
use crate::mail::smtp::SmtpMailer;
use crate::mail::{Letterhead, Mailer};
use crate::outbox::{Wake, Worker};
use crate::payments::PaymentProvider;
use crate::payments::sandbox::Sandbox;
use crate::store::Store;
use std::sync::Arc;

#[derive(Clone)]
pub struct Backend {
    pub store: Store,
    pub clock: Clock,
    /// Rung when something was put into the outbox.
    pub wake: Wake,
    /// Where links lead.
    pub origin: Arc<str>,
    mailer: Arc<dyn Mailer>,
    provider: Arc<dyn PaymentProvider>,
}

impl Backend {
    /// Opens the database and the ways out of the house.
    ///
    /// # Errors
    /// A database that cannot be used, or an address for mail that makes no sense.
    pub async fn open(config: &Config) -> Result<Backend, Fault> {
        let store = Store::open(&config.database_url).await?;
        let clock = Clock::machine();
        if let Some(at) = config.start_at {
            clock.move_to(at);
        }
        let mailer: Arc<dyn Mailer> = match &config.post {
            Post::Folder(folder) => Arc::new(FileMailer::new(Letterhead::demo(), folder)),
            Post::Smtp { url, from } => {
                let mailer = SmtpMailer::new(Letterhead::of(from), url);
                Arc::new(mailer.map_err(|fault| Fault::Outside(fault.to_string()))?)
            }
        };
        Ok(Backend::with(store, clock, mailer, &config.origin))
    }

    /// On parts that are already there; the provider is the embedded sandbox.
    pub fn with(store: Store, clock: Clock, mailer: Arc<dyn Mailer>, origin: &str) -> Backend {
        let provider = Arc::new(Sandbox::new(store.clone(), clock.clone()));
        Backend {
            store,
            clock,
            wake: Wake::default(),
            origin: origin.into(),
            mailer,
            provider,
        }
    }

    /// The same house at another time: for leading the demo through its past.
    pub fn with_clock(&self, clock: Clock) -> Backend {
        let mailer = self.mailer.clone();
        Backend::with(self.store.clone(), clock, mailer, &self.origin)
    }

    /// The worker that pays and mails.
    pub fn worker(&self) -> Worker {
        Worker::new(
            self.store.clone(),
            self.clock.clone(),
            self.mailer.clone(),
            self.provider.clone(),
            self.origin.clone(),
            self.wake.clone(),
        )
    }
}
