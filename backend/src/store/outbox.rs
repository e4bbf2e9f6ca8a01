//! Rows of the outbox: written with what causes them, claimed by the worker in `outbox`.

use super::{Tx, sql};
use crate::chance;
use crate::fault::Fault;
use domain::ids::{RefundId, SessionId};
use domain::time::Instant;
use sqlx::FromRow;

/// Something that is to leave the house.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Its order is kept: one session's mail, or one payment's money.
    pub stream: String,
    pub kind: String,
    pub session: SessionId,
    pub revision: u32,
    /// An address, or the refund's id.
    pub recipient: String,
    /// JSON.
    pub body: String,
    pub not_before: Instant,
}

pub async fn put(tx: &mut Tx, out: Outgoing, at: Instant) -> Result<(), Fault> {
    tx.run(
        sql(
            "INSERT INTO outbox (id, stream, number, kind, session_id, revision, recipient, \
             body, created_at, not_before) \
             SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9 \
             FROM outbox WHERE stream = $10",
        )
        .bind(chance::id(at).to_string())
        .bind(&out.stream)
        .bind(out.kind)
        .bind(out.session)
        .bind(out.revision)
        .bind(out.recipient)
        .bind(out.body)
        .bind(at)
        .bind(out.not_before)
        .bind(&out.stream),
    )
    .await?;
    Ok(())
}

/// A row that this worker alone may carry out, until its claim runs out.
#[derive(Clone, Debug, FromRow)]
pub struct Claimed {
    pub id: String,
    pub kind: String,
    pub session_id: Option<String>,
    pub body: String,
    pub created_at: i64,
    /// This one included. It is the claim's own number: whoever claimed the row before can no
    /// longer write to it.
    pub attempts: i64,
    /// Those of them that do not count towards giving up.
    pub spared: i64,
}

impl Claimed {
    /// The attempts that count, this one included.
    pub fn counted(&self) -> i64 {
        self.attempts - self.spared
    }
}

/// Which way out a row takes: whoever hangs at the end of the one keeps nothing from the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Provider,
    Mail,
}

impl Way {
    fn as_str(self) -> &'static str {
        match self {
            Way::Provider => "provider",
            Way::Mail => "mail",
        }
    }
}

/// Open, due, claimed by nobody, and the lowest open number of its stream: a parked row is open
/// for those behind it.
const DUE: &str = "SELECT o.id, o.kind, o.session_id, o.body, o.created_at, \
    o.attempts + 1 AS attempts, o.spared FROM outbox o \
    WHERE o.done_at IS NULL AND o.parked_at IS NULL AND o.not_before <= $1 \
    AND (o.claimed_until IS NULL OR o.claimed_until <= $1) \
    AND CASE o.kind WHEN 'refund' THEN 'provider' ELSE 'mail' END = $3 \
    AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.stream = o.stream \
    AND e.number < o.number AND e.done_at IS NULL) \
    ORDER BY o.not_before, o.id LIMIT $2";

/// Whether there is anything to claim.
pub async fn is_anything_due(tx: &mut Tx, way: Way, now: Instant) -> Result<bool, Fault> {
    let first = sql(DUE).bind(now).bind(1_i64).bind(way.as_str());
    let found: Option<Claimed> = tx.optional(first).await?;
    Ok(found.is_some())
}

/// Claims up to `most` rows, each of another stream.
pub async fn claim(
    tx: &mut Tx,
    way: Way,
    now: Instant,
    until: Instant,
    most: i64,
) -> Result<Vec<Claimed>, Fault> {
    let due = sql(DUE).bind(now).bind(most).bind(way.as_str());
    let due: Vec<Claimed> = tx.all(due).await?;
    let mut claimed = Vec::new();
    for row in due {
        let changed = tx
            .run(
                sql("UPDATE outbox SET claimed_until = $1, attempts = $2 \
                     WHERE id = $3 AND attempts = $4 AND done_at IS NULL AND parked_at IS NULL \
                     AND (claimed_until IS NULL OR claimed_until <= $5)")
                .bind(until)
                .bind(row.attempts)
                .bind(&row.id)
                .bind(row.attempts - 1)
                .bind(now),
            )
            .await?;
        if changed == 1 {
            claimed.push(row);
        }
    }
    Ok(claimed)
}

/// Takes every claim back: whoever had one is no more. Answers how many there were.
pub async fn let_go(tx: &mut Tx) -> Result<u64, Fault> {
    let all = sql("UPDATE outbox SET claimed_until = NULL \
         WHERE claimed_until IS NOT NULL AND done_at IS NULL AND parked_at IS NULL");
    Ok(tx.run(all).await?)
}

/// What is noted of a claimed row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    Done,
    /// Try again from then on.
    Again {
        not_before: Instant,
        error: String,
    },
    /// Turned away at the door: from then on again, and this attempt does not count.
    Spared {
        not_before: Instant,
        error: String,
    },
    /// Given up: its stream waits for the team.
    Parked {
        error: String,
    },
}

