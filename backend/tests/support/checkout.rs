//! Booking as a client does: an open slot is held, paid, and booked.

use super::acts::{Acting, attend, one};
use super::world::{World, at};
use backend::Backend;
use backend::booking::{self, Wanted};
use backend::deciding::Outcome;
use backend::fault::Fault;
use backend::payments::sandbox;
use backend::seed::cast::{MAYA, Member};
use backend::store::ledger::{self, Posting};
use backend::store::sql;
use domain::Command;
use domain::actor::Role;
use domain::ids::{ActId, ClientId, PaymentId, SessionId, TherapistId};
use domain::money::{Currency, Money};
use domain::payment::ledger::{Account, Entry};
use domain::payment::refund::Choice;
use domain::permission::{Subject, permit};
use domain::session::attend::Attendance;
use domain::session::book::Book;
use domain::time::{Instant, TimeDelta};

/// A slot of Maya's: so many hours after seven in the morning of the first day.
pub fn slot(hours: i64) -> Instant {
    at("2026-11-23T07:00:00Z") + TimeDelta::hours(hours)
}

pub fn pair(client: Member) -> Subject {
    Subject::Pair {
        therapist: TherapistId(MAYA.id().0),
        client: ClientId(client.id().0),
    }
}

impl World {
    /// The next of the two is a follow-up.
    pub async fn they_have_met(&self) {
        let session = self.paid_in(-2).await;
        let took_place = attend(Attendance::TookPlace, Choice::Policy);
        let outcome = self.press(session, took_place).await;
        assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}");
    }

    /// Into checkout.
    pub async fn holds(&self, client: Member, start: Instant) -> (SessionId, Outcome) {
        hold(&self.backend, client, start, self.key()).await
    }

    pub async fn pays(&self, session: SessionId) {
        pay(&self.backend, session).await;
    }

    /// Held, paid and booked: it awaits Maya's word.
    pub async fn booked(&self, client: Member, start: Instant) -> SessionId {
        let (session, held) = self.holds(client, start).await;
        assert!(matches!(held, Outcome::Done(_)), "{held:?}");
        self.pays(session).await;
        let book = Command::Book(Book {
            by: Role::Client,
            note: None,
        });
        let outcome = self.client_presses(session, book).await;
        assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}");
        session
    }

    /// The job's part alone: what is due by the clock.
    pub async fn the_clock_strikes(&self) {
        self.backend.worker().drain().await.unwrap();
    }
}

/// An open slot of Maya's, at this instant.
pub async fn hold(
    backend: &Backend,
    client: Member,
    start: Instant,
    key: String,
) -> (SessionId, Outcome) {
    let now = backend.clock.now();
    let session = SessionId(backend::chance::id(now));
    let wanted = Wanted {
        session,
        therapist: TherapistId(MAYA.id().0),
        start,
        key,
        received_at: now,
    };
    let permit = permit(Some(client.actor()), pair(client)).unwrap();
    let outcome = booking::hold(backend, permit, wanted).await;
    (session, outcome.unwrap())
}

/// The provider has it, and so do our books.
pub async fn pay(backend: &Backend, session: SessionId) {
    let now = backend.clock.now();
    let of = "SELECT client_id, therapist_id, price FROM session WHERE id = $1";
    let of = sql(of).bind(session);
    let (client, therapist, price): (String, String, i64) = one(backend, of).await;
    let payment = PaymentId(backend::chance::id(now));
    let charge = format!("ch_{}", backend::chance::id(now).simple());
    let insert = sql(
        "INSERT INTO payment (id, session_id, client_id, therapist_id, amount, currency, \
         card, provider_charge, captured_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    let insert = insert
        .bind(payment)
        .bind(session)
        .bind(client)
        .bind(therapist)
        .bind(price)
        .bind("GBP")
        .bind("card ending 4242")
        .bind(&charge)
        .bind(now);
    let price = Money::new(price, Currency::Gbp);
    let write = backend.store.write::<_, Fault, _>("pay", move |tx| {
        Box::pin(async move {
            sandbox::record_charge(tx, &charge, price, "card ending 4242", now).await?;
            tx.run(insert).await?;
            let posting = Posting {
                payment,
                what: "capture",
                act: ActId(backend::chance::id(now)),
                refund: None,
                at: now,
            };
            let captured = Entry::new(Account::Provider, Account::Held, price.minor);
            ledger::append(tx, posting, &[captured]).await
        })
    });
    write.await.unwrap();
}
