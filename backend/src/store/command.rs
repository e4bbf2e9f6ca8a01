//! Executed commands, so that one that is sent again gets the first answer.

use super::{Tx, sql};
use crate::crash::{self, Point};
use crate::fault::Fault;
use domain::ids::AccountId;
use domain::time::Instant;

/// What was answered under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    Never,
    /// The same command: its answer.
    Before(String),
    /// The key was spent on another command.
    Otherwise,
}

pub async fn answered(
    tx: &mut Tx,
    actor: AccountId,
    key: &str,
    content_hash: &str,
) -> Result<Answered, Fault> {
    let row: Option<(String, String)> = tx
        .optional(
            sql("SELECT content_hash, answer FROM command WHERE actor_id = $1 AND key = $2")
                .bind(actor)
                .bind(key),
        )
        .await?;
    Ok(match row {
        None => Answered::Never,
        Some((hash, answer)) if hash == content_hash => Answered::Before(answer),
        Some(_) => Answered::Otherwise,
    })
}

pub async fn spend(
    tx: &mut Tx,
    actor: AccountId,
    key: &str,
    content_hash: &str,
    answer: &str,
    at: Instant,
) -> Result<(), Fault> {
    tx.run(
        sql(
            "INSERT INTO command (actor_id, key, content_hash, answer, at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(actor)
        .bind(key)
        .bind(content_hash)
        .bind(answer)
        .bind(at),
    )
    .await?;
    crash::point(Point::KeySpent);
    Ok(())
}
