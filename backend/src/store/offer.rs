//! Times on offer: one row an offer, and a span for each of its times while it stands.

use super::{Tx, codec, span, sql};
use crate::fault::Fault;
use domain::ids::{ActId, SessionId};
use domain::session::Session;
use domain::session::offer::{OfferEnd, OpenOffer};
use domain::time::Instant;

/// Every time of it is held for the session's two. They are locked, and what has ended is swept.
pub async fn make(
    tx: &mut Tx,
    session: &Session,
    offer: &OpenOffer,
    act: ActId,
) -> Result<(), Fault> {
    let body = serde_json::to_string(offer).expect("plain data is always JSON");
    tx.run(
        sql(
            "INSERT INTO offer (act_id, session_id, body, offered_at, until) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(act)
        .bind(session.id)
        .bind(body)
        .bind(offer.offered_at)
        .bind(offer.until),
    )
    .await?;
    for time in &offer.times {
        span::offer(tx, session, time.span, offer.offered_at, offer.until).await?;
    }
    Ok(())
}

/// Its spans are released by whoever makes room for what comes next.
pub async fn end(
    tx: &mut Tx,
    session: SessionId,
    how: OfferEnd,
    by: ActId,
    at: Instant,
) -> Result<(), Fault> {
    let end = sql(
        "UPDATE offer SET ended_how = $1, ended_by = $2, ended_at = $3 \
         WHERE session_id = $4 AND ended_at IS NULL",
    );
    tx.run(end.bind(how.as_str()).bind(by).bind(at).bind(session))
        .await?;
    Ok(())
}

/// The one that the decision `by` ended stands again, where that is undone.
pub async fn reopen(tx: &mut Tx, by: ActId) -> Result<(), Fault> {
    let reopen = sql(
        "UPDATE offer SET ended_how = NULL, ended_by = NULL, ended_at = NULL \
         WHERE ended_by = $1",
    );
    tx.run(reopen.bind(by)).await?;
    Ok(())
}

/// The sessions whose offers nobody has answered in time.
pub async fn lapsed(tx: &mut Tx, now: Instant, most: i64) -> Result<Vec<SessionId>, Fault> {
    let question = sql(
        "SELECT session_id FROM offer WHERE ended_at IS NULL AND until <= $1 \
         ORDER BY until, session_id LIMIT $2",
    );
    let rows: Vec<(String,)> = tx.all(question.bind(now).bind(most)).await?;
    rows.into_iter()
        .map(|(id,)| codec::id("offer.session_id", &id))
        .collect()
}
