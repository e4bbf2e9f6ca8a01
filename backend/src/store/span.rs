//! Spans that are kept for someone for a while. A session's own span follows its row, by trigger.

use super::{Tx, sql};
use crate::chance;
use crate::fault::Fault;
use domain::ids::{AccountId, SessionId};
use domain::session::Session;
use domain::time::Instant;

/// A hold that has ended no longer keeps anything, but the constraint cannot see the time: whoever
/// wants a span of these two, who are locked, sweeps first.
pub async fn sweep(
    tx: &mut Tx,
    therapist: AccountId,
    client: AccountId,
    now: Instant,
) -> Result<(), Fault> {
    tx.run(
        sql(
            "DELETE FROM span WHERE kind <> 'session' AND expires_at <= $1 \
             AND (therapist_id = $2 OR client_id = $3)",
        )
        .bind(now)
        .bind(therapist)
        .bind(client),
    )
    .await?;
    Ok(())
}

/// Keeps the time of a session that was just cancelled, in case that is undone.
pub async fn hold_for_undo(
    tx: &mut Tx,
    session: &Session,
    at: Instant,
    until: Instant,
) -> Result<(), Fault> {
    tx.run(
        sql(
            "INSERT INTO span (id, therapist_id, client_id, kind, session_id, starts_at, ends_at, \
             expires_at) VALUES ($1, $2, $3, 'undo', $4, $5, $6, $7)",
        )
        .bind(chance::id(at).to_string())
        .bind(session.therapist)
        .bind(session.client)
        .bind(session.id)
        .bind(session.span.start())
        .bind(session.span.end())
        .bind(until),
    )
    .await?;
    Ok(())
}

/// Lets go of everything that is held for a session.
pub async fn release(tx: &mut Tx, session: SessionId) -> Result<(), Fault> {
    tx.run(sql("DELETE FROM span WHERE session_id = $1 AND kind <> 'session'").bind(session))
        .await?;
    Ok(())
}
