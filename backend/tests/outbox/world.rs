//! A world for one test: Maya Okafor's follow-up with Daniel Reyes on Tuesday 24 November 2026,
//! paid with £65.00, on Sunday the 22nd, 13:15 in London. The clock stands still until moved.

use crate::place::Place;
use backend::Backend;
use backend::chance;
use backend::clock::Clock;
use backend::fault::Fault;
use backend::mail::file::FileMailer;
use backend::mail::{Letterhead, Mailer};
use backend::outbox::{self, Wake, Worker};
use backend::payments::PaymentProvider;
use backend::payments::sandbox::{self, Sandbox, Script};
use backend::proof::money_proof;
use backend::store::ledger::{self, Posting};
use backend::store::{Sql, Store, StoreFault, Tx, event, sql};
use domain::event::Event;
use domain::ids::{ActId, PaymentId, RefundId, SessionId};
use domain::money::{Currency, Money};
use domain::payment::ledger::{Account, Books, Entry};
use domain::time::{Instant, TimeDelta};
use sqlx::FromRow;
use sqlx::any::AnyRow;
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

pub const SESSION: SessionId = SessionId(Uuid::from_u128(3));
pub const PAYMENT: PaymentId = PaymentId(Uuid::from_u128(4));
pub const CHARGE: &str = "ch_4";

pub struct World {
    pub store: Store,
    pub clock: Clock,
    pub sandbox: Arc<Sandbox>,
    pub mailer: Arc<FileMailer>,
    pub wake: Wake,
    _folder: TempDir,
}

pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub fn pounds(minor: i64) -> Money {
    Money::new(minor, Currency::Gbp)
}

impl World {
    pub async fn new(place: &Place) -> World {
        World::paid_by(place, "card ending 4242").await
    }

    pub async fn paid_by(place: &Place, card: &'static str) -> World {
        let store = Store::open(&place.url).await.unwrap();
        let clock = Clock::frozen(at("2026-11-22T13:15:00Z"));
        let folder = TempDir::new().unwrap();
        let mailer = FileMailer::new(Letterhead::demo(), folder.path().join("mail"));
        let world = World {
            sandbox: Arc::new(Sandbox::new(store.clone(), clock.clone())),
            mailer: Arc::new(mailer),
            wake: Wake::default(),
            _folder: folder,
            store,
            clock,
        };
        world.people().await;
        world.session().await;
        world.payment(card).await;
        world
    }

    async fn people(&self) {
        for (id, role, name, city) in [
            (1, "therapist", "Maya Okafor", "London"),
            (2, "client", "Daniel Reyes", "Madrid"),
            (6, "staff", "Noor Haddad", "London"),
        ] {
            self.put(
                sql(
                    "INSERT INTO account (id, role, name, email, zone, city, created_at)
                     VALUES ($1, $2, $3, $4, $5, $6, 0)",
                )
                .bind(Uuid::from_u128(id).to_string())
                .bind(role)
                .bind(name)
                .bind(format!("{role}@example.org"))
                .bind(format!("Europe/{city}"))
                .bind(city),
            )
            .await;
        }
        self.put(
            sql("INSERT INTO pairing (therapist_id, client_id, since, policy_version, policy_agreed_at)
                 VALUES ($1, $2, 0, 2, 0)")
            .bind(Uuid::from_u128(1).to_string())
            .bind(Uuid::from_u128(2).to_string()),
        )
        .await;
    }

    async fn session(&self) {
        self.put(
            sql(
                "INSERT INTO session (id, therapist_id, client_id, kind, state, starts_at, ends_at,
                     place, price, currency, booked_at, booked_by, policy_version,
                     policy_agreed_at, revision)
                 VALUES ($1, $2, $3, 'follow_up', 'completed', $4, $5, 'online', 6500, 'GBP', $6,
                     'client', 2, 0, 4)",
            )
            .bind(SESSION)
            .bind(Uuid::from_u128(1).to_string())
            .bind(Uuid::from_u128(2).to_string())
            .bind(at("2026-11-24T14:00:00Z"))
            .bind(at("2026-11-24T14:50:00Z"))
            .bind(at("2026-11-10T14:52:00Z")),
        )
        .await;
    }

