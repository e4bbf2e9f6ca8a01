//! A world for one test: the cast of the demo in an empty house, on the morning of Monday
//! 23 November 2026, 06:40 in London. The clock stands still until it is moved.
//!
//! When it ends, nothing may wait in the outbox, the books are green, and the log of every
//! session replays to its row.

use super::acts::{self, Acting};
use super::place::Place;
use super::rows::{self, Everything};
use backend::Backend;
use backend::clock::Clock;
use backend::deciding::{Asked, Outcome};
use backend::fault::Fault;
use backend::mail::file::FileMailer;
use backend::mail::post;
use backend::mail::{Letterhead, Mailer};
use backend::outbox::Worker;
use backend::payments::sandbox::Sandbox;
use backend::proof::money_proof;
use backend::seed::bookings::{self, Booking, Fate, Paid};
use backend::seed::cast::{self, DANIEL, MAYA, Member};
use backend::store::{Sql, Store, StoreFault, sql};
use backend::zones::Zone;
use domain::Command;
use domain::ids::SessionId;
use domain::money::{Currency, Money};
use domain::session::SessionKind;
use domain::session::cancel::Cancel;
use domain::session::undo;
use domain::time::{Instant, TimeDelta, interval::Interval};
use domain::view::pages::PostMessage;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

pub const NOW: &str = "2026-11-23T06:40:00Z";
/// Longer than the provider takes to settle.
const SETTLED: TimeDelta = TimeDelta::seconds(3);

pub struct World {
    pub backend: Backend,
    mail: TempDir,
    keys: AtomicU32,
    place: Option<Place>,
}

pub fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

/// A paid follow-up of Maya Okafor's with Daniel Reyes, for £65.00; the rest is said by name.
pub fn follow_up(start: Instant) -> Booking {
    let span = Interval::new(start, start + TimeDelta::minutes(50)).expect("fifty minutes");
    let booked_at = start - TimeDelta::days(12);
    Booking {
        id: SessionId(backend::chance::id(booked_at)),
        therapist: MAYA,
        client: DANIEL,
        kind: SessionKind::FollowUp,
        span,
        booked_at,
        agreed_at: booked_at,
        price: Money::new(6500, Currency::Gbp),
        paid: Paid::Card("4242"),
        moved_from: None,
        fate: Fate::ToCome,
    }
}

impl World {
    /// With the cast in it.
    pub async fn at(place: Place) -> World {
        let world = World::empty(place, at(NOW)).await;
        let write = world.backend.store.write::<_, Fault, _>("cast", |tx| {
            Box::pin(async move { cast::write(tx, at(NOW)).await })
        });
        write.await.unwrap();
        world
    }

    /// With nobody in it.
    pub async fn empty(place: Place, now: Instant) -> World {
        let mail = TempDir::new().unwrap();
        let store = Store::open(&place.url).await.unwrap();
        let mailer = Arc::new(FileMailer::new(Letterhead::demo(), mail.path()));
        let clock = Clock::frozen(now);
        World {
            backend: Backend::with(store, clock, mailer, "https://kept.example"),
            mail,
            keys: AtomicU32::new(0),
            place: Some(place),
        }
    }

    /// A second program on the same database.
    pub async fn another_program(&self) -> Backend {
        let place = self.place.as_ref().expect("a database");
        let store = Store::open(&place.url).await.unwrap();
        let mailer = Arc::new(FileMailer::new(Letterhead::demo(), self.mail.path()));
        Backend::with(
            store,
            self.backend.clock.clone(),
            mailer,
            "https://kept.example",
        )
    }

    /// The worker, behind another mail server.
    pub fn worker_with_mailer(&self, mailer: impl Mailer + 'static) -> Worker {
        let (store, clock) = (self.backend.store.clone(), self.backend.clock.clone());
        let sandbox = Arc::new(Sandbox::new(store.clone(), clock.clone()));
        let (origin, wake) = (self.backend.origin.clone(), self.backend.wake.clone());
        Worker::new(store, clock, Arc::new(mailer), sandbox, origin, wake)
    }

    pub fn is_sqlite(&self) -> bool {
        self.place.as_ref().is_some_and(Place::is_sqlite)
    }

    pub fn now(&self) -> Instant {
        self.backend.clock.now()
    }

    /// `now`, some hours later.
    pub fn hours(&self, hours: i64) -> Instant {
        self.now() + TimeDelta::hours(hours)
    }

