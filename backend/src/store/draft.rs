//! What was typed into a plain form that was refused, or is being previewed: the actor's own,
//! for fifteen minutes, so that nothing typed is lost and no words enter an address.

use super::{Tx, sql};
use crate::chance;
use crate::fault::Fault;
use domain::ids::{AccountId, DraftId};
use domain::time::{Instant, TimeDelta};

/// Drafts live by the machine's clock: how long they stay is no rule of the domain.
fn lifetime() -> TimeDelta {
    TimeDelta::minutes(15)
}

/// Keeps `body` for `page`, and throws away what has expired.
pub async fn keep(
    tx: &mut Tx,
    actor: AccountId,
    page: &str,
    body: &str,
    machine_now: Instant,
) -> Result<DraftId, Fault> {
    let id = DraftId(chance::id(machine_now));
    tx.run(sql("DELETE FROM draft WHERE expires_at <= $1").bind(machine_now))
        .await?;
    tx.run(
        sql("INSERT INTO draft (id, actor_id, page, body, expires_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(id)
            .bind(actor)
            .bind(page)
            .bind(body)
            .bind(machine_now + lifetime()),
    )
    .await?;
    Ok(id)
}

/// The body of the actor's own draft for this page, while it lives.
pub async fn load(
    tx: &mut Tx,
    id: DraftId,
    actor: AccountId,
    page: &str,
    machine_now: Instant,
) -> Result<Option<String>, Fault> {
    let row: Option<(String,)> = tx
        .optional(
            sql(
                "SELECT body FROM draft WHERE id = $1 AND actor_id = $2 AND page = $3 \
                 AND expires_at > $4",
            )
            .bind(id)
            .bind(actor)
            .bind(page)
            .bind(machine_now),
        )
        .await?;
    Ok(row.map(|(body,)| body))
}
