//! The log of a session: appended to, read, never changed.

use super::news::Topic;
use super::{Tx, codec, sql};
use crate::fault::Fault;
use domain::actor::{Actor, Role};
use domain::event::{Event, Recorded};
use domain::ids::SessionId;
use domain::time::Instant;
use sqlx::FromRow;

/// An event to be appended, with the circumstances that every change carries.
#[derive(Clone, Debug)]
pub struct Entry {
    pub session: SessionId,
    pub event: Event,
    /// The session's revision after it.
    pub revision: u32,
    /// `None` where a job acts.
    pub actor: Option<Actor>,
    pub on_behalf_of: Option<Role>,
    pub reason: Option<String>,
    /// The policy version that the decision was made under.
    pub rule_version: u32,
    /// SHA-256 of the commitment that was shown before.
    pub digest: Option<String>,
    pub received_at: Instant,
    /// The machine's own time, beside the movable one that the rules read.
    pub committed_at: Instant,
}

/// Both of the session's pair hear that there is something new.
pub async fn append(tx: &mut Tx, entry: Entry) -> Result<(), Fault> {
    let body = serde_json::to_string(&entry.event).expect("an event is always JSON");
    let kind = kind(&body);
    let pair: (String, String) = tx
        .one(
            sql(
                "INSERT INTO event (session_id, number, kind, revision, actor_id, actor_role, \
             on_behalf_of, reason, rule_version, digest, body, received_at, committed_at) \
             SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
             $12 FROM event WHERE session_id = $13 \
             RETURNING (SELECT therapist_id FROM session WHERE id = session_id), \
             (SELECT client_id FROM session WHERE id = session_id)",
            )
            .bind(entry.session)
            .bind(kind)
            .bind(entry.revision)
            .bind(entry.actor.map(|actor| actor.id))
            .bind(entry.actor.map_or("house", |actor| actor.role.as_str()))
            .bind(entry.on_behalf_of.map(Role::as_str))
            .bind(entry.reason)
            .bind(entry.rule_version)
            .bind(entry.digest)
            .bind(body)
            .bind(entry.received_at)
            .bind(entry.committed_at)
            .bind(entry.session),
        )
        .await?;
    tx.tell(Topic::Account(codec::id("session.therapist_id", &pair.0)?));
    tx.tell(Topic::Account(codec::id("session.client_id", &pair.1)?));
    Ok(())
}

/// Something that happened beside the decisions: under the session's revision and policy as they
/// stand. Who writes locks its people first (`store::case::lock`).
pub async fn note(
    tx: &mut Tx,
    session: SessionId,
    event: Event,
    actor: Option<Actor>,
    received_at: Instant,
    committed_at: Instant,
) -> Result<(), Fault> {
    let stands = sql("SELECT revision, policy_version FROM session WHERE id = $1").bind(session);
    let (revision, version): (i64, i64) = tx.one(stands).await?;
    let entry = Entry {
        session,
        event,
        revision: codec::count("session.revision", revision)?,
        actor,
        on_behalf_of: None,
        reason: None,
        rule_version: codec::count("session.policy_version", version)?,
        digest: None,
        received_at,
        committed_at,
    };
    append(tx, entry).await
}

/// The tag that serde writes first.
fn kind(body: &str) -> String {
    body.split('"').nth(3).unwrap_or_default().to_owned()
}

#[derive(FromRow)]
struct Row {
    body: String,
    revision: i64,
    actor_role: String,
    received_at: i64,
}

/// A session's log, the oldest first.
pub async fn of(tx: &mut Tx, session: SessionId) -> Result<Vec<Recorded>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql("SELECT body, revision, actor_role, received_at FROM event \
                 WHERE session_id = $1 ORDER BY number")
            .bind(session),
        )
        .await?;
    rows.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<Recorded, Fault> {
    Ok(Recorded {
        event: serde_json::from_str(&row.body)
            .map_err(|_| Fault::unreadable("event.body", row.body))?,
        revision: codec::count("event.revision", row.revision)?,
        actor: Role::parse(&row.actor_role),
        received_at: codec::instant("event.received_at", row.received_at)?,
    })
}
