//! The demo's bookings: when, by whom, paid how. What became of them is in `past`.

use super::cast::{self, ANNA, DANIEL, LENA, MAYA, Member, PRIYA, RUTH, TOMAS};
use crate::chance;
use crate::fault::Fault;
use crate::payments::sandbox;
use crate::store::event::Entry;
use crate::store::ledger::{self, Posting};
use crate::store::{Tx, event, span, sql};
use crate::zones::Zone;
use domain::actor::{Actor, Role};
use domain::event::Event;
use domain::ids::{ActId, ClientId, PaymentId, SessionId};
use domain::money::{Currency, Money};
use domain::payment::ledger::Account;
use domain::policy::Policy;
use domain::session::{SessionKind, State, confirm};
use domain::time::{Instant, TimeDelta, interval::Interval};

/// What becomes of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    ToCome,
    TookPlace,
    /// The client cancels this many hours before the start.
    ClientCancels(i64),
    /// The therapist cancels this many hours before the start, because the client asked, and
    /// makes an exception.
    Exception(i64),
    /// The therapist is unavailable, this many hours before the start.
    Unavailable(i64),
    ClientNoShow,
    /// Started, and nobody has said whether it took place.
    Open,
    /// Booked by the client this many minutes ago, and not confirmed yet.
    Awaits(i64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    Free,
    /// By the card with this ending.
    Card(&'static str),
    /// Charged 48 hours before the start.
    Later,
}

#[derive(Clone, Debug)]
pub struct Booking {
    pub id: SessionId,
    pub therapist: Member,
    pub client: Member,
    pub kind: SessionKind,
    pub span: Interval,
    pub booked_at: Instant,
    pub agreed_at: Instant,
    pub price: Money,
    pub paid: Paid,
    /// The start before it was moved.
    pub moved_from: Option<Instant>,
    pub fate: Fate,
}

/// A line of the plan: days from today, the hour on the therapist's wall, and the rest.
struct Row(Member, Member, i64, i8, Paid, Fate);

/// About this many days ago lies a session that was moved.
const MOVED: i64 = 21;
const CARD: Paid = Paid::Card("4242");
/// The provider refuses refunds to this card: it was closed.
const CLOSED: Paid = Paid::Card("0341");

pub fn plan(now: Instant) -> Result<Vec<Booking>, Fault> {
    use Fate::*;
    let london = Zone::named(MAYA.zone, MAYA.city)?;
    // The first two o'clock that is at least 14 hours away is less than 48 hours away, too.
    let soon = if london.wall(now, 1, 14, 0) - now >= TimeDelta::hours(14) {
        1
    } else {
        2
    };
    // Daniel comes every week, on the weekday of that session.
    let weekly = (4..=12).map(|week| Row(MAYA, DANIEL, soon - 7 * week, 14, CARD, TookPlace));
    let rows = [
        Row(MAYA, DANIEL, -260, 14, CARD, TookPlace),
        Row(MAYA, DANIEL, soon - MOVED, 14, CARD, TookPlace),
        Row(MAYA, DANIEL, soon - 14, 14, CARD, ClientCancels(75)),
        Row(MAYA, DANIEL, soon - 7, 14, CARD, Open),
        Row(MAYA, DANIEL, soon, 14, CARD, ToCome),
        Row(MAYA, DANIEL, soon + 7, 14, CARD, ToCome),
        Row(MAYA, DANIEL, soon + 14, 14, Paid::Later, ToCome),
        Row(MAYA, DANIEL, soon + 21, 14, Paid::Later, ToCome),
        Row(MAYA, LENA, -120, 11, CARD, TookPlace),
        Row(MAYA, LENA, -20, 11, CARD, ClientNoShow),
        Row(MAYA, LENA, -6, 11, CLOSED, Unavailable(30)),
        Row(MAYA, LENA, 0, 17, CARD, ToCome),
        Row(MAYA, LENA, soon + 7, 11, CARD, ToCome),
        Row(MAYA, LENA, soon + 8, 15, CARD, Awaits(40)),
        Row(MAYA, PRIYA, soon + 3, 16, CARD, ToCome),
        Row(MAYA, PRIYA, soon + 10, 16, CARD, Awaits(95)),
        Row(MAYA, ANNA, -70, 10, CARD, TookPlace),
        Row(MAYA, ANNA, -13, 10, CARD, Exception(20)),
        Row(MAYA, ANNA, soon, 10, Paid::Free, ToCome),
        Row(MAYA, ANNA, soon + 6, 10, CARD, ToCome),
        Row(TOMAS, LENA, -55, 17, CARD, TookPlace),
        Row(TOMAS, LENA, soon + 1, 17, CARD, ToCome),
        Row(TOMAS, ANNA, -35, 12, CARD, TookPlace),
        Row(TOMAS, ANNA, soon + 2, 12, Paid::Later, ToCome),
        Row(RUTH, PRIYA, -84, 9, CARD, TookPlace),
        Row(RUTH, PRIYA, soon, 9, CARD, ToCome),
    ];
    let bookings: Result<Vec<_>, Fault> = rows
        .into_iter()
        .chain(weekly)
        .map(|row| booking(row, now))
        .collect();
    let mut bookings = bookings?;
    bookings.sort_by_key(|booking| booking.span.start());
    name_kinds(&mut bookings);
    Ok(bookings)
}

fn booking(row: Row, now: Instant) -> Result<Booking, Fault> {
    let Row(therapist, client, days, hour, paid, fate) = row;
    let zone = Zone::named(therapist.zone, therapist.city)?;
    let start = zone.wall(now, days, hour, 0);
    let agreed_at = cast::agreed(therapist, client, now);
    let booked_at = match fate {
        Fate::Awaits(minutes) => now - TimeDelta::minutes(minutes),
        _ => start.min(now) - TimeDelta::days(12) - TimeDelta::minutes(68),
    };
    let currency = if therapist.number == MAYA.number {
        Currency::Gbp
    } else {
        Currency::Eur
    };
    let price = match paid {
        Paid::Free => 0,
        _ if therapist.number == MAYA.number => 6500,
        _ => 7000,
    };
    // One of Daniel's and one of Anna's was first planned for the day before, at eleven.
    let of_maya = |who: Member| therapist.number == MAYA.number && client.number == who.number;
    let moved =
        (of_maya(DANIEL) && (-MOVED..-MOVED + 3).contains(&days)) || (of_maya(ANNA) && days > 3);
    let span = Interval::new(start, start + TimeDelta::minutes(50));
    Ok(Booking {
        id: SessionId(chance::id(booked_at)),
        therapist,
        client,
        kind: SessionKind::FollowUp,
        span: span.ok_or_else(|| Fault::Outside("a demo booking has no length".into()))?,
        booked_at: booked_at.max(agreed_at),
        agreed_at,
        price: Money::new(price, currency),
        paid,
        moved_from: moved.then(|| zone.wall(start, -1, 11, 0)),
        fate,
    })
}

/// A pair's sessions are initial ones until one took place, or the client did not come to it.
fn name_kinds(bookings: &mut [Booking]) {
    let mut met = Vec::new();
    for booking in bookings {
        let pair = (booking.therapist.number, booking.client.number);
        if !met.contains(&pair) {
            booking.kind = SessionKind::Initial;
        }
        if matches!(booking.fate, Fate::TookPlace | Fate::ClientNoShow) {
            met.push(pair);
        }
    }
}

/// As they would have been written when they were made.
pub async fn write(tx: &mut Tx, bookings: &[Booking]) -> Result<(), Fault> {
    for booking in bookings {
        let (therapist, client) = (booking.therapist.id(), booking.client.id());
        span::sweep(tx, therapist, client, booking.booked_at).await?;
        session(tx, booking).await?;
        log(tx, booking).await?;
        match booking.paid {
            Paid::Free => {}
            Paid::Card(ending) => payment(tx, booking, ending).await?,
            Paid::Later => charge(tx, booking).await?,
        }
    }
    Ok(())
}

/// A therapist's booking starts confirmed, and is charged later; a client's is paid at once.
fn booked_by(booking: &Booking) -> Role {
    if booking.paid == Paid::Later {
        Role::Therapist
    } else {
        Role::Client
    }
}

async fn session(tx: &mut Tx, booking: &Booking) -> Result<(), Fault> {
    let (state, confirm_by) = match booking.fate {
        Fate::Awaits(_) => {
            let until = confirm::deadline(booking.booked_at, booking.span.start());
            (State::AwaitingConfirmation, Some(until))
        }
        _ => (State::Confirmed, None),
    };
    let remind_at = confirm_by.map(|until| confirm::reminders(booking.booked_at, until)[0]);
    tx.run(
        sql(
            "INSERT INTO session (id, therapist_id, client_id, kind, state, starts_at, ends_at, \
             place, price, currency, booked_at, booked_by, policy_version, policy_agreed_at, \
             revision, moved_from, confirm_by, asked_at, remind_at) VALUES ($1, $2, $3, $4, $5, \
             $6, $7, 'Video', $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        )
        .bind(booking.id)
        .bind(booking.therapist.id())
        .bind(booking.client.id())
        .bind(booking.kind.as_str())
        .bind(state.as_str())
        .bind(booking.span.start())
        .bind(booking.span.end())
        .bind(booking.price.minor)
        .bind(booking.price.currency.code())
        .bind(booking.booked_at)
        .bind(booked_by(booking).as_str())
        .bind(Policy::in_force().version)
        .bind(booking.agreed_at)
        .bind(last_revision(booking))
        .bind(booking.moved_from)
        .bind(confirm_by)
        .bind(confirm_by.map(|_| booking.booked_at))
        .bind(remind_at),
    )
    .await?;
    Ok(())
}

fn last_revision(booking: &Booking) -> u32 {
    let confirmed = u32::from(is_confirmed(booking));
    confirmed + u32::from(booking.moved_from.is_some())
}

/// By the therapist, apart from booking it.
fn is_confirmed(booking: &Booking) -> bool {
    booked_by(booking) == Role::Client && !matches!(booking.fate, Fate::Awaits(_))
}

/// Booked, paid, confirmed and moved, as the log would have it.
async fn log(tx: &mut Tx, booking: &Booking) -> Result<(), Fault> {
    let client = Actor::client(ClientId(booking.client.id().0));
    let therapist = Actor {
        id: booking.therapist.id(),
        role: Role::Therapist,
    };
    let by = booked_by(booking);
    let booked_by = if by == Role::Client {
        client
    } else {
        therapist
    };
    let first = match booking.moved_from {
        Some(old) => Interval::new(old, old + booking.span.length()).unwrap_or(booking.span),
        None => booking.span,
    };
    let at = booking.booked_at;
    let mut entries = vec![(
        Event::Booked {
            by,
            span: first,
            price: booking.price,
            charge: (booking.paid == Paid::Later).then(|| charge_due(booking)),
        },
        booked_by,
        at,
        0,
    )];
    if let Paid::Card(ending) = booking.paid {
        let card = format!("card ending {ending}");
        entries.push((
            Event::Paid {
                amount: booking.price,
                card,
            },
            client,
            at,
            0,
        ));
    }
    if is_confirmed(booking) {
        entries.push((Event::Confirmed, therapist, at + TimeDelta::minutes(71), 1));
    }
    if booking.moved_from.is_some() {
        let moved = Event::Moved {
            from: first,
            to: booking.span,
            by: Role::Client,
            late: false,
        };
        entries.push((
            moved,
            client,
            at + TimeDelta::days(3),
            last_revision(booking),
        ));
    }
    for (what, actor, at, revision) in entries {
        let entry = Entry {
            session: booking.id,
            event: what,
            revision,
            actor: Some(actor),
            on_behalf_of: None,
            reason: None,
            rule_version: Policy::in_force().version,
            digest: None,
            received_at: at,
            committed_at: at,
        };
        event::append(tx, entry).await?;
    }
    Ok(())
}

async fn payment(tx: &mut Tx, booking: &Booking, ending: &str) -> Result<(), Fault> {
    let at = booking.booked_at;
    let payment = PaymentId(chance::id(at));
    let charge = format!("ch_{}", chance::id(at).simple());
    let card = format!("card ending {ending}");
    sandbox::record_charge(tx, &charge, booking.price, &card, at).await?;
    tx.run(
        sql(
            "INSERT INTO payment (id, session_id, client_id, therapist_id, amount, currency, \
             card, provider_charge, captured_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(payment)
        .bind(booking.id)
        .bind(booking.client.id())
        .bind(booking.therapist.id())
        .bind(booking.price.minor)
        .bind(booking.price.currency.code())
        .bind(&card)
        .bind(&charge)
        .bind(at),
    )
    .await?;
    let act = ActId(chance::id(at));
    let posting = Posting {
        payment,
        what: "capture",
        act,
        refund: None,
        at,
    };
    let captured =
        domain::payment::ledger::Entry::new(Account::Provider, Account::Held, booking.price.minor);
    ledger::append(tx, posting, &[captured]).await
}

async fn charge(tx: &mut Tx, booking: &Booking) -> Result<(), Fault> {
    tx.run(
        sql(
            "INSERT INTO charge (id, session_id, due_at, amount, currency, state) \
             VALUES ($1, $2, $3, $4, $5, 'scheduled')",
        )
        .bind(chance::id(booking.booked_at).to_string())
        .bind(booking.id)
        .bind(charge_due(booking))
        .bind(booking.price.minor)
        .bind(booking.price.currency.code()),
    )
    .await?;
    Ok(())
}

fn charge_due(booking: &Booking) -> Instant {
    booking.span.start() - Policy::in_force().notice()
}
