//! Sessions of a therapist's that an edit of the hours was about, as they stand now. One statement.

use crate::fault::Fault;
use crate::store::{Tx, codec, sql};
use domain::ids::{ClientId, SessionId, TherapistId};
use domain::session::State;
use domain::time::interval::Interval;
use sqlx::{AssertSqlSafe, FromRow};

#[derive(Clone, Debug)]
pub struct Concerned {
    pub id: SessionId,
    pub client: ClientId,
    pub name: String,
    pub zone: String,
    pub city: String,
    pub span: Interval,
    pub state: State,
}

#[derive(FromRow)]
struct Row {
    id: String,
    client_id: String,
    name: String,
    zone: String,
    city: String,
    starts_at: i64,
    ends_at: i64,
    state: String,
}

/// By start; whoever is not this therapist's is left out.
pub async fn load(
    tx: &mut Tx,
    therapist: TherapistId,
    sessions: &[SessionId],
) -> Result<Vec<Concerned>, Fault> {
    if sessions.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (2..sessions.len() + 2).map(|n| format!("${n}")).collect();
    let text = format!(
        "SELECT s.id, s.client_id, c.name, c.zone, c.city, s.starts_at, s.ends_at, s.state \
         FROM session s JOIN account c ON c.id = s.client_id \
         WHERE s.therapist_id = $1 AND s.id IN ({}) ORDER BY s.starts_at, s.id",
        places.join(", ")
    );
    let question = sql(AssertSqlSafe(text)).bind(therapist);
    let rows: Vec<Row> = tx.all(question.bind_all(sessions.iter().copied())).await?;
    rows.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<Concerned, Fault> {
    let start = codec::instant("session.starts_at", row.starts_at)?;
    let span = Interval::new(start, codec::instant("session.ends_at", row.ends_at)?);
    Ok(Concerned {
        id: codec::id("session.id", &row.id)?,
        client: codec::id("session.client_id", &row.client_id)?,
        name: row.name,
        zone: row.zone,
        city: row.city,
        span: span.ok_or_else(|| Fault::unreadable("session.ends_at", row.ends_at.to_string()))?,
        state: codec::text("session.state", &row.state, State::parse)?,
    })
}
