//! The session's own row: one UPDATE, with the revision that it was decided on. Its span follows
//! by trigger.

use super::Doing;
use crate::fault::Fault;
use crate::personal_link;
use crate::store::{Sql, Tx, sql};
use domain::session::Cancellation;

const UPDATE: &str = "\
UPDATE session SET state = $1, revision = $2, starts_at = $3, ends_at = $4, late_since = $5, \
confirm_by = $6, moved_from = $7, moved_way = COALESCE($8, moved_way), \
moved_cause = COALESCE($9, moved_cause), moved_clause = COALESCE($10, moved_clause), \
moved_revision = COALESCE($11, moved_revision), booked_at = $12, cancelled_at = $13, \
cancelled_by = $14, cancelled_for = $15, cancelled_cause = $16, cancelled_words = $17, \
cancelled_notice = $18, cancelled_clause = $19 WHERE id = $20 AND revision = $21";

/// # Errors
/// [`Fault::Outside`] where the row changed under the lock, which cannot be.
pub(super) async fn write(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    let before = &doing.case.facts.session;
    let update = sql(UPDATE)
        .bind(doing.done.to.as_str())
        .bind(doing.done.revision);
    // A refund later leaves the cancellation as it was.
    let gone = doing.done.cancellation.as_ref();
    let update = cancelled(moved(update, doing), gone.or(before.cancellation.as_ref()));
    if let Some(moved) = &doing.done.moved {
        personal_link::follow(tx, before.id, moved.to.end()).await?;
    }
    match tx.run(update.bind(before.id).bind(before.revision)).await? {
        1 => Ok(()),
        _ => Err(Fault::Outside(
            "the session changed while it was locked".into(),
        )),
    }
}

/// Its time, and what comes of how it came there; all of it as it was where nothing moves.
fn moved(update: Sql, doing: &Doing<'_>) -> Sql {
    let (done, before) = (doing.done, &doing.case.facts.session);
    let moved = done.moved.as_ref();
    let span = moved.map_or(before.span, |moved| moved.to);
    let late_since = match (moved, done.late_waived) {
        (Some(moved), _) => moved.late_since,
        (None, Some(_)) => None,
        (None, None) => before.late_since,
    };
    let confirm_by = match (moved, &done.booked) {
        (Some(moved), _) => moved.confirm_by,
        (None, Some(booked)) => booked.confirm_by,
        (None, None) => before.confirm_by,
    };
    let moved_from = moved.map_or(doing.case.moved_from, |_| Some(before.span.start()));
    let clause = moved.and_then(|_| done.clauses.first());
    let booked_at = done.booked.as_ref().map_or(before.booked_at, |b| b.at);
    update
        .bind(span.start())
        .bind(span.end())
        .bind(late_since)
        .bind(confirm_by)
        .bind(moved_from)
        .bind(moved.map(|moved| moved.way.as_str()))
        .bind(moved.map(|moved| moved.cause.as_str()))
        .bind(clause.map(|clause| clause.id.id()))
        .bind(moved.map(|_| i64::from(done.revision)))
        .bind(booked_at)
}

fn cancelled(update: Sql, gone: Option<&Cancellation>) -> Sql {
    update
        .bind(gone.map(|c| c.at))
        .bind(gone.map(|c| c.by.as_str()))
        .bind(gone.map(|c| c.on_behalf_of.as_str()))
        .bind(gone.map(|c| c.cause.as_str()))
        .bind(gone.and_then(|c| c.words.clone()))
        .bind(gone.map(|c| c.notice_ms))
        .bind(gone.map(|c| c.clause.id()))
}
