//! Spans that are kept for someone for a while. A session's own span follows its row, by trigger;
//! one in checkout has none, and its hold keeps the time.

use super::{Tx, sql};
use crate::chance;
use crate::fault::Fault;
use domain::ids::{AccountId, SessionId};
use domain::session::Session;
use domain::time::{Instant, interval::Interval};

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
    hold(tx, "undo", session, session.span, at, until).await
}

/// One of the times that a client can choose from.
pub async fn offer(
    tx: &mut Tx,
    session: &Session,
    span: Interval,
    at: Instant,
    until: Instant,
) -> Result<(), Fault> {
    hold(tx, "offered", session, span, at, until).await
}

/// The time of a session in checkout.
pub async fn check_out(
    tx: &mut Tx,
    session: &Session,
    at: Instant,
    until: Instant,
) -> Result<(), Fault> {
    hold(tx, "checkout", session, session.span, at, until).await
}

async fn hold(
    tx: &mut Tx,
    kind: &'static str,
    session: &Session,
    span: Interval,
    at: Instant,
    until: Instant,
) -> Result<(), Fault> {
    tx.run(
        sql(
            "INSERT INTO span (id, therapist_id, client_id, kind, session_id, starts_at, ends_at, \
             expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(chance::id(at).to_string())
        .bind(session.therapist)
        .bind(session.client)
        .bind(kind)
        .bind(session.id)
        .bind(span.start())
        .bind(span.end())
        .bind(until),
    )
    .await?;
    Ok(())
}

/// A hold stands longer now.
pub async fn prolong(tx: &mut Tx, session: SessionId, until: Instant) -> Result<(), Fault> {
    let prolong =
        sql("UPDATE span SET expires_at = $1 WHERE session_id = $2 AND kind = 'checkout'");
    tx.run(prolong.bind(until).bind(session)).await?;
    Ok(())
}

/// Lets go of everything that is held for a session.
pub async fn release(tx: &mut Tx, session: SessionId) -> Result<(), Fault> {
    tx.run(sql("DELETE FROM span WHERE session_id = $1 AND kind <> 'session'").bind(session))
        .await?;
    Ok(())
}

/// The times on offer are kept as long as the cancel that ended the offer can be undone.
pub async fn keep_offered(
    tx: &mut Tx,
    session: SessionId,
    at: Instant,
    until: Instant,
) -> Result<(), Fault> {
    let keep = sql("UPDATE span SET kind = 'undo', expires_at = $1 \
         WHERE session_id = $2 AND kind = 'offered' AND expires_at > $3");
    tx.run(keep.bind(until).bind(session).bind(at)).await?;
    Ok(())
}

/// An undone cancel: the session takes its own time again by trigger, and what was on offer is
/// offered until `until` as before.
pub async fn give_back(
    tx: &mut Tx,
    session: SessionId,
    own: Interval,
    until: Option<Instant>,
) -> Result<(), Fault> {
    let Some(until) = until else {
        return release(tx, session).await;
    };
    let free = sql("DELETE FROM span WHERE session_id = $1 AND kind = 'undo' AND starts_at = $2");
    tx.run(free.bind(session).bind(own.start())).await?;
    let offer = sql("UPDATE span SET kind = 'offered', expires_at = $1 \
         WHERE session_id = $2 AND kind = 'undo'");
    tx.run(offer.bind(until).bind(session)).await?;
    Ok(())
}
