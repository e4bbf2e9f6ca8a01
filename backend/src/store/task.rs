//! What waits for the team. The same thing is raised once.

use super::{Tx, sql};
use crate::chance;
use crate::fault::Fault;
use domain::consequence::TaskKind;
use domain::ids::SessionId;
use domain::time::Instant;

/// `subject` is what it is about, an act or a refund: a second one of a kind is not raised.
pub async fn raise(
    tx: &mut Tx,
    kind: TaskKind,
    subject: &str,
    session: SessionId,
    note: &str,
    at: Instant,
) -> Result<(), Fault> {
    tx.run(
        sql(
            "INSERT INTO task (id, kind, subject, session_id, note, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, subject) DO NOTHING",
        )
        .bind(chance::id(at).to_string())
        .bind(kind.as_str())
        .bind(subject)
        .bind(session)
        .bind(note)
        .bind(at),
    )
    .await?;
    Ok(())
}

/// What was asked about `subject` is no longer asked.
pub async fn close(tx: &mut Tx, subject: &str, at: Instant) -> Result<(), Fault> {
    tx.run(
        sql("UPDATE task SET done_at = $1 WHERE subject = $2 AND done_at IS NULL")
            .bind(at)
            .bind(subject),
    )
    .await?;
    Ok(())
}
