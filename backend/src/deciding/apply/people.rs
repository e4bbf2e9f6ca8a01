//! What a decision means for people beside the two: a line of the therapist's standing, and what
//! the team is asked to look at.

use super::Doing;
use crate::chance;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::store::{Tx, sql, task};
use domain::consequence::TaskKind;
use domain::standing::StandingEffect;

pub(super) async fn standing(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    let done = doing.done;
    let cancelled = done.cancellation.as_ref().map(|gone| gone.cause);
    let cause = cancelled.or(done.moved.as_ref().map(|moved| moved.cause));
    let (StandingEffect::Incident { .. }, Some(cause)) = (done.standing, cause) else {
        return Ok(());
    };
    let at = doing.received_at;
    let count = sql(
        "INSERT INTO incident (id, therapist_id, session_id, cause, act_id, together, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    );
    let count = count
        .bind(chance::id(at).to_string())
        .bind(doing.case.facts.session.therapist)
        .bind(done.session)
        .bind(cause.as_str())
        .bind(doing.act)
        .bind(doing.together)
        .bind(at);
    tx.run(count).await?;
    crash::point(Point::IncidentWritten);
    Ok(())
}

pub(super) async fn tasks(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    let done = doing.done;
    let gone = done.cancellation.as_ref();
    let words = gone.and_then(|gone| gone.words.clone());
    for kind in &done.tasks {
        let note = match kind {
            TaskKind::DepartureFromPolicy => done.reason.clone(),
            TaskKind::DisputedCause => done.dispute.as_ref().and_then(|d| d.words.clone()),
            _ => words.clone(),
        };
        let (subject, note) = (doing.act.to_string(), note.unwrap_or_default());
        task::raise(tx, *kind, &subject, done.session, &note, doing.received_at).await?;
    }
    Ok(())
}