    async fn payment(&self, card: &'static str) {
        let paid_at = at("2026-11-10T14:52:00Z");
        let row = sql(
            "INSERT INTO payment (id, session_id, client_id, therapist_id, amount, currency, card,
                 provider_charge, captured_at)
             VALUES ($1, $2, $3, $4, 6500, 'GBP', $5, $6, $7)",
        )
        .bind(PAYMENT)
        .bind(SESSION)
        .bind(Uuid::from_u128(2).to_string())
        .bind(Uuid::from_u128(1).to_string())
        .bind(card)
        .bind(CHARGE)
        .bind(paid_at);
        let posting = Posting {
            payment: PAYMENT,
            what: "capture",
            act: ActId(Uuid::from_u128(5)),
            refund: None,
            at: paid_at,
        };
        let done: Result<(), Fault> = self
            .store
            .write("pay", move |tx| {
                Box::pin(async move {
                    tx.run(row).await?;
                    sandbox::record_charge(tx, CHARGE, pounds(6500), card, paid_at).await?;
                    let captured = Entry::new(Account::Provider, Account::Held, 6500);
                    ledger::append(tx, posting, &[captured]).await
                })
            })
            .await;
        done.unwrap();
    }

    /// What a decision writes down for a refund of so many pence.
    pub async fn ask(&self, minor: i64) -> RefundId {
        let now = self.clock.now();
        let (refund, act) = (RefundId(chance::id(now)), ActId(chance::id(now)));
        let done: Result<(), Fault> = self
            .store
            .write("ask", move |tx| {
                Box::pin(async move {
                    let revision = next_revision(tx).await?;
                    tx.run(
                        sql(
                            "INSERT INTO refund (id, payment_id, session_id, act_id, amount,
                                 currency, state, requested_at)
                             VALUES ($1, $2, $3, $4, $5, 'GBP', 'requested', $6)",
                        )
                        .bind(refund)
                        .bind(PAYMENT)
                        .bind(SESSION)
                        .bind(act)
                        .bind(minor)
                        .bind(now),
                    )
                    .await?;
                    let posting = Posting {
                        payment: PAYMENT,
                        what: "refund_requested",
                        act,
                        refund: Some(refund),
                        at: now,
                    };
                    let leg = Entry::new(Account::Held, Account::Refunding, minor);
                    ledger::append(tx, posting, &[leg]).await?;
                    outbox::ask_refund(tx, PAYMENT, refund, SESSION, revision, now).await
                })
            })
            .await;
        done.unwrap();
        refund
    }

    /// The house around it, as pages and the team's buttons see it.
    pub fn backend(&self) -> Backend {
        let (store, clock) = (self.store.clone(), self.clock.clone());
        Backend::with(store, clock, self.mailer.clone(), "https://kept.example")
    }

    /// The worker with a sandbox that misbehaves.
    pub fn worker_meeting(&self, script: Script) -> Worker {
        let sandbox = self.sandbox.as_ref().clone().scripted(script);
        self.worker_with(self.mailer.clone(), Arc::new(sandbox))
    }

    pub fn worker(&self) -> Worker {
        self.worker_with(self.mailer.clone(), self.sandbox.clone())
    }

    pub fn worker_with(
        &self,
        mailer: Arc<dyn Mailer>,
        provider: Arc<dyn PaymentProvider>,
    ) -> Worker {
        let (store, clock) = (self.store.clone(), self.clock.clone());
        let origin = "https://kept.example";
        Worker::new(store, clock, mailer, provider, origin, self.wake.clone())
    }

    /// The clock goes on by so many seconds.
    pub fn later(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    pub async fn green(&self) {
        if let Err(breaks) = money_proof(&self.store).await {
            panic!("the books are broken: {breaks:?}");
        }
    }

    pub async fn put(&self, statement: Sql) {
        let done: Result<u64, StoreFault> = self
            .store
            .write("put", move |tx| {
                Box::pin(async move { tx.run(statement).await })
            })
            .await;
        done.unwrap();
    }

    pub async fn all<R>(&self, question: Sql) -> Vec<R>
    where
        R: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
    {
        let rows: Result<Vec<R>, StoreFault> = self
            .store
            .read(|tx| Box::pin(async move { tx.all(question).await }))
            .await;
        rows.unwrap()
    }

    pub async fn number(&self, question: &'static str) -> i64 {
        self.all::<(i64,)>(sql(question)).await[0].0
    }

    pub async fn state(&self, refund: RefundId) -> String {
        let find = sql("SELECT state FROM refund WHERE id = $1").bind(refund);
        self.all::<(String,)>(find).await.remove(0).0
    }

    pub async fn books(&self) -> Books {
        let books: Result<Books, Fault> = self
            .store
            .read(|tx| Box::pin(ledger::books(tx, PAYMENT)))
            .await;
        books.unwrap()
    }

    /// The session's log.
    pub async fn log(&self) -> Vec<Event> {
        let log: Result<_, Fault> = self.store.read(|tx| Box::pin(event::of(tx, SESSION))).await;
        log.unwrap().into_iter().map(|line| line.event).collect()
    }

    /// The files of the post, by name.
    pub fn post(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.mailer.folder()) else {
            return Vec::new();
        };
        let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<_> = entries
            .map(|entry| name(entry).into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

async fn next_revision(tx: &mut Tx) -> Result<u32, Fault> {
    tx.run(sql("UPDATE session SET revision = revision + 1 WHERE id = $1").bind(SESSION))
        .await?;
    let find = sql("SELECT revision FROM session WHERE id = $1").bind(SESSION);
    let (revision,): (i64,) = tx.one(find).await?;
    Ok(u32::try_from(revision).unwrap())
}
