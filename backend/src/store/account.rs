//! What restricts a therapist's account, and the log of what happened to it and to the schedule:
//! appended to, read, never changed. Who writes locks the therapist first (`store::person::lock`).

use super::news::Topic;
use super::{Tx, codec, sql};
use crate::fault::Fault;
use domain::account::{Account, AccountEvent, Restriction};
use domain::actor::Actor;
use domain::ids::{ActId, TherapistId};
use domain::time::Instant;
use sqlx::FromRow;

/// One of the restrictions, with what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restricted {
    pub restriction: Restriction,
    pub since: Instant,
    /// In a word.
    pub reason: String,
    /// For the team.
    pub words: Option<String>,
    /// When they mean to be back.
    pub back: Option<Instant>,
}

#[derive(FromRow)]
struct Row {
    closed_at: Option<i64>,
    kind: Option<String>,
    since: Option<i64>,
    reason: Option<String>,
    words: Option<String>,
    back_at: Option<i64>,
}

/// The account as the rules see it, and each restriction; one statement.
pub async fn load(
    tx: &mut Tx,
    therapist: TherapistId,
) -> Result<Option<(Account, Vec<Restricted>)>, Fault> {
    let question = sql(
        "SELECT a.closed_at, r.kind, r.since, r.reason, r.words, r.back_at FROM account a \
         LEFT JOIN restriction r ON r.therapist_id = a.id \
         WHERE a.id = $1 AND a.role = 'therapist' ORDER BY r.since, r.kind",
    );
    let rows: Vec<Row> = tx.all(question.bind(therapist)).await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let closed_at = instant(first.closed_at)?;
    let restricted = rows.into_iter().filter_map(|row| read(row).transpose());
    let restricted: Vec<Restricted> = restricted.collect::<Result<_, Fault>>()?;
    let restrictions = restricted.iter().map(|one| one.restriction).collect();
    let account = Account {
        restrictions,
        closed_at,
    };
    Ok(Some((account, restricted)))
}

fn instant(millis: Option<i64>) -> Result<Option<Instant>, Fault> {
    millis
        .map(|at| codec::instant("restriction.since", at))
        .transpose()
}

fn read(row: Row) -> Result<Option<Restricted>, Fault> {
    let (Some(kind), Some(since)) = (row.kind, instant(row.since)?) else {
        return Ok(None);
    };
    Ok(Some(Restricted {
        restriction: codec::text("restriction.kind", &kind, Restriction::parse)?,
        since,
        reason: row.reason.unwrap_or_default(),
        words: row.words,
        back: instant(row.back_at)?,
    }))
}

/// From now on; what was said of the same restriction before is gone.
pub async fn restrict(
    tx: &mut Tx,
    therapist: TherapistId,
    restricted: &Restricted,
    act: ActId,
) -> Result<(), Fault> {
    let restrict = sql(
        "INSERT INTO restriction (therapist_id, kind, since, reason, words, back_at, act_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (therapist_id, kind) DO UPDATE SET \
         since = excluded.since, reason = excluded.reason, words = excluded.words, \
         back_at = excluded.back_at, act_id = excluded.act_id",
    );
    let restrict = restrict
        .bind(therapist)
        .bind(restricted.restriction.as_str())
        .bind(restricted.since)
        .bind(&restricted.reason)
        .bind(restricted.words.clone())
        .bind(restricted.back)
        .bind(act);
    tx.run(restrict).await?;
    Ok(())
}

pub async fn lift(
    tx: &mut Tx,
    therapist: TherapistId,
    restriction: Restriction,
) -> Result<(), Fault> {
    let lift = sql("DELETE FROM restriction WHERE therapist_id = $1 AND kind = $2");
    tx.run(lift.bind(therapist).bind(restriction.as_str()))
        .await?;
    Ok(())
}

/// Something that happened, with the circumstances that every change carries.
#[derive(Clone, Debug)]
pub struct Entry {
    pub therapist: TherapistId,
    pub act: ActId,
    pub actor: Actor,
    pub event: AccountEvent,
    pub received_at: Instant,
    /// The machine's own time.
    pub committed_at: Instant,
}

/// The therapist's open pages hear that there is something new.
pub async fn append(tx: &mut Tx, entry: Entry) -> Result<(), Fault> {
    let body = serde_json::to_string(&entry.event).expect("an event is always JSON");
    // The tag that serde writes first.
    let kind = body.split('"').nth(3).unwrap_or_default().to_owned();
    let append = sql(
        "INSERT INTO account_event (therapist_id, number, kind, act_id, actor_id, actor_role, \
         body, received_at, committed_at) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8 \
         FROM account_event WHERE therapist_id = $9",
    );
    let append = append
        .bind(entry.therapist)
        .bind(kind)
        .bind(entry.act)
        .bind(entry.actor.id)
        .bind(entry.actor.role.as_str())
        .bind(body)
        .bind(entry.received_at)
        .bind(entry.committed_at)
        .bind(entry.therapist);
    tx.run(append).await?;
    tx.tell(Topic::Account(entry.therapist.into()));
    Ok(())
}

/// The whole log, the oldest first.
pub async fn log(tx: &mut Tx, therapist: TherapistId) -> Result<Vec<AccountEvent>, Fault> {
    let all = sql("SELECT body FROM account_event WHERE therapist_id = $1 ORDER BY number");
    let rows: Vec<(String,)> = tx.all(all.bind(therapist)).await?;
    let read = |(body,): (String,)| {
        serde_json::from_str(&body).map_err(|_| Fault::unreadable("account_event.body", body))
    };
    rows.into_iter().map(read).collect()
}
