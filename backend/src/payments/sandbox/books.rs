//! The sandbox's books: the only SQL over charges, refunds and keys, beside the money proof's.

use super::super::{ProviderRefund, ProviderState, Refused};
use super::script::Mishap;
use super::{events, plan};
use crate::chance;
use crate::fault::Fault;
use crate::store::{Sql, Tx, codec, sql};
use domain::ids::RefundId;
use domain::money::Money;
use domain::time::{Instant, TimeDelta};
use domain::told::hex_digest;
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, FromRow};

/// For so long an answer is given again under its key; then the key is forgotten, and the same
/// one asks for something new.
const KEYS_LAST: TimeDelta = TimeDelta::hours(24);

/// A request for a refund.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub key: RefundId,
    pub charge: String,
    pub amount: Money,
    pub at: Instant,
    /// How long it is pending, where it meets nothing.
    pub settles_after: TimeDelta,
}

/// What is answered, and kept to be answered again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Answer {
    Accepted(ProviderRefund),
    Refused {
        code: Refused,
        words: String,
    },
    /// A 500, whatever was done.
    Broken,
}

/// What reaches whoever asked.
#[derive(Clone, Debug)]
pub(super) enum Reply {
    Answer(Answer),
    /// Nothing, and how that looks from there.
    Silence(&'static str),
    TooMany,
}

#[derive(FromRow)]
struct Charge {
    amount: i64,
    currency: String,
}

#[derive(FromRow)]
struct Row {
    id: String,
    asked_key: String,
    charge_id: String,
    amount: i64,
    currency: String,
    state: String,
    failure: Option<String>,
    created_at: i64,
}

/// What a mishap does to a request before anything is looked at.
pub(super) fn unheard(mishap: Mishap) -> Option<Reply> {
    match mishap {
        Mishap::Unheard => Some(Reply::Silence("it took too long")),
        Mishap::NoConnection => Some(Reply::Silence("connection refused")),
        Mishap::TooMany => Some(Reply::TooMany),
        _ => None,
    }
}

/// `scripted` is what the script wants it to meet; else a new request meets what was planned.
///
/// # Errors
/// Of the store; a conflict where the same key is being worked on elsewhere.
pub(super) async fn refund(
    tx: &mut Tx,
    asked: Asked,
    scripted: Option<Mishap>,
) -> Result<Reply, Fault> {
    if let Some(reply) = scripted.and_then(unheard) {
        return Ok(reply);
    }
    // The charge is locked first, so that requests about one charge come one after the other.
    let charge: Option<Charge> = tx
        .optional(
            sql("SELECT amount, currency FROM sandbox_charge WHERE id = $1")
                .bind(&asked.charge)
                .for_update(),
        )
        .await?;
    forget_key(tx, &asked).await?;
    let parameters = parameters(&asked);
    if let Some((before, body)) = answered(tx, asked.key).await? {
        let answer = match before == parameters {
            true => serde_json::from_str(&body)
                .map_err(|_| Fault::unreadable("sandbox_key.body", body))?,
            false => refused(Refused::KeyReused, "the key was used with other parameters"),
        };
        return Ok(reply(answer, scripted.unwrap_or(Mishap::Nothing)));
    }
    let mishap = match scripted {
        Some(mishap) => mishap,
        None => plan::take(tx).await?.unwrap_or(Mishap::Nothing),
    };
    if let Some(reply) = unheard(mishap) {
        return Ok(reply);
    }
    let answer = answer(tx, charge, &asked, mishap).await?;
    keep(tx, &asked, &parameters, &answer).await?;
    Ok(reply(answer, mishap))
}

fn reply(answer: Answer, mishap: Mishap) -> Reply {
    match mishap {
        Mishap::LostAnswer => Reply::Silence("it took too long"),
        _ => Reply::Answer(answer),
    }
}

async fn answer(
    tx: &mut Tx,
    charge: Option<Charge>,
    asked: &Asked,
    mishap: Mishap,
) -> Result<Answer, Fault> {
    match (mishap, charge) {
        (Mishap::Broken, _) => Ok(Answer::Broken),
        (_, None) => Ok(refused(Refused::NoSuchCharge, "there is no such charge")),
        (mishap, Some(charge)) => {
            let answer = within(tx, charge, asked, mishap).await?;
            let breaks = mishap == Mishap::BrokenAfter;
            Ok(if breaks { Answer::Broken } else { answer })
        }
    }
}

async fn forget_key(tx: &mut Tx, asked: &Asked) -> Result<(), Fault> {
    let forget = sql("DELETE FROM sandbox_key WHERE key = $1 AND created_at <= $2")
        .bind(asked.key)
        .bind(asked.at - KEYS_LAST);
    tx.run(forget).await?;
    Ok(())
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
async fn within(
    tx: &mut Tx,
    charge: Charge,
    asked: &Asked,
    mishap: Mishap,
) -> Result<Answer, Fault> {
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
        id: format!("re_{}", chance::id(asked.at)),
        key: asked.key,
        charge: asked.charge.clone(),
        amount: asked.amount,
        state: ProviderState::Pending,
    };
    put_refund(tx, &refund, asked, mishap).await?;
    Ok(Answer::Accepted(refund))
}

async fn put_refund(
    tx: &mut Tx,
    refund: &ProviderRefund,
    asked: &Asked,
    mishap: Mishap,
) -> Result<(), Fault> {
    let settles_at = asked.at + mishap.pending_for().unwrap_or(asked.settles_after);
    let returns_at = mishap.returns_after().map(|after| settles_at + after);
    let tells = events::Tells::of(mishap);
    tx.run(
        sql(
            "INSERT INTO sandbox_refund (id, charge_id, amount, state, created_at, settles_at, \
             asked_key, fails, returns_at, tells) \
             VALUES ($1, $2, $3, 'pending', $4, $5, $6, $7, $8, $9)",
        )
        .bind(&refund.id)
        .bind(&refund.charge)
        .bind(refund.amount.minor)
        .bind(asked.at)
        .bind(settles_at)
        .bind(refund.key)
        .bind(mishap.fails())
        .bind(returns_at)
        .bind(tells.as_str()),
    )
    .await?;
    events::accepted(tx, &refund.id, tells, asked.at, settles_at).await
}

async fn keep(tx: &mut Tx, asked: &Asked, hash: &str, answer: &Answer) -> Result<(), Fault> {
    let status: i64 = match answer {
        Answer::Accepted(_) => 200,
        Answer::Refused { .. } => 402,
        Answer::Broken => 500,
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

const REFUND: &str = "SELECT r.id, r.asked_key, r.charge_id, r.amount, c.currency, r.state, \
    r.failure, r.created_at FROM sandbox_refund r JOIN sandbox_charge c ON c.id = r.charge_id ";

pub(super) async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<ProviderRefund>, Fault> {
    one(tx, refunds("WHERE r.id = $1").bind(id)).await
}

/// The first that was asked for under this key: the same one asks anew when it is forgotten.
pub(super) async fn by_key(tx: &mut Tx, key: RefundId) -> Result<Option<ProviderRefund>, Fault> {
    let first = "WHERE r.asked_key = $1 ORDER BY r.created_at, r.id LIMIT 1";
    one(tx, refunds(first).bind(key)).await
}

pub(super) async fn latest(
    tx: &mut Tx,
    most: i64,
) -> Result<Vec<(ProviderRefund, Instant)>, Fault> {
    let latest = refunds("ORDER BY r.created_at DESC, r.id DESC LIMIT $1").bind(most);
    let rows: Vec<Row> = tx.all(latest).await?;
    let line = |row: Row| {
        let at = codec::instant("sandbox_refund.created_at", row.created_at)?;
        Ok((read(row)?, at))
    };
    rows.into_iter().map(line).collect()
}

fn refunds(which: &str) -> Sql {
    sql(AssertSqlSafe(format!("{REFUND}{which}")))
}

async fn one(tx: &mut Tx, find: Sql) -> Result<Option<ProviderRefund>, Fault> {
    let row: Option<Row> = tx.optional(find).await?;
    row.map(read).transpose()
}

fn read(row: Row) -> Result<ProviderRefund, Fault> {
    let state = match row.state.as_str() {
        "pending" => ProviderState::Pending,
        "succeeded" => ProviderState::Succeeded,
        "failed" => ProviderState::Failed {
            why: row.failure.unwrap_or_default(),
        },
        other => return Err(Fault::unreadable("sandbox_refund.state", other)),
    };
    Ok(ProviderRefund {
        key: codec::id("sandbox_refund.asked_key", &row.asked_key)?,
        id: row.id,
        charge: row.charge_id,
        amount: Money::new(row.amount, codec::currency(&row.currency)?),
        state,
    })
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
