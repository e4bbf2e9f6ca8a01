//! All of a therapist's sessions and holds that are still to begin, with whose they are and what
//! was paid: whom an edit of the hours may leave outside. One statement.

use crate::fault::Fault;
use crate::store::{Tx, codec, sql};
use domain::availability::edit::{Party, What};
use domain::ids::{ClientId, SessionId, TherapistId};
use domain::money::Money;
use domain::session::SessionKind;
use domain::time::{Instant, interval::Interval};
use sqlx::FromRow;

#[derive(Clone, Debug)]
pub struct ToCome {
    pub party: Party,
    pub span: Interval,
    pub session: Option<SessionId>,
    /// Whose it is, where somebody is known.
    pub client: Option<Client>,
}

#[derive(Clone, Debug)]
pub struct Client {
    pub id: ClientId,
    pub name: String,
    pub zone: String,
    pub city: String,
}

#[derive(FromRow)]
struct Row {
    id: String,
    kind: String,
    session_id: Option<String>,
    starts_at: i64,
    ends_at: i64,
    expires_at: Option<i64>,
    client_id: Option<String>,
    name: Option<String>,
    zone: Option<String>,
    city: Option<String>,
    session_kind: Option<String>,
    currency: Option<String>,
    paid: i64,
}

const TO_COME: &str = "\
SELECT p.id, p.kind, p.session_id, p.starts_at, p.ends_at, p.expires_at, p.client_id, c.name, \
c.zone, c.city, s.kind AS session_kind, s.currency, \
CAST((SELECT COALESCE(SUM(amount), 0) FROM payment WHERE session_id = p.id) \
 - (SELECT COALESCE(SUM(amount), 0) FROM refund WHERE session_id = p.id \
 AND withdrawn_at IS NULL AND state <> 'failed') AS BIGINT) AS paid \
FROM span p LEFT JOIN session s ON s.id = p.session_id LEFT JOIN account c ON c.id = p.client_id \
WHERE p.therapist_id = $1 AND p.ends_at > $2 AND p.starts_at > $3 \
AND COALESCE(p.expires_at, $4) >= $4 ORDER BY p.starts_at, p.id";

/// By start.
pub async fn load(tx: &mut Tx, therapist: TherapistId, now: Instant) -> Result<Vec<ToCome>, Fault> {
    // A hold is over at its last instant.
    let alive = now.timestamp_millis() + 1;
    let question = sql(TO_COME).bind(therapist).bind(now).bind(now);
    let rows: Vec<Row> = tx.all(question.bind(alive)).await?;
    rows.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<ToCome, Fault> {
    let start = codec::instant("span.starts_at", row.starts_at)?;
    let span = Interval::new(start, codec::instant("span.ends_at", row.ends_at)?);
    let span = span.ok_or_else(|| Fault::unreadable("span.ends_at", row.ends_at.to_string()))?;
    let session = row.session_id.as_deref();
    Ok(ToCome {
        party: Party {
            id: codec::id("span.id", &row.id)?,
            what: what(&row)?,
        },
        span,
        session: session
            .map(|id| codec::id("span.session_id", id))
            .transpose()?,
        client: client(row)?,
    })
}

fn what(row: &Row) -> Result<What, Fault> {
    let Some(until) = row.expires_at else {
        let kind = row.session_kind.as_deref().unwrap_or_default();
        let kind = codec::text("session.kind", kind, SessionKind::parse)?;
        let currency = codec::currency(row.currency.as_deref().unwrap_or_default())?;
        let paid = (row.paid > 0).then(|| Money::new(row.paid, currency));
        return Ok(What::Session { kind, paid });
    };
    let until = codec::instant("span.expires_at", until)?;
    Ok(match (row.kind.as_str(), &row.session_id) {
        ("checkout", _) => What::Checkout { until },
        ("offered", Some(id)) => {
            let session = codec::id("span.session_id", id)?;
            What::Offered { session, until }
        }
        _ => What::Kept { until },
    })
}

fn client(row: Row) -> Result<Option<Client>, Fault> {
    let (Some(id), Some(name)) = (row.client_id, row.name) else {
        return Ok(None);
    };
    Ok(Some(Client {
        id: codec::id("span.client_id", &id)?,
        name,
        zone: row.zone.unwrap_or_default(),
        city: row.city.unwrap_or_default(),
    }))
}
