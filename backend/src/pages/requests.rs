//! What was asked in writing about a session, by whom, and what became of it.

use crate::fault::Fault;
use crate::store::{Tx, codec, sql};
use crate::zones::Zone;
use domain::actor::Role;
use domain::ids::SessionId;
use domain::request::{Particulars, RequestKind, RequestState};
use domain::sentences::requests::{self, Asked};
use domain::time::Instant;
use domain::view::session::RequestLine;
use sqlx::FromRow;

#[derive(FromRow)]
pub(super) struct Row {
    kind: String,
    state: String,
    filed_by: String,
    words: String,
    for_client: Option<String>,
    body: Option<String>,
    at: i64,
}

/// Of the session, the latest first.
pub(super) async fn of(tx: &mut Tx, session: SessionId) -> Result<Vec<Row>, Fault> {
    let all = sql(
        "SELECT kind, state, filed_by, words, for_client, body, at FROM request \
         WHERE session_id = $1 ORDER BY at DESC, act_id DESC",
    );
    Ok(tx.all(all.bind(session)).await?)
}

/// `client` by their first name; the reader is the therapist.
pub(super) fn line(
    row: &Row,
    client: &str,
    own: &Zone,
    now: Instant,
) -> Result<RequestLine, Fault> {
    let particulars: Option<Particulars> = match &row.body {
        None => None,
        Some(body) => {
            Some(serde_json::from_str(body).map_err(|_| Fault::unreadable("request.body", body))?)
        }
    };
    let wished = match &particulars {
        Some(Particulars::Carry { to }) => Some(own.moment(*to, now).label),
        _ => None,
    };
    let state = codec::text("request.state", &row.state, RequestState::parse)?;
    let asked = Asked {
        kind: codec::text("request.kind", &row.kind, RequestKind::parse)?,
        state,
        by: codec::text("request.filed_by", &row.filed_by, Role::parse)?,
        client,
        words: &row.words,
        for_client: row.for_client.as_deref(),
        particulars: particulars.as_ref(),
        wished: wished.as_deref(),
    };
    Ok(RequestLine {
        title: requests::title(&asked),
        state: requests::state(&asked).into(),
        open: state.is_open(),
        at: own.stamp(codec::instant("request.at", row.at)?, now),
        said: requests::said(&asked),
    })
}
