//! The sandbox's books: the only SQL over the `sandbox_` tables, beside the money proof's.

use super::super::{ProviderEvent, ProviderRefund, ProviderState, Refused};
use super::CLOSED_CARD;
use crate::chance;
use crate::fault::Fault;
use crate::store::{Tx, codec, sql};
use domain::ids::RefundId;
use domain::money::Money;
use domain::time::Instant;
use domain::told::hex_digest;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

/// A request for a refund.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub key: RefundId,
    pub charge: String,
    pub amount: Money,
    pub at: Instant,
    pub settles_at: Instant,
}

/// What is answered, and kept to be answered again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Answer {
    Accepted(ProviderRefund),
    Refused { code: Refused, words: String },
}

#[derive(FromRow)]
struct Charge {
    amount: i64,
    currency: String,
}

#[derive(FromRow)]
struct Row {
    id: String,
    charge_id: String,
    amount: i64,
    currency: String,
    state: String,
    failure: Option<String>,
}

/// What the sandbox calls the refund that was asked for under a key: where a real provider keeps
/// our id as metadata, the stand-in keeps it in its own.
pub(super) fn name(key: RefundId) -> String {
    format!("re_{key}")
}

/// # Errors
/// Of the store; a conflict where the same key is being worked on elsewhere.
pub(super) async fn refund(tx: &mut Tx, asked: Asked) -> Result<Answer, Fault> {
    // The charge is locked first, so that requests about one charge come one after the other.
    let charge: Option<Charge> = tx
        .optional(
            sql("SELECT amount, currency FROM sandbox_charge WHERE id = $1")
                .bind(&asked.charge)
                .for_update(),
        )
        .await?;
    let parameters = parameters(&asked);
    if let Some((before, body)) = answered(tx, asked.key).await? {
        return match before == parameters {
            true => {
                serde_json::from_str(&body).map_err(|_| Fault::unreadable("sandbox_key.body", body))
            }
            false => Ok(refused(
                Refused::KeyReused,
                "the key was used with other parameters",
            )),
        };
    }
    let answer = match charge {
        None => refused(Refused::NoSuchCharge, "there is no such charge"),
        Some(charge) => within(tx, charge, &asked).await?,
    };
    keep(tx, &asked, &parameters, &answer).await?;
    Ok(answer)
}

fn parameters(asked: &Asked) -> String {
    let (minor, code) = (asked.amount.minor, asked.amount.currency.code());
    hex_digest(&format!("refund\n{}\n{minor}\n{code}", asked.charge))
}

fn refused(code: Refused, words: impl Into<String>) -> Answer {
    Answer::Refused {
        code,
        words: words.into(),
    }
}

async fn answered(tx: &mut Tx, key: RefundId) -> Result<Option<(String, String)>, Fault> {
    let find = sql("SELECT params_hash, body FROM sandbox_key WHERE key = $1").bind(key);
    Ok(tx.optional(find).await?)
}

/// A failed refund gives its amount back to what remains.
async fn within(tx: &mut Tx, charge: Charge, asked: &Asked) -> Result<Answer, Fault> {
    let (spent,): (i64,) = tx
        .one(
            sql(
                "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM sandbox_refund \
                 WHERE charge_id = $1 AND state <> 'failed'",
            )
            .bind(&asked.charge),
        )
        .await?;
    let remaining = Money::new(charge.amount - spent, codec::currency(&charge.currency)?);
    let fits = asked.amount.currency == remaining.currency
        && (1..=remaining.minor).contains(&asked.amount.minor);
    if !fits {
        let words = format!("{} was asked for, {remaining} remains", asked.amount);
        return Ok(refused(Refused::AboveRemaining, words));
    }
    let refund = ProviderRefund {
        id: name(asked.key),
        key: asked.key,
        charge: asked.charge.clone(),
        amount: asked.amount,
        state: ProviderState::Pending,
    };
    tx.run(
        sql(
            "INSERT INTO sandbox_refund (id, charge_id, amount, state, created_at, settles_at) \
             VALUES ($1, $2, $3, 'pending', $4, $5)",
        )
        .bind(&refund.id)
        .bind(&refund.charge)
        .bind(refund.amount.minor)
        .bind(asked.at)
        .bind(asked.settles_at),
    )
    .await?;
    Ok(Answer::Accepted(refund))
}