    pub async fn book(&self, bookings: impl Into<Vec<Booking>>) {
        let bookings = bookings.into();
        let write = self.backend.store.write::<_, Fault, _>("book", move |tx| {
            Box::pin(async move { bookings::write(tx, &bookings).await })
        });
        write.await.unwrap();
    }

    /// The paid follow-up of Maya's with Daniel that starts so many hours from now.
    pub async fn paid_in(&self, hours: i64) -> SessionId {
        self.book_one(follow_up(self.hours(hours))).await
    }

    pub async fn book_one(&self, booking: Booking) -> SessionId {
        let id = booking.id;
        self.book([booking]).await;
        id
    }

    /// A key that no form has sent before.
    pub fn key(&self) -> String {
        format!("key-{}", self.keys.fetch_add(1, Ordering::Relaxed))
    }

    /// What the form says was shown, where it is shown and sent at this instant.
    pub async fn asked(&self, session: SessionId, command: Command) -> Asked {
        let commitment = acts::commitment(&self.backend, session, &command).await;
        Asked {
            session,
            command,
            commitment: Some(commitment),
            key: self.key(),
            received_at: self.now(),
        }
    }

    /// Shown to the session's therapist, and pressed at the same instant.
    pub async fn press(&self, session: SessionId, command: Command) -> Outcome {
        let asked = self.asked(session, command).await;
        self.send(asked).await
    }

    /// By the session's therapist.
    pub async fn send(&self, asked: Asked) -> Outcome {
        let therapist = self.therapist_of(asked.session).await;
        therapist.sends(&self.backend, asked).await.unwrap()
    }

    pub async fn cancel(&self, session: SessionId, cancel: Cancel) -> Outcome {
        self.press(session, Command::Cancel(cancel)).await
    }

    pub async fn client_cancels(&self, session: SessionId) -> Outcome {
        let client = self.client_of(session).await;
        let (key, now) = (self.key(), self.now());
        client
            .cancels(&self.backend, session, &key, now)
            .await
            .unwrap()
    }

    /// What was cancelled until now stands for good.
    pub fn too_late_to_undo(&self) {
        self.backend.clock.advance(undo::WINDOW);
    }

    /// Nobody undoes what was cancelled: its time is free at once for the next one of the test.
    pub async fn nobody_undoes(&self) {
        self.put(sql("DELETE FROM span WHERE kind = 'undo'")).await;
    }

    /// What was cancelled can no longer be undone; the worker pays and mails, the provider settles,
    /// and the worker hears of it.
    pub async fn drain(&self) {
        self.too_late_to_undo();
        self.backend.worker().drain().await.unwrap();
        self.backend.clock.advance(SETTLED);
        self.backend.worker().drain().await.unwrap();
    }

    /// Every letter that has left, the newest first, as its reader sees it.
    pub async fn post(&self, reader: Member) -> Vec<PostMessage> {
        let zone = Zone::named(reader.zone, reader.city).unwrap();
        let (folder, now) = (self.mail.path(), self.now());
        let mut letters = Vec::new();
        for line in post::list(folder, 1000, &zone, now).await.unwrap() {
            let letter = post::open(folder, &line.file, &zone, now).await.unwrap();
            if letter.line.to.contains(reader.email) {
                letters.push(letter);
            }
        }
        letters
    }

    /// The number that a question such as `SELECT COUNT(*) …` answers.
    pub async fn number(&self, question: &'static str) -> i64 {
        self.one::<(i64,)>(sql(question)).await.0
    }

    pub async fn text(&self, question: &'static str) -> String {
        self.one::<(String,)>(sql(question)).await.0
    }

    pub async fn put(&self, statement: Sql) -> u64 {
        let write = self.backend.store.write::<_, StoreFault, _>("put", |tx| {
            Box::pin(async move { tx.run(statement).await })
        });
        write.await.unwrap()
    }

    /// Every row of every table.
    pub async fn everything(&self) -> Everything {
        rows::everything(&self.backend.store).await
    }

    async fn end(&self) {
        let open = "SELECT COUNT(*) FROM outbox WHERE done_at IS NULL";
        assert_eq!(self.number(open).await, 0, "the outbox has undone work");
        money_proof(&self.backend.store).await.expect("green books");
        rows::replay(&self.backend.store).await;
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let place = self.place.take();
        let failed = std::thread::panicking();
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                let ended = std::panic::AssertUnwindSafe(async {
                    if !failed {
                        self.end().await;
                    }
                });
                let ended = futures::FutureExt::catch_unwind(ended).await;
                if let Some(place) = place {
                    place.leave().await;
                }
                if let Err(why) = ended {
                    std::panic::resume_unwind(why);
                }
            });
        });
    }
}
