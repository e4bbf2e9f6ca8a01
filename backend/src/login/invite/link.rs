//! The rows of links: one at a time is good for an account. A used one is kept, to tell its
//! owner so; one that a newer link replaced is deleted.
//!
//! Whoever changes them holds the lock on the account's row.

use crate::fault::Fault;
use crate::login::Token;
use crate::login::row::PersonRow;
use crate::people::Person;
use crate::store::{StoreFault, Tx, codec, sql};
use domain::ids::AccountId;
use domain::time::{Instant, TimeDelta};
use sqlx::FromRow;

pub const VALID: TimeDelta = TimeDelta::days(7);

/// Why a link sets no password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefusal {
    /// Never made, or void since a newer one was.
    #[error("there is no such link")]
    Unknown,
    #[error("the link was used at {at}")]
    Used { at: Instant },
    #[error("the link was good until {at}")]
    Expired { at: Instant },
}

/// Makes the link of this token the only one that is good.
pub(super) async fn renew(
    tx: &mut Tx,
    id: AccountId,
    token: &Token,
    now: Instant,
) -> Result<(), StoreFault> {
    tx.run(sql("DELETE FROM invite WHERE account_id = $1 AND used_at IS NULL").bind(id))
        .await?;
    let put = sql(
        "INSERT INTO invite (token_hash, account_id, created_at, expires_at) \
         VALUES ($1, $2, $3, $4)",
    );
    tx.run(
        put.bind(token.digest())
            .bind(id)
            .bind(now)
            .bind(now + VALID),
    )
    .await?;
    Ok(())
}

/// Spends the link.
pub(super) async fn spend(tx: &mut Tx, token: &Token, now: Instant) -> Result<(), StoreFault> {
    let spend = sql("UPDATE invite SET used_at = $1 WHERE token_hash = $2");
    tx.run(spend.bind(now).bind(token.digest())).await?;
    Ok(())
}

/// Until the commit nobody else changes the account's links.
pub(super) async fn lock(tx: &mut Tx, id: AccountId) -> Result<(), StoreFault> {
    let row = sql("SELECT id FROM account WHERE id = $1").bind(id);
    let _: (String,) = tx.one(row.for_update()).await?;
    Ok(())
}

#[derive(FromRow)]
struct InviteRow {
    #[sqlx(flatten)]
    person: PersonRow,
    expires_at: i64,
    used_at: Option<i64>,
}

/// Whose link it is, or why it cannot be used at `now`.
pub(super) async fn usable(
    tx: &mut Tx,
    token: &Token,
    now: Instant,
) -> Result<Result<Person, LinkRefusal>, Fault> {
    let find = sql(
        "SELECT a.id, a.role, a.name, a.email, a.zone, a.city, i.expires_at, i.used_at \
         FROM invite i JOIN account a ON a.id = i.account_id WHERE i.token_hash = $1",
    );
    let row: Option<InviteRow> = tx.optional(find.bind(token.digest())).await?;
    let Some(row) = row else {
        return Ok(Err(LinkRefusal::Unknown));
    };
    if let Some(at) = row.used_at {
        let at = codec::instant("invite.used_at", at)?;
        return Ok(Err(LinkRefusal::Used { at }));
    }
    let at = codec::instant("invite.expires_at", row.expires_at)?;
    if now >= at {
        return Ok(Err(LinkRefusal::Expired { at }));
    }
    row.person.into_person().map(Ok)
}
