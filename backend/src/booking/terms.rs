//! What a pair's next session is: its kind, length, price and place. The price is that of their
//! last one, or else what the therapist last asked of somebody. A therapist who has never had a
//! session has none yet: nothing can be held at it, and a follow-up there is none either.

use crate::fault::Fault;
use crate::store::{Tx, account, codec, sql};
use domain::actor::Role;
use domain::facts::Facts;
use domain::ids::{ClientId, SessionId, TherapistId};
use domain::money::{Currency, Money};
use domain::payment::Payment;
use domain::permission::Denied;
use domain::policy::Policy;
use domain::policy::commission::Rates;
use domain::refusal::Refusal;
use domain::session::{Session, SessionKind, State};
use domain::time::{Instant, TimeDelta, interval::Interval};
use domain::times::Times;
use sqlx::FromRow;

#[derive(Clone, Debug)]
pub(crate) struct Terms {
    pub kind: SessionKind,
    pub length: TimeDelta,
    pub price: Option<Money>,
    pub place: String,
    pub policy_version: u32,
    pub policy_agreed_at: Instant,
}

#[derive(FromRow)]
struct Row {
    length_minutes: i64,
    policy_version: i64,
    policy_agreed_at: i64,
}

/// # Errors
/// Hidden where the two are no pair.
pub(crate) async fn of(
    tx: &mut Tx,
    therapist: TherapistId,
    client: ClientId,
) -> Result<Terms, Fault> {
    let pair = sql(
        "SELECT s.length_minutes, p.policy_version, p.policy_agreed_at FROM pairing p \
         JOIN schedule s ON s.therapist_id = p.therapist_id \
         WHERE p.therapist_id = $1 AND p.client_id = $2",
    );
    let pair: Option<Row> = tx.optional(pair.bind(therapist).bind(client)).await?;
    let pair = pair.ok_or(Denied::Hidden)?;
    let (price, place) = last(tx, therapist, client).await?.unzip();
    let agreed_at = pair.policy_agreed_at;
    Ok(Terms {
        kind: kind(tx, therapist, client).await?,
        length: TimeDelta::minutes(pair.length_minutes),
        price,
        place: place.unwrap_or_default(),
        policy_version: codec::count("pairing.policy_version", pair.policy_version)?,
        policy_agreed_at: codec::instant("pairing.policy_agreed_at", agreed_at)?,
    })
}

/// Whether nothing new may be booked with the therapist.
pub(crate) async fn restricted(tx: &mut Tx, therapist: TherapistId) -> Result<bool, Fault> {
    Ok(!account::load(tx, therapist).await?.is_bookable())
}

async fn kind(tx: &mut Tx, therapist: TherapistId, client: ClientId) -> Result<SessionKind, Fault> {
    let ended =
        sql("SELECT DISTINCT state FROM session WHERE therapist_id = $1 AND client_id = $2");
    let states: Vec<(String,)> = tx.all(ended.bind(therapist).bind(client)).await?;
    let states = states
        .iter()
        .map(|(state,)| codec::text("session.state", state, State::parse));
    let states: Vec<State> = states.collect::<Result<_, _>>()?;
    Ok(SessionKind::after(states))
}

async fn last(
    tx: &mut Tx,
    therapist: TherapistId,
    client: ClientId,
) -> Result<Option<(Money, String)>, Fault> {
    let last = sql(
        "SELECT price, currency, place FROM session WHERE therapist_id = $1 \
         ORDER BY CASE WHEN client_id = $2 THEN 0 ELSE 1 END, starts_at DESC, id LIMIT 1",
    );
    let row: Option<(i64, String, String)> = tx.optional(last.bind(therapist).bind(client)).await?;
    let read = |(price, currency, place): (i64, String, String)| {
        Ok((Money::new(price, codec::currency(&currency)?), place))
    };
    row.map(read).transpose()
}

impl Terms {
    /// What is known of it before it is booked: no commission, nothing of the past, and no time
    /// looked up.
    ///
    /// # Errors
    /// A version of the policy that this program does not know.
    pub(crate) fn facts(&self, session: Session) -> Result<Facts, Fault> {
        let version = self.policy_version;
        let policy = Policy::version(version);
        Ok(Facts {
            payment: match session.price.is_zero() {
                true => Payment::Free,
                false => Payment::Unpaid { charge_due: None },
            },
            session,
            policy: policy
                .ok_or_else(|| Fault::unreadable("pairing.policy_version", version.to_string()))?,
            policy_agreed_at: self.policy_agreed_at,
            rates: Rates::DEFAULT,
            exceptions: 0,
            incidents: 0,
            times: Times::default(),
            requests: Vec::new(),
        })
    }

    /// What a client is asked for it.
    ///
    /// # Errors
    /// [`Refusal::PriceMissing`] of a therapist who has never had a session.
    pub(crate) fn priced(&self) -> Result<Money, Refusal> {
        self.price.ok_or(Refusal::PriceMissing)
    }

    /// The session that it would be, held from now on. Without a price it is an initial one, which
    /// nobody but its client books, and they only at a price.
    ///
    /// # Errors
    /// Hidden where no session can start then.
    pub(crate) fn session(
        &self,
        id: SessionId,
        (therapist, client): (TherapistId, ClientId),
        start: Instant,
        now: Instant,
    ) -> Result<Session, Fault> {
        let end = start.checked_add_signed(self.length);
        let span = end.and_then(|end| Interval::new(start, end));
        Ok(Session {
            id,
            therapist,
            client,
            kind: self.kind,
            state: State::Held,
            span: span.ok_or(Denied::Hidden)?,
            booked_at: now,
            price: self.price.unwrap_or(Money::new(0, Currency::Gbp)),
            revision: 0,
            late_since: None,
            cancellation: None,
            confirm_by: None,
        })
    }

    /// Writes its row; what keeps its time is written apart.
    pub(crate) async fn put(&self, tx: &mut Tx, session: &Session, by: Role) -> Result<(), Fault> {
        let now = session.booked_at;
        let checkout = by == Role::Client;
        tx.run(
            sql(
                "INSERT INTO session (id, therapist_id, client_id, kind, state, starts_at, \
                 ends_at, place, price, currency, booked_at, booked_by, policy_version, \
                 policy_agreed_at, revision, held_at, hold_stage) \
                 VALUES ($1, $2, $3, $4, 'held', $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, \
                 $14, $15)",
            )
            .bind(session.id)
            .bind(session.therapist)
            .bind(session.client)
            .bind(session.kind.as_str())
            .bind(session.span.start())
            .bind(session.span.end())
            .bind(&self.place)
            .bind(session.price.minor)
            .bind(session.price.currency.code())
            .bind(now)
            .bind(by.as_str())
            .bind(self.policy_version)
            .bind(self.policy_agreed_at)
            .bind(checkout.then_some(now))
            .bind(checkout.then_some("fresh")),
        )
        .await?;
        Ok(())
    }
}
