//! What waits for the team, the oldest first. A task is there as soon as it is raised; where the
//! cancel that raised it can still be undone, it says so, by whom and until when.

use super::line::first;
use crate::Backend;
use crate::fault::Fault;
use crate::people::Person;
use crate::store::{codec, sql};
use crate::zones::Zone;
use domain::actor::Role;
use domain::consequence::TaskKind;
use domain::permission::{Permit, SeeTasks};
use domain::session::{Cause, State, undo};
use domain::time::Instant;
use domain::view::pages::{TaskLine, TaskUndo};
use sqlx::FromRow;

#[derive(FromRow)]
struct Row {
    id: String,
    kind: String,
    note: String,
    created_at: i64,
    #[sqlx(flatten)]
    session: AboutRow,
}

/// None of it where the task is about no session.
#[derive(FromRow)]
struct AboutRow {
    therapist: Option<String>,
    client: Option<String>,
    starts_at: Option<i64>,
    state: Option<String>,
    cancelled_at: Option<i64>,
    cancelled_by: Option<String>,
    cancelled_cause: Option<String>,
}

struct About {
    therapist: String,
    client: String,
    start: Instant,
    state: State,
    cancelled: Option<(Instant, Role, Cause)>,
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
         c.name AS client, s.starts_at, s.state, s.cancelled_at, s.cancelled_by, s.cancelled_cause \
         FROM task k LEFT JOIN session s ON s.id = k.session_id \
         LEFT JOIN account t ON t.id = s.therapist_id LEFT JOIN account c ON c.id = s.client_id \
         WHERE k.done_at IS NULL ORDER BY k.created_at, k.id LIMIT 100",
    );
    let rows: Vec<Row> = backend
        .store
        .read::<_, Fault, _>(|tx| Box::pin(async move { Ok(tx.all(query).await?) }))
        .await?;
    rows.into_iter().map(|row| line(row, &zone, now)).collect()
}

fn line(row: Row, zone: &Zone, now: Instant) -> Result<TaskLine, Fault> {
    let kind = codec::text("task.kind", &row.kind, TaskKind::parse)?;
    let about = about(row.session)?;
    let cancel = about.as_ref().filter(|_| kind.is_about_a_cancel());
    Ok(TaskLine {
        title: title(kind).into(),
        undo: cancel.and_then(|about| about.undo(zone, now)),
        about: about.map_or("About no session".into(), |about| about.text(zone, now)),
        again: kind.can_be_tried_again().then_some(row.id),
        note: Some(row.note).filter(|note| !note.is_empty()),
        at: zone.stamp(codec::instant("task.created_at", row.created_at)?, now),
    })
}

fn about(row: AboutRow) -> Result<Option<About>, Fault> {
    let (Some(therapist), Some(client), Some(start), Some(state)) =
        (row.therapist, row.client, row.starts_at, row.state)
    else {
        return Ok(None);
    };
    Ok(Some(About {
        therapist,
        client,
        start: codec::instant("session.starts_at", start)?,
        state: codec::text("session.state", &state, State::parse)?,
        cancelled: codec::cancelled(row.cancelled_at, &row.cancelled_by, &row.cancelled_cause)?,
    }))
}

impl About {
    fn text(&self, zone: &Zone, now: Instant) -> String {
        let About {
            therapist, client, ..
        } = self;
        let start = zone.moment(self.start, now).label;
        format!("{therapist} with {client} · session on {start}")
    }

    fn undo(&self, zone: &Zone, now: Instant) -> Option<TaskUndo> {
        let until = undo::until(self.state, self.cancelled?, self.start, now)?;
        let by = match self.cancelled {
            Some((_, Role::Therapist, _)) => first(&self.therapist),
            Some((_, Role::Client, _)) => first(&self.client),
            Some((_, Role::Staff, _)) | None => "the team",
        };
        Some(TaskUndo {
            by: by.into(),
            until,
            label: zone.clock(until),
            now,
        })
    }
}

fn title(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::DepartureFromPolicy => "A therapist kept what the policy owes",
        TaskKind::JudgeStanding => "Does this cancellation count towards standing?",
        TaskKind::SuggestTherapists => "Suggest other therapists",
        TaskKind::CompetingCancel => "Both cancelled: what does the client get?",
        TaskKind::RefundFailed => "A refund failed",
        TaskKind::RefundContradicted => "The provider and our books disagree about a refund",
        TaskKind::RefundUnanswered => "No answer about a refund",
        TaskKind::LetterUndelivered => "A letter could not be delivered",
        TaskKind::DisputedCause => "A client denies that they asked for a move",
    }
}
