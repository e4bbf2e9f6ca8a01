//! The form of the editor, read: whole as the browser sends it, or field by field. What is wrong
//! with a plain form comes back with all that was typed.

use super::{Answer, Draft, EditorView};
use crate::access::{Asking, asking, failed, garbled, not_found};
use crate::availability::saving::api::first::{self, Saved};
use crate::context::{is_plain_form, send_plain_form_to};
use crate::fault::PageFault;
use crate::routes;
use backend::{chance, drafts, pages};
use domain::availability::Schedule;
use domain::availability::edit::Edit;
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
        whose: asking.actor().id,
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
    match first::save(&asking, edit, &sent.key).await? {
        Saved::AtOnce { changes, .. } => {
            send_plain_form_to(&routes::availability(&sent.week, Some(changes)));
            Ok(Answer::Saved { changes })
        }
        Saved::Decide(waiting) => {
            let draft = Draft {
                typed: sent.typed.clone(),
                changes: waiting.changes.clone(),
                ..Draft::default()
            };
            let back = routes::availability_draft(&sent.week, keep(&asking, &draft).await?);
            let to = waiting.keep(&asking, &back).await?;
            send_plain_form_to(&to);
            Ok(Answer::Decide { to })
        }
        Saved::Not(why) => again(&asking, &sent.week, draft(why)).await,
    }
}

/// The schedule that is meant; or what is wrong with the fields.
async fn read(asking: &Asking, sent: &Sent) -> Result<Result<Schedule, Draft>, PageFault> {
    if !sent.schedule.is_empty() {
        return serde_json::from_str(&sent.schedule)
            .map(Ok)
            .map_err(|_| garbled());
    }
    let week = view(asking, "", "").await?.page;
    let read = hours::schedule(&sent.typed, week.base(&week.schedule));
    Ok(read.map_err(|faults| Draft {
        typed: sent.typed.clone(),
        faults,
        ..Draft::default()
    }))
}

/// A plain form finds its fields in a draft.
async fn again(asking: &Asking, week: &str, draft: Draft) -> Result<Answer, PageFault> {
    if is_plain_form() {
        let id = keep(asking, &draft).await?;
        send_plain_form_to(&routes::availability_draft(week, id));
    }
    Ok(Answer::Again(Box::new(draft)))
}

async fn keep(asking: &Asking, draft: &Draft) -> Result<DraftId, PageFault> {
    let backend = &asking.services.backend;
    let kept = drafts::keep(backend, asking.actor(), PAGE, draft).await;
    kept.map_err(failed)
}
