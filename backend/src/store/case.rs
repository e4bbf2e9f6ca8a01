//! A case: one session with everything that a decision about it, and its page, look at. Two
//! statements, whatever the number of payments and people.

mod times;

use super::{Tx, codec, person, sql};
use crate::fault::Fault;
use crate::people::{Pair, Person};
use crate::store::ledger;
use domain::actor::{Actor, Role};
use domain::facts::Facts;
use domain::ids::SessionId;
use domain::money::Money;
use domain::payment::{Paid, Payment};
use domain::permission::{Denied, Subject};
use domain::policy::Policy;
use domain::policy::clause::Clause;
use domain::policy::commission::Rates;
use domain::session::{Cancellation, Cause, Session, SessionKind, State};
use domain::standing;
use domain::time::{Instant, interval::Interval};
use sqlx::{AssertSqlSafe, FromRow};
use std::sync::LazyLock;

#[derive(Clone, Debug)]
pub struct Case {
    pub facts: Facts,
    pub pair: Pair,
    pub place: String,
    /// The start before the last move.
    pub moved_from: Option<Instant>,
    /// What the provider calls the charge.
    pub provider_charge: Option<String>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    therapist_id: String,
    client_id: String,
    kind: String,
    state: String,
    starts_at: i64,
    ends_at: i64,
    place: String,
    price: i64,
    currency: String,
    booked_at: i64,
    policy_version: i64,
    policy_agreed_at: i64,
    revision: i64,
    late_since: Option<i64>,
    moved_from: Option<i64>,
    cancelled_at: Option<i64>,
    cancelled_by: Option<String>,
    cancelled_for: Option<String>,
    cancelled_cause: Option<String>,
    cancelled_words: Option<String>,
    cancelled_notice: Option<i64>,
    cancelled_clause: Option<String>,
    therapist_name: String,
    therapist_email: String,
    therapist_zone: String,
    therapist_city: String,
    client_name: String,
    client_email: String,
    client_zone: String,
    client_city: String,
    since: i64,
    discreet: i64,
    charge_due: Option<i64>,
    exceptions: i64,
    incidents: i64,
    initial_rate: i64,
    follow_up_rate: i64,
    payment_id: Option<String>,
    card: Option<String>,
    captured_at: Option<i64>,
    provider_charge: Option<String>,
    confirm_by: Option<i64>,
    #[sqlx(flatten)]
    times: times::Row,
}

static CASE: LazyLock<String> = LazyLock::new(|| {
    let times = times::COLUMNS;
    format!("SELECT {times}, {SELECTED}")
});

const SELECTED: &str = "\
s.id, s.therapist_id, s.client_id, s.kind, s.state, s.starts_at, s.ends_at, s.place, \
s.price, s.currency, s.booked_at, s.policy_version, s.policy_agreed_at, s.revision, \
s.late_since, s.moved_from, s.confirm_by, s.cancelled_at, s.cancelled_by, s.cancelled_for, \
s.cancelled_cause, s.cancelled_words, s.cancelled_notice, s.cancelled_clause, \
t.name AS therapist_name, t.email AS therapist_email, t.zone AS therapist_zone, \
t.city AS therapist_city, c.name AS client_name, c.email AS client_email, \
c.zone AS client_zone, c.city AS client_city, p.since, p.discreet, \
(SELECT due_at FROM charge WHERE session_id = s.id AND state = 'scheduled') AS charge_due, \
(SELECT COUNT(*) FROM refund r JOIN payment rp ON rp.id = r.payment_id \
 WHERE r.is_exception = 1 AND r.withdrawn_at IS NULL AND rp.therapist_id = s.therapist_id \
 AND rp.client_id = s.client_id) AS exceptions, \
(SELECT COUNT(DISTINCT COALESCE(i.together, i.id)) FROM incident i \
 WHERE i.therapist_id = s.therapist_id AND i.at > $1 AND i.at <= $2) AS incidents, \
COALESCE((SELECT CAST(value AS BIGINT) FROM setting WHERE key = 'commission_initial'), \
 $3) AS initial_rate, \
COALESCE((SELECT CAST(value AS BIGINT) FROM setting WHERE key = 'commission_follow_up'), \
 $4) AS follow_up_rate, \
m.id AS payment_id, m.card, m.captured_at, m.provider_charge \
FROM session s \
JOIN account t ON t.id = s.therapist_id \
JOIN account c ON c.id = s.client_id \
JOIN pairing p ON p.therapist_id = s.therapist_id AND p.client_id = s.client_id \
LEFT JOIN payment m ON m.session_id = s.id \
WHERE s.id = $5";

