//! A cause that the client denies, for the team to decide about.

use super::{Tx, sql};
use crate::fault::Fault;
use domain::ids::{ActId, SessionId};
use domain::session::object::Dispute;

/// `revision` is the session's with it: it disputes the move before.
pub async fn write(
    tx: &mut Tx,
    session: SessionId,
    revision: u32,
    dispute: &Dispute,
    act: ActId,
) -> Result<(), Fault> {
    tx.run(
        sql(
            "INSERT INTO dispute (act_id, session_id, revision, effect, words, at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(act)
        .bind(session)
        .bind(revision)
        .bind(dispute.effect.as_str())
        .bind(dispute.words.clone())
        .bind(dispute.at),
    )
    .await?;
    Ok(())
}