async fn keep(tx: &mut Tx, asked: &Asked, hash: &str, answer: &Answer) -> Result<(), Fault> {
    let status: i64 = match answer {
        Answer::Accepted(_) => 200,
        Answer::Refused { .. } => 402,
    };
    let body = serde_json::to_string(answer).expect("an answer is always JSON");
    tx.run(
        sql(
            "INSERT INTO sandbox_key (key, params_hash, status, body, created_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(asked.key)
        .bind(hash)
        .bind(status)
        .bind(body)
        .bind(asked.at),
    )
    .await?;
    Ok(())
}

pub(super) async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<ProviderRefund>, Fault> {
    let row: Option<Row> = tx
        .optional(
            sql(
                "SELECT r.id, r.charge_id, r.amount, c.currency, r.state, r.failure \
                 FROM sandbox_refund r JOIN sandbox_charge c ON c.id = r.charge_id \
                 WHERE r.id = $1",
            )
            .bind(id),
        )
        .await?;
    row.map(read).transpose()
}

fn read(row: Row) -> Result<ProviderRefund, Fault> {
    let key = row.id.strip_prefix("re_").unwrap_or_default();
    let state = match row.state.as_str() {
        "pending" => ProviderState::Pending,
        "succeeded" => ProviderState::Succeeded,
        "failed" => ProviderState::Failed {
            why: row.failure.unwrap_or_default(),
        },
        other => return Err(Fault::unreadable("sandbox_refund.state", other)),
    };
    Ok(ProviderRefund {
        key: codec::id("sandbox_refund.id", key)?,
        id: row.id,
        charge: row.charge_id,
        amount: Money::new(row.amount, codec::currency(&row.currency)?),
        state,
    })
}

/// Whether settling would find anything: a tick that finds nothing writes nothing.
pub(super) async fn is_anything_due(tx: &mut Tx, now: Instant) -> Result<bool, Fault> {
    let (due,): (i64,) = tx
        .one(
            sql("SELECT (SELECT COUNT(*) FROM sandbox_refund \
                 WHERE state = 'pending' AND settles_at <= $1) \
                 + (SELECT COUNT(*) FROM sandbox_event WHERE delivered_at IS NULL)")
            .bind(now),
        )
        .await?;
    Ok(due > 0)
}

/// Settles what has waited long enough, and answers every event that nobody has heard yet.
pub(super) async fn settle_due(tx: &mut Tx, now: Instant) -> Result<Vec<ProviderEvent>, Fault> {
    let due: Vec<(String, String)> = tx
        .all(
            sql("SELECT r.id, c.card FROM sandbox_refund r \
                 JOIN sandbox_charge c ON c.id = r.charge_id \
                 WHERE r.state = 'pending' AND r.settles_at <= $1 ORDER BY r.settles_at, r.id")
            .bind(now),
        )
        .await?;
    for (refund, card) in due {
        settle(tx, &refund, &card, now).await?;
    }
    let events: Vec<(String, String)> = tx
        .all(sql(
            "SELECT id, object_id FROM sandbox_event WHERE delivered_at IS NULL \
             ORDER BY created_at, id",
        ))
        .await?;
    let event = |(id, refund)| ProviderEvent { id, refund };
    Ok(events.into_iter().map(event).collect())
}

async fn settle(tx: &mut Tx, refund: &str, card: &str, now: Instant) -> Result<(), Fault> {
    let (state, failure) = match card.ends_with(CLOSED_CARD) {
        true => ("failed", Some("the card was closed")),
        false => ("succeeded", None),
    };
    let changed = tx
        .run(
            sql("UPDATE sandbox_refund SET state = $1, failure = $2 \
                 WHERE id = $3 AND state = 'pending'")
            .bind(state)
            .bind(failure)
            .bind(refund),
        )
        .await?;
    if changed == 1 {
        let event = sql(
            "INSERT INTO sandbox_event (id, kind, object_id, created_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(format!("evt_{}", chance::id(now)))
        .bind(format!("refund.{state}"))
        .bind(refund)
        .bind(now);
        tx.run(event).await?;
    }
    Ok(())
}

pub(super) async fn heard(tx: &mut Tx, event: &str, now: Instant) -> Result<(), Fault> {
    tx.run(
        sql("UPDATE sandbox_event SET delivered_at = $1 WHERE id = $2 AND delivered_at IS NULL")
            .bind(now)
            .bind(event),
    )
    .await?;
    Ok(())
}

pub(super) async fn put_charge(
    tx: &mut Tx,
    charge: &str,
    amount: Money,
    card: &str,
    at: Instant,
) -> Result<(), Fault> {
    tx.run(
        sql(
            "INSERT INTO sandbox_charge (id, amount, currency, card, created_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(charge)
        .bind(amount.minor)
        .bind(amount.currency.code())
        .bind(card)
        .bind(at),
    )
    .await?;
    Ok(())
}
