//! What is taken of a therapist's time over a window: sessions, holds, and the busy time of other
//! calendars; for a candidate also what the client has elsewhere. One statement.

use crate::fault::Fault;
use crate::store::{Sql, Tx, codec, sql};
use domain::availability::busy::Source;
use domain::availability::{Busy, BusyKind};
use domain::ids::{ClientId, SessionId, TherapistId};
use domain::time::{Instant, interval::Interval};
use domain::times::TakenBy;
use serde::Deserialize;

/// Whose time, and when.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    therapist: TherapistId,
    /// Whose sessions with others count too.
    client: Option<ClientId>,
    from: Instant,
    to: Instant,
}

/// A session or a hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booked {
    pub span: Interval,
    pub by: TakenBy,
    pub session: Option<SessionId>,
    pub with: With,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    ThisTherapist,
    /// The client's own time, with somebody else.
    Another,
}

/// Sessions and holds of anybody, and walls.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub booked: Vec<Booked>,
    pub imported: Vec<Busy>,
}

#[derive(Deserialize)]
struct Row {
    kind: String,
    session_id: Option<String>,
    starts_at: i64,
    ends_at: i64,
    /// When a hold ends, or when the calendar was read.
    at: Option<i64>,
    source: i64,
}

const COLUMNS: [&str; 6] = ["kind", "session_id", "starts_at", "ends_at", "at", "source"];

const OWN: &str = "\
SELECT kind, session_id, starts_at, ends_at, expires_at AS at, CAST(0 AS BIGINT) AS source \
FROM span WHERE therapist_id = $1 AND ends_at > $2 AND starts_at < $3 \
UNION ALL \
SELECT 'imported', NULL, starts_at, ends_at, imported_at, source \
FROM imported_busy WHERE therapist_id = $4 AND ends_at > $5 AND starts_at < $6";

const OWN_AND_THEIRS: &str = "\
SELECT kind, session_id, starts_at, ends_at, expires_at AS at, CAST(0 AS BIGINT) AS source \
FROM span WHERE therapist_id = $1 AND ends_at > $2 AND starts_at < $3 \
UNION ALL \
SELECT 'imported', NULL, starts_at, ends_at, imported_at, source \
FROM imported_busy WHERE therapist_id = $4 AND ends_at > $5 AND starts_at < $6 \
UNION ALL \
SELECT 'theirs', session_id, starts_at, ends_at, expires_at, CAST(0 AS BIGINT) \
FROM span WHERE client_id = $7 AND ends_at > $8 AND starts_at < $9 AND therapist_id <> $10";

impl Window {
    pub fn of(therapist: TherapistId, (from, to): (Instant, Instant)) -> Window {
        Window {
            therapist,
            client: None,
            from,
            to,
        }
    }

    pub fn and_of(self, client: ClientId) -> Window {
        Window {
            client: Some(client),
            ..self
        }
    }

    fn question(self) -> Sql {
        let bind = |sql: Sql| sql.bind(self.therapist).bind(self.from).bind(self.to);
        let Some(client) = self.client else {
            return bind(bind(sql(OWN)));
        };
        let question = bind(bind(sql(OWN_AND_THEIRS))).bind(client);
        question.bind(self.from).bind(self.to).bind(self.therapist)
    }
}

pub async fn load(tx: &mut Tx, window: Window) -> Result<Found, Fault> {
    let rows: Vec<Row> = tx.gathered(&COLUMNS, window.question()).await?;
    let mut found = Found::default();
    for row in rows {
        let span = span(&row)?;
        let at = |at| codec::instant("span.expires_at", at);
        let at = row.at.map(at).transpose()?;
        if row.kind == "imported" {
            found.imported.push(imported(&row, span, at)?);
            continue;
        }
        let session = row.session_id.as_deref();
        found.booked.push(Booked {
            span,
            by: at.map_or(TakenBy::Session, |until| TakenBy::Hold { until }),
            session: session
                .map(|id| codec::id("span.session_id", id))
                .transpose()?,
            with: match row.kind.as_str() {
                "theirs" => With::Another,
                _ => With::ThisTherapist,
            },
        });
    }
    Ok(found)
}

fn span(row: &Row) -> Result<Interval, Fault> {
    let [start, end] = [row.starts_at, row.ends_at];
    let start = codec::instant("span.starts_at", start)?;
    Interval::new(start, codec::instant("span.ends_at", end)?)
        .ok_or_else(|| Fault::unreadable("span.ends_at", end.to_string()))
}

fn imported(row: &Row, span: Interval, at: Option<Instant>) -> Result<Busy, Fault> {
    let from = Source(codec::count("imported_busy.source", row.source)?);
    let as_of = at.unwrap_or(span.start());
    let kind = BusyKind::Imported { from, as_of };
    Ok(Busy { span, kind })
}

impl Booked {
    pub fn busy(&self) -> Busy {
        Busy {
            span: self.span,
            kind: match self.by {
                TakenBy::Session => BusyKind::Session,
                TakenBy::Hold { until } => BusyKind::Hold { until },
            },
        }
    }
}

impl Found {
    /// What stands in the therapist's way.
    pub fn busy(&self) -> impl Iterator<Item = Busy> + '_ {
        let own = self.booked.iter();
        let own = own.filter(|booked| booked.with == With::ThisTherapist);
        own.map(Booked::busy).chain(self.imported.iter().copied())
    }
}
