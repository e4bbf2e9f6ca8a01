//! What waits for the team. The same thing is raised once; whoever of the team has the list open
//! hears of every change to it.

use super::news::Topic;
use super::{Sql, Tx, sql};
use crate::chance;
use crate::fault::Fault;
use domain::consequence::TaskKind;
use domain::ids::{AccountId, SessionId};
use domain::time::Instant;
use sqlx::{AssertSqlSafe, FromRow};

/// `subject` is what it is about, an act or a refund: a second one of a kind is not raised.
pub async fn raise(
    tx: &mut Tx,
    kind: TaskKind,
    subject: &str,
    session: SessionId,
    note: &str,
    at: Instant,
) -> Result<(), Fault> {
    insert(tx, kind, subject, Some(session), note, at, "DO NOTHING").await
}

/// What was asked about `subject` is no longer asked.
pub async fn close(tx: &mut Tx, subject: &str, at: Instant) -> Result<(), Fault> {
    let close = sql("UPDATE task SET done_at = $1 WHERE subject = $2 AND done_at IS NULL")
        .bind(at)
        .bind(subject);
    change(tx, close).await
}

/// As `raise`, but what was done once and happens again is open again, and what is still open says
/// what is new in its old place.
pub async fn raise_again(
    tx: &mut Tx,
    kind: TaskKind,
    subject: &str,
    session: Option<SessionId>,
    note: &str,
    at: Instant,
) -> Result<(), Fault> {
    const OPEN_AGAIN: &str = "DO UPDATE SET \
         note = excluded.note, done_at = NULL, done_by = NULL, created_at = CASE \
         WHEN task.done_at IS NULL THEN task.created_at ELSE excluded.created_at END";
    insert(tx, kind, subject, session, note, at, OPEN_AGAIN).await
}

/// A task that is still open.
#[derive(Clone, Debug, FromRow)]
pub struct Open {
    pub kind: String,
    pub subject: String,
}

/// `None` where it is done, or never was.
pub async fn open(tx: &mut Tx, id: &str) -> Result<Option<Open>, Fault> {
    let find = sql("SELECT kind, subject FROM task WHERE id = $1 AND done_at IS NULL").bind(id);
    Ok(tx.optional(find.for_update()).await?)
}

/// Nobody has done it where it became pointless by itself.
pub async fn done(
    tx: &mut Tx,
    kind: TaskKind,
    subject: &str,
    by: Option<AccountId>,
    at: Instant,
) -> Result<(), Fault> {
    let done = sql("UPDATE task SET done_at = $1, done_by = $2 \
                    WHERE kind = $3 AND subject = $4 AND done_at IS NULL")
    .bind(at)
    .bind(by)
    .bind(kind.as_str())
    .bind(subject);
    change(tx, done).await
}

/// `again` is what becomes of one that was raised before.
async fn insert(
    tx: &mut Tx,
    kind: TaskKind,
    subject: &str,
    session: Option<SessionId>,
    note: &str,
    at: Instant,
    again: &'static str,
) -> Result<(), Fault> {
    let text = format!(
        "INSERT INTO task (id, kind, subject, session_id, note, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, subject) {again}"
    );
    let insert = sql(AssertSqlSafe(text))
        .bind(chance::id(at).to_string())
        .bind(kind.as_str())
        .bind(subject)
        .bind(session)
        .bind(note)
        .bind(at);
    change(tx, insert).await
}

/// The one way to change the list.
async fn change(tx: &mut Tx, statement: Sql) -> Result<(), Fault> {
    if tx.run(statement).await? > 0 {
        tx.tell(Topic::Team);
    }
    Ok(())
}
