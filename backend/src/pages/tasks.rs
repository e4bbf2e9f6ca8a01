//! What waits for the team, the oldest first.

use crate::Backend;
use crate::fault::Fault;
use crate::people::Person;
use crate::store::{codec, sql};
use crate::zones::Zone;
use domain::consequence::TaskKind;
use domain::permission::{Permit, SeeTasks};
use domain::view::pages::TaskLine;
use sqlx::FromRow;

#[derive(FromRow)]
struct Row {
    id: String,
    kind: String,
    note: String,
    created_at: i64,
    /// None where it is about no session.
    therapist: Option<String>,
    client: Option<String>,
    starts_at: Option<i64>,
}

/// # Errors
/// Of the store.
pub async fn page(
    backend: &Backend,
    _permit: Permit<SeeTasks>,
    person: &Person,
) -> Result<Vec<TaskLine>, Fault> {
    let now = backend.clock.now();
    let zone = Zone::named(&person.zone, &person.city)?;
    let query = sql(
        "SELECT k.id, k.kind, k.note, k.created_at, t.name AS therapist, \
         c.name AS client, s.starts_at \
         FROM task k LEFT JOIN session s ON s.id = k.session_id \
         LEFT JOIN account t ON t.id = s.therapist_id LEFT JOIN account c ON c.id = s.client_id \
         WHERE k.done_at IS NULL ORDER BY k.created_at, k.id LIMIT 100",
    );
    let rows: Vec<Row> = backend
        .store
        .read::<_, Fault, _>(|tx| Box::pin(async move { Ok(tx.all(query).await?) }))
        .await?;
    let read = |row: Row| {
        let kind = codec::text("task.kind", &row.kind, TaskKind::parse)?;
        let about = match (row.therapist, row.client, row.starts_at) {
            (Some(therapist), Some(client), Some(start)) => {
                let start = codec::instant("session.starts_at", start)?;
                let start = zone.moment(start, now).label;
                format!("{therapist} with {client} · session on {start}")
            }
            _ => "About no session".into(),
        };
        Ok(TaskLine {
            title: title(kind).into(),
            about,
            again: kind.can_be_tried_again().then_some(row.id),
            note: Some(row.note).filter(|note| !note.is_empty()),
            at: zone.stamp(codec::instant("task.created_at", row.created_at)?, now),
        })
    };
    rows.into_iter().map(read).collect()
}

fn title(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::DepartureFromPolicy => "A therapist kept what the policy owes",
        TaskKind::JudgeStanding => "Does this cancellation count towards standing?",
        TaskKind::SuggestTherapists => "Suggest other therapists",
        TaskKind::CompetingCancel => "Two cancelled at once; the other would have refunded more",
        TaskKind::RefundFailed => "A refund failed",
        TaskKind::RefundUnanswered => "No answer about a refund",
        TaskKind::LetterUndelivered => "A letter could not be delivered",
        TaskKind::DisputedCause => "A client denies that they asked for a move",
    }
}
