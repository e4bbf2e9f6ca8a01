//! What somebody is asked in writing. The same is asked once at a time; what became needless says
//! by which decision, so that it can be asked again where that is undone.

use super::news::Topic;
use super::{Sql, Tx, sql};
use crate::fault::Fault;
use domain::actor::Role;
use domain::ids::{ActId, SessionId, TherapistId};
use domain::request::{Filed, RequestKind};
use domain::time::Instant;

/// What a request is about.
#[derive(Clone, Copy, Debug)]
pub struct About {
    pub therapist: TherapistId,
    /// `None` where it is the account.
    pub session: Option<SessionId>,
}

/// `body` is JSON: what was said beside the words, or was known when it was filed.
pub async fn file(
    tx: &mut Tx,
    about: About,
    filed: &Filed,
    body: Option<String>,
    act: ActId,
) -> Result<(), Fault> {
    tx.run(
        sql(
            "INSERT INTO request (act_id, therapist_id, session_id, kind, filed_by, words, \
             for_client, body, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(act)
        .bind(about.therapist)
        .bind(about.session)
        .bind(filed.kind.as_str())
        .bind(filed.by.as_str())
        .bind(&filed.words)
        .bind(filed.for_client.clone())
        .bind(body)
        .bind(filed.at),
    )
    .await?;
    if filed.kind.asked_of() == Role::Staff {
        tx.tell(Topic::Team);
    }
    Ok(())
}

/// The decision `by` has settled it.
pub async fn void(
    tx: &mut Tx,
    session: SessionId,
    kind: RequestKind,
    by: ActId,
    at: Instant,
) -> Result<(), Fault> {
    let void = sql(
        "UPDATE request SET before_void = state, state = 'void', voided_by = $1, ended_at = $2 \
         WHERE session_id = $3 AND kind = $4 \
         AND state IN ('submitted', 'in_review', 'approved')",
    );
    let void = void.bind(by).bind(at).bind(session).bind(kind.as_str());
    change(tx, void, kind).await?;
    Ok(())
}

/// The act `by` has settled what was asked about the account; `false` where nothing was open.
pub async fn void_return(
    tx: &mut Tx,
    therapist: TherapistId,
    by: ActId,
    at: Instant,
) -> Result<bool, Fault> {
    let void = sql(
        "UPDATE request SET before_void = state, state = 'void', voided_by = $1, ended_at = $2 \
         WHERE therapist_id = $3 AND kind = $4 \
         AND state IN ('submitted', 'in_review', 'approved')",
    );
    let kind = RequestKind::Reactivation;
    let void = void.bind(by).bind(at).bind(therapist).bind(kind.as_str());
    change(tx, void, kind).await
}

/// Those that the decision `by` made needless are asked again, where that is undone.
pub async fn reopen(tx: &mut Tx, by: ActId) -> Result<(), Fault> {
    let reopen = sql(
        "UPDATE request SET state = before_void, before_void = NULL, voided_by = NULL, \
         ended_at = NULL WHERE voided_by = $1",
    );
    if tx.run(reopen.bind(by)).await? > 0 {
        tx.tell(Topic::Team);
    }
    Ok(())
}

/// Whether there was anything to change.
async fn change(tx: &mut Tx, statement: Sql, kind: RequestKind) -> Result<bool, Fault> {
    let changed = tx.run(statement).await? > 0;
    if changed && kind.asked_of() == Role::Staff {
        tx.tell(Topic::Team);
    }
    Ok(changed)
}
