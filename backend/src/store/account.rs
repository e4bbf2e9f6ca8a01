//! What restricts a therapist's account, and its log: append-only, beside the sessions' own.

use super::news::Topic;
use super::{Tx, codec, sql};
use crate::fault::Fault;
use domain::account::pause::{Pausing, Reason, ToCome};
use domain::account::{Account, AccountEvent, Restriction};
use domain::actor::Actor;
use domain::availability::edit::Saving;
use domain::ids::{ActId, TherapistId};
use domain::session::SessionKind;
use domain::time::Instant;

/// As its rows have it. The therapist is locked where something is decided by it.
pub async fn load(tx: &mut Tx, therapist: TherapistId) -> Result<Account, Fault> {
    let question = sql("SELECT a.closed_at, r.kind FROM account a \
         LEFT JOIN restriction r ON r.therapist_id = a.id WHERE a.id = $1");
    let rows: Vec<(Option<i64>, Option<String>)> = tx.all(question.bind(therapist)).await?;
    let closed_at = rows.first().and_then(|(at, _)| *at);
    let kinds = rows.iter().filter_map(|(_, kind)| kind.as_deref());
    Ok(Account {
        restrictions: kinds
            .map(|kind| codec::text("restriction.kind", kind, Restriction::parse))
            .collect::<Result<_, _>>()?,
        closed_at: closed_at
            .map(|at| codec::instant("account.closed_at", at))
            .transpose()?,
    })
}

/// Sessions that are booked and have not started, in the order of their starts.
pub async fn to_come(
    tx: &mut Tx,
    therapist: TherapistId,
    now: Instant,
) -> Result<Vec<ToCome>, Fault> {
    let question = sql(
        "SELECT id, kind, starts_at FROM session WHERE therapist_id = $1 AND starts_at > $2 \
         AND state IN ('awaiting_confirmation', 'confirmed') ORDER BY starts_at, id",
    );
    let rows: Vec<(String, String, i64)> = tx.all(question.bind(therapist).bind(now)).await?;
    let read = |(id, kind, start): (String, String, i64)| {
        Ok(ToCome {
            session: codec::id("session.id", &id)?,
            kind: codec::text("session.kind", &kind, SessionKind::parse)?,
            start: codec::instant("session.starts_at", start)?,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Nobody can book the therapist from here on; `false` where they have paused before.
pub async fn pause(
    tx: &mut Tx,
    therapist: TherapistId,
    pausing: &Pausing,
    act: ActId,
) -> Result<bool, Fault> {
    let (reason, words) = match &pausing.reason {
        Reason::Illness => ("illness", None),
        Reason::Unavailable => ("unavailable", None),
        Reason::Leave => ("leave", None),
        Reason::FullyBooked => ("fully_booked", None),
        Reason::Other { words } => ("other", Some(words.clone())),
    };
    let pause = sql(
        "INSERT INTO restriction (therapist_id, kind, since, reason, words, back_at, act_id) \
         VALUES ($1, 'paused_by_therapist', $2, $3, $4, $5, $6) \
         ON CONFLICT (therapist_id, kind) DO NOTHING",
    );
    let pause = pause.bind(therapist).bind(pausing.at).bind(reason);
    let paused = pause.bind(words).bind(pausing.back).bind(act);
    let is_first = tx.run(paused).await? > 0;
    if is_first {
        let forget = sql("DELETE FROM pausing_act WHERE therapist_id = $1");
        tx.run(forget.bind(therapist)).await?;
    }
    let relies = sql("INSERT INTO pausing_act (act_id, therapist_id) VALUES ($1, $2)");
    tx.run(relies.bind(act).bind(therapist)).await?;
    Ok(is_first)
}

/// Takes back what one act paused; `false` where the account stays as it was: it paused nothing, or
/// the time that another act left is closed by the same pause, which is from then on that one's.
pub async fn unpause(tx: &mut Tx, act: ActId) -> Result<bool, Fault> {
    let gone = sql("DELETE FROM pausing_act WHERE act_id = $1");
    tx.run(gone.bind(act)).await?;
    let hand_on = sql(
        "UPDATE restriction SET act_id = (SELECT MIN(a.act_id) FROM pausing_act a \
         WHERE a.therapist_id = restriction.therapist_id) \
         WHERE act_id = $1 AND EXISTS (SELECT 1 FROM pausing_act a \
         WHERE a.therapist_id = restriction.therapist_id)",
    );
    tx.run(hand_on.bind(act)).await?;
    let unpause = sql("DELETE FROM restriction WHERE act_id = $1");
    Ok(tx.run(unpause.bind(act)).await? > 0)
}

/// Who did something to an account, and when.
#[derive(Clone, Copy, Debug)]
pub struct Doer {
    pub act: ActId,
    /// `None` where a rule of the house acts.
    pub actor: Option<Actor>,
    pub received_at: Instant,
    pub committed_at: Instant,
}

pub async fn append(
    tx: &mut Tx,
    therapist: TherapistId,
    event: &AccountEvent,
    doer: Doer,
) -> Result<(), Fault> {
    let body = serde_json::to_string(event).expect("an event is always JSON");
    let kind = body.split('"').nth(3).unwrap_or_default().to_owned();
    tx.run(
        sql(
            "INSERT INTO account_event (therapist_id, number, kind, act_id, actor_id, actor_role, \
             body, received_at, committed_at) \
             SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8 \
             FROM account_event WHERE therapist_id = $9",
        )
        .bind(therapist)
        .bind(kind)
        .bind(doer.act)
        .bind(doer.actor.map(|actor| actor.id))
        .bind(doer.actor.map_or("house", |actor| actor.role.as_str()))
        .bind(body)
        .bind(doer.received_at)
        .bind(doer.committed_at)
        .bind(therapist),
    )
    .await?;
    tx.tell(Topic::Account(therapist.into()));
    Ok(())
}

/// The edit of the hours that an act was, and when it was received.
pub async fn saving(
    tx: &mut Tx,
    therapist: TherapistId,
    act: ActId,
) -> Result<Option<(Saving, Instant)>, Fault> {
    let question = sql("SELECT body, received_at FROM account_event \
         WHERE therapist_id = $1 AND act_id = $2 AND kind = 'schedule_saved'");
    let rows: Vec<(String, i64)> = tx.all(question.bind(therapist).bind(act)).await?;
    let Some((body, at)) = rows.into_iter().next() else {
        return Ok(None);
    };
    let at = codec::instant("account_event.received_at", at)?;
    match serde_json::from_str(&body) {
        Ok(AccountEvent::ScheduleSaved { saving }) => Ok(Some((*saving, at))),
        _ => Err(Fault::unreadable("account_event.body", body)),
    }
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
