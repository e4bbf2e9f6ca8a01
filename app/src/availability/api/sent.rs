//! The form of the editor, read: whole as the browser sends it, or field by field. What is wrong
//! with a plain form comes back with all that was typed.

use super::{Answer, Draft, EditorView, Why};
use crate::access::{Asking, asking, failed, garbled, not_found};
use crate::context::{is_plain_form, send_plain_form_to};
use crate::decision::api::key_of;
use crate::fault::PageFault;
use crate::routes;
use backend::availability::editing::{self, Outcome};
use backend::{chance, drafts, pages};
use domain::availability::Schedule;
use domain::availability::edit::{Answers, Edit};
use domain::form::hours::{self, Typed};
use domain::ids::DraftId;
use domain::permission::Subject;

pub struct Sent {
    pub revision: u32,
    pub key: String,
    pub week: String,
    pub schedule: String,
    pub typed: Typed,
}

/// What the drafts of this form are kept under.
const PAGE: &str = "availability";

pub async fn view(asking: &Asking, week: &str, draft: &str) -> Result<EditorView, PageFault> {
    let backend = &asking.services.backend;
    let date = match week.is_empty() {
        true => pages::availability::today(backend, &asking.person).map_err(failed)?,
        false => week.parse().map_err(|_| not_found())?,
    };
    let permit = asking.permit(Subject::Nothing)?;
    let page = pages::availability::week(backend, permit, date).await;
    let draft = match draft.parse::<DraftId>() {
        Ok(id) => drafts::load(backend, asking.actor(), PAGE, id)
            .await
            .map_err(failed)?,
        Err(_) => None,
    };
    Ok(EditorView {
        page: page.map_err(failed)?,
        key: chance::id(backend.clock.machine_now()).to_string(),
        draft: draft.unwrap_or_default(),
    })
}

pub async fn answer(sent: Sent) -> Result<Answer, PageFault> {
    let asking = asking().await?;
    let schedule = match read(&asking, &sent).await? {
        Ok(schedule) => Box::new(schedule),
        Err(draft) => return again(&asking, &sent.week, draft).await,
    };
    let edit = Edit::Schedule {
        revision: sent.revision,
        schedule,
    };
    let draft = |why| Draft {
        typed: sent.typed.clone(),
        why: Some(why),
        ..Draft::default()
    };
    match save(&asking, edit, &sent.key).await? {
        Ok(changes) => {
            send_plain_form_to(&routes::availability(&sent.week, Some(changes)));
            Ok(Answer::Saved { changes })
        }
        Err(why) => again(&asking, &sent.week, draft(why)).await,
    }
}

/// The schedule that is meant; or what is wrong with the fields.
async fn read(asking: &Asking, sent: &Sent) -> Result<Result<Schedule, Draft>, PageFault> {
    if !sent.schedule.is_empty() {
        return serde_json::from_str(&sent.schedule)
            .map(Ok)
            .map_err(|_| garbled());
    }
    let before = view(asking, "", "").await?.page.schedule;
    let read = hours::schedule(&sent.typed, &before);
    Ok(read.map_err(|faults| Draft {
        typed: sent.typed.clone(),
        faults,
        why: None,
    }))
}

async fn save(asking: &Asking, edit: Edit, key: &str) -> Result<Result<u32, Why>, PageFault> {
    let backend = &asking.services.backend;
    let received_at = backend.clock.now();
    let permit = asking.permit(Subject::Nothing)?;
    let preview = editing::preview(backend, permit, edit.clone()).await;
    let preview = match preview.map_err(failed)? {
        Ok(preview) => preview,
        Err(why) => return Ok(Err(Why::Refused(why))),
    };
    let changes = u32::try_from(preview.changes.len()).unwrap_or(u32::MAX);
    let asked = editing::Asked {
        edit,
        answers: Answers::default(),
        shown: preview.shown,
        key: key_of(key, received_at),
        received_at,
    };
    let permit = asking.permit(Subject::Nothing)?;
    let outcome = editing::save(backend, permit, asked).await;
    Ok(match outcome.map_err(failed)? {
        Outcome::Saved(_) => Ok(changes),
        Outcome::ThereIsANewerOne { .. } | Outcome::Changed(_) => Err(Why::Newer),
        Outcome::KeySpent | Outcome::NotCancelled { .. } => Err(Why::KeySpent),
        Outcome::Refused(why) => Err(Why::Refused(why)),
    })
}

/// A plain form finds its fields in a draft.
async fn again(asking: &Asking, week: &str, draft: Draft) -> Result<Answer, PageFault> {
    if is_plain_form() {
        let backend = &asking.services.backend;
        let kept = drafts::keep(backend, asking.actor(), PAGE, &draft).await;
        let id = kept.map_err(failed)?;
        send_plain_form_to(&routes::availability_draft(week, id));
    }
    Ok(Answer::Again(Box::new(draft)))
}