/// `None` where there is no such session.
pub async fn load(tx: &mut Tx, id: SessionId, now: Instant) -> Result<Option<Case>, Fault> {
    let row: Option<Row> = tx
        .optional(
            sql(AssertSqlSafe(CASE.as_str()))
                .bind(now - standing::window())
                .bind(now)
                .bind(Rates::DEFAULT.initial)
                .bind(Rates::DEFAULT.follow_up)
                .bind(id),
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let payment = payment(tx, &row).await?;
    read(row, payment).map(Some)
}

/// As [`load`], for one of the session's pair.
///
/// # Errors
/// Hidden where it is someone else's, or none.
pub async fn own(tx: &mut Tx, actor: Actor, id: SessionId, now: Instant) -> Result<Case, Fault> {
    let owners = owners(tx, id).await?;
    let own = owners.filter(|pair| pair.is_own(actor));
    own.ok_or(Denied::Hidden)?;
    load(tx, id, now).await?.ok_or(Denied::Hidden.into())
}

/// The pair of a session, to ask for a permit by; locks nothing.
pub async fn owners(tx: &mut Tx, id: SessionId) -> Result<Option<Subject>, Fault> {
    let row: Option<(String, String)> = tx
        .optional(sql("SELECT therapist_id, client_id FROM session WHERE id = $1").bind(id))
        .await?;
    row.map(|(therapist, client)| {
        Ok(Subject::Pair {
            therapist: codec::id("session.therapist_id", &therapist)?,
            client: codec::id("session.client_id", &client)?,
        })
    })
    .transpose()
}

/// Locks therapist, then client, for whoever writes about the session without deciding anything.
pub async fn lock(tx: &mut Tx, id: SessionId) -> Result<(), Fault> {
    if let Some(Subject::Pair { therapist, client }) = owners(tx, id).await? {
        person::lock(tx, therapist.into()).await?;
        person::lock(tx, client.into()).await?;
    }
    Ok(())
}

async fn payment(tx: &mut Tx, row: &Row) -> Result<Payment, Fault> {
    let Some(id) = &row.payment_id else {
        let charge_due = row
            .charge_due
            .map(|at| codec::instant("charge.due_at", at))
            .transpose()?;
        return Ok(if row.price == 0 {
            Payment::Free
        } else {
            Payment::Unpaid { charge_due }
        });
    };
    let id = codec::id("payment.id", id)?;
    Ok(Payment::Paid(Paid {
        id,
        card: row.card.clone().unwrap_or_default(),
        captured_at: codec::instant("payment.captured_at", row.captured_at.unwrap_or_default())?,
        books: ledger::books(tx, id).await?,
    }))
}

fn read(row: Row, payment: Payment) -> Result<Case, Fault> {
    let instant = codec::instant;
    let cancellation = cancellation(&row)?;
    let agreed_at = instant("session.policy_agreed_at", row.policy_agreed_at)?;
    let policy_version = codec::count("session.policy_version", row.policy_version)?;
    let span = Interval::new(
        instant("session.starts_at", row.starts_at)?,
        instant("session.ends_at", row.ends_at)?,
    )
    .ok_or_else(|| Fault::unreadable("session.ends_at", row.ends_at.to_string()))?;
    let late_since = row
        .late_since
        .map(|at| instant("session.late_since", at))
        .transpose()?;
    let moved_from = row
        .moved_from
        .map(|at| instant("session.moved_from", at))
        .transpose()?;
    let state = codec::text("session.state", &row.state, State::parse)?;
    // Kept beyond its use, since an undo may give it back.
    let confirm_by = row
        .confirm_by
        .filter(|_| state == State::AwaitingConfirmation)
        .map(|at| instant("session.confirm_by", at))
        .transpose()?;
    let session = Session {
        id: codec::id("session.id", &row.id)?,
        therapist: codec::id("session.therapist_id", &row.therapist_id)?,
        client: codec::id("session.client_id", &row.client_id)?,
        kind: codec::text("session.kind", &row.kind, SessionKind::parse)?,
        state,
        span,
        booked_at: instant("session.booked_at", row.booked_at)?,
        price: Money::new(row.price, codec::currency(&row.currency)?),
        revision: codec::count("session.revision", row.revision)?,
        late_since,
        cancellation,
        confirm_by,
    };
    let policy = Policy::version(policy_version)
        .ok_or_else(|| Fault::unreadable("session.policy_version", policy_version.to_string()))?;
    let rates = Rates {
        initial: codec::count("setting.value", row.initial_rate)?,
        follow_up: codec::count("setting.value", row.follow_up_rate)?,
    };
    let pair = Pair {
        therapist: Person {
            id: session.therapist.into(),
            role: Role::Therapist,
            name: row.therapist_name,
            email: row.therapist_email,
            zone: row.therapist_zone,
            city: row.therapist_city,
        },
        client: Person {
            id: session.client.into(),
            role: Role::Client,
            name: row.client_name,
            email: row.client_email,
            zone: row.client_zone,
            city: row.client_city,
        },
        since: instant("pairing.since", row.since)?,
        policy_version,
        policy_agreed_at: agreed_at,
        discreet: row.discreet == 1,
    };
    let facts = Facts {
        session,
        payment,
        policy,
        policy_agreed_at: agreed_at,
        rates,
        exceptions: codec::count("refund.is_exception", row.exceptions)?,
        incidents: codec::count("incident", row.incidents)?,
        times: row.times.times(span)?,
        requests: row.times.requests()?,
    };
    let provider_charge = row.provider_charge;
    Ok(Case {
        facts,
        pair,
        place: row.place,
        moved_from,
        provider_charge,
    })
}

fn cancellation(row: &Row) -> Result<Option<Cancellation>, Fault> {
    let Some(at) = row.cancelled_at else {
        return Ok(None);
    };
    let filled = |text: &Option<String>| text.clone().unwrap_or_default();
    Ok(Some(Cancellation {
        by: codec::text(
            "session.cancelled_by",
            &filled(&row.cancelled_by),
            Role::parse,
        )?,
        on_behalf_of: codec::text(
            "session.cancelled_for",
            &filled(&row.cancelled_for),
            Role::parse,
        )?,
        cause: codec::text(
            "session.cancelled_cause",
            &filled(&row.cancelled_cause),
            Cause::parse,
        )?,
        words: row.cancelled_words.clone(),
        notice_ms: row.cancelled_notice.unwrap_or_default(),
        clause: codec::text(
            "session.cancelled_clause",
            &filled(&row.cancelled_clause),
            Clause::parse,
        )?,
        at: codec::instant("session.cancelled_at", at)?,
    }))
}