/// Ends a claim; `false` where the claim ran out and another worker has the row.
pub async fn note(tx: &mut Tx, row: &Claimed, note: &Note, now: Instant) -> Result<bool, Fault> {
    let (done, parked, not_before, error) = match note {
        Note::Done => (Some(now), None, None, None),
        Note::Again { not_before, error } | Note::Spared { not_before, error } => {
            (None, None, Some(*not_before), Some(error))
        }
        Note::Parked { error } => (None, Some(now), None, Some(error)),
    };
    let spared = i64::from(matches!(note, Note::Spared { .. }));
    let changed = tx
        .run(
            sql(
                "UPDATE outbox SET claimed_until = NULL, done_at = $1, parked_at = $2, \
                 not_before = COALESCE($3, not_before), last_error = COALESCE($4, last_error), \
                 spared = spared + $5 \
                 WHERE id = $6 AND attempts = $7 AND done_at IS NULL AND parked_at IS NULL",
            )
            .bind(done)
            .bind(parked)
            .bind(not_before)
            .bind(error.map(String::as_str))
            .bind(spared)
            .bind(&row.id)
            .bind(row.attempts),
        )
        .await?;
    Ok(changed == 1)
}

/// A row of an act that may still be taken back.
#[derive(Debug, FromRow)]
pub struct Waiting {
    attempts: i64,
    done_at: Option<i64>,
    parked_at: Option<i64>,
}

impl Waiting {
    /// No worker has ever claimed it.
    pub fn is_untouched(&self) -> bool {
        self.attempts == 0 && self.done_at.is_none() && self.parked_at.is_none()
    }
}

/// What a session's act of this revision put here. No worker can claim the rows before the commit.
pub async fn waiting_of(
    tx: &mut Tx,
    session: SessionId,
    revision: u32,
) -> Result<Vec<Waiting>, Fault> {
    let rows = sql("SELECT attempts, done_at, parked_at FROM outbox \
                    WHERE session_id = $1 AND revision = $2 ORDER BY id")
    .bind(session)
    .bind(revision)
    .for_update();
    Ok(tx.all(rows).await?)
}

/// Takes it out again, before any of it was claimed.
pub async fn withdraw(tx: &mut Tx, session: SessionId, revision: u32) -> Result<(), Fault> {
    tx.run(
        sql("DELETE FROM outbox WHERE session_id = $1 AND revision = $2 AND attempts = 0")
            .bind(session)
            .bind(revision),
    )
    .await?;
    Ok(())
}

/// Whether this claim still stands; whoever lost it writes nothing any more.
pub async fn is_held(tx: &mut Tx, row: &Claimed) -> Result<bool, Fault> {
    let find = sql("SELECT id FROM outbox \
         WHERE id = $1 AND attempts = $2 AND done_at IS NULL AND parked_at IS NULL")
    .bind(&row.id)
    .bind(row.attempts)
    .for_update();
    let held: Option<(String,)> = tx.optional(find).await?;
    Ok(held.is_some())
}

/// Opens a row that was given up, with new patience; `false` where it is not parked. Its attempts
/// go on counting up, since they are the number of its claim.
pub async fn unpark(tx: &mut Tx, id: &str, now: Instant) -> Result<bool, Fault> {
    let open = sql(
        "UPDATE outbox SET parked_at = NULL, claimed_until = NULL, not_before = $1, \
         spared = attempts WHERE id = $2 AND parked_at IS NOT NULL",
    )
    .bind(now)
    .bind(id);
    Ok(tx.run(open).await? == 1)
}

/// The row that asks for this refund, where it was given up.
pub async fn parked_refund(tx: &mut Tx, refund: RefundId) -> Result<Option<String>, Fault> {
    let find = sql("SELECT id FROM outbox \
         WHERE parked_at IS NOT NULL AND kind = 'refund' AND recipient = $1")
    .bind(refund);
    let found: Option<(String,)> = tx.optional(find).await?;
    Ok(found.map(|(id,)| id))
}

/// How many rows are due, and since when the oldest is; without those behind a parked one.
pub async fn due(tx: &mut Tx, now: Instant) -> Result<(i64, Option<i64>), Fault> {
    let count = sql("SELECT COUNT(*), MIN(o.not_before) FROM outbox o \
         WHERE o.done_at IS NULL AND o.parked_at IS NULL AND o.not_before <= $1 \
         AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.stream = o.stream \
         AND p.done_at IS NULL AND p.parked_at IS NOT NULL)")
    .bind(now);
    Ok(tx.one(count).await?)
}

/// How many rows were given up.
pub async fn parked(tx: &mut Tx) -> Result<i64, Fault> {
    let count = sql("SELECT COUNT(*) FROM outbox WHERE done_at IS NULL AND parked_at IS NOT NULL");
    let (parked,): (i64,) = tx.one(count).await?;
    Ok(parked)
}
