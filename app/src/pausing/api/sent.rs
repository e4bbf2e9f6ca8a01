//! A pause, and a request to return, as they were posted: decide, and either go to the page that
//! shows it or come back to the form with what is wrong and all that was typed.

use super::{Answer, PauseView, ReturnView};
use crate::access::{Asking, asking, failed};
use crate::context::{is_plain_form, send_plain_form_to};
use crate::decision::api::key_of;
use crate::fault::PageFault;
use crate::routes;
use backend::pausing::{self, AskedToReturn, Outcome};
use backend::{chance, deciding, drafts, pages};
use domain::account::reactivate::AskToReturn;
use domain::actor::Role;
use domain::form::pausing::{Pausable, PauseFault, PauseFields};
use domain::ids::DraftId;
use domain::permission::Subject;
use domain::refusal::Refusal;
use domain::view::pausing::{CameBack, PauseDraft, PausedLine, ReturnDraft};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The form of a pause.
pub struct Sent {
    pub fields: PauseFields,
    pub key: String,
    pub shown: String,
    pub intent: String,
}

/// What the drafts of the two forms are kept under.
const PAUSE: &str = "pause";
const RETURN: &str = "return";

pub async fn paused() -> Result<Option<PausedLine>, PageFault> {
    let asking = asking().await?;
    if asking.person.role != Role::Therapist {
        return Ok(None);
    }
    let permit = asking.permit(Subject::Nothing)?;
    let backend = &asking.services.backend;
    let line = pages::pausing::standing(backend, permit, &asking.person).await;
    line.map_err(failed)
}

pub async fn pause_view(draft: &str) -> Result<PauseView, PageFault> {
    let asking = asking().await?;
    let draft = kept(&asking, PAUSE, draft).await?;
    view_of_pause(&asking, draft).await
}

async fn view_of_pause(asking: &Asking, draft: PauseDraft) -> Result<PauseView, PageFault> {
    let permit = asking.permit(Subject::Nothing)?;
    let backend = &asking.services.backend;
    let page = pages::pausing::page(backend, permit, &asking.person).await;
    Ok(PauseView {
        page: page.map_err(failed)?,
        key: chance::id(backend.clock.machine_now()).to_string(),
        draft,
    })
}

pub async fn pause(sent: Sent) -> Result<Answer<PauseView>, PageFault> {
    let asking = asking().await?;
    let backend = &asking.services.backend;
    let received_at = backend.clock.now();
    let page = view_of_pause(&asking, PauseDraft::default()).await?.page;
    let to_come: Vec<_> = page.to_come.iter().map(|line| line.to_come()).collect();
    let of = Pausable {
        account: &page.account,
        to_come: &to_come,
        zone: &page.zone,
    };
    let look = sent.intent == "preview" || sent.shown.is_empty();
    let pause = match sent.fields.pause(of, received_at) {
        // Sent twice, the first answer is given again: it is not asked what is to come by now.
        _ if page.paused.is_some() && !look => None,
        Ok(pause) if !look => Some(pause),
        Ok(_) => return again(&asking, sent.fields, Vec::new(), CameBack::ToLook).await,
        Err(faults) => {
            let faults = if sent.intent == "preview" {
                Vec::new()
            } else {
                faults
            };
            return again(&asking, sent.fields, faults, CameBack::ToLook).await;
        }
    };
    let Some(pause) = pause else {
        return Ok(done(routes::PAUSE));
    };
    let asked = pausing::Asked {
        pause,
        shown: sent.shown,
        key: key_of(&sent.key, received_at),
        received_at,
    };
    let permit = asking.permit(Subject::Nothing)?;
    let outcome = pausing::pause(backend, permit, asked).await;
    match outcome.map_err(failed)? {
        Outcome::Paused(_) => Ok(done(routes::PAUSE)),
        Outcome::Changed | Outcome::KeySpent => {
            again(&asking, sent.fields, Vec::new(), CameBack::Changed).await
        }
        Outcome::Refused(why) | Outcome::NotCancelled { why, .. } => {
            let faults = vec![PauseFault::Refused(why)];
            again(&asking, sent.fields, faults, CameBack::ToLook).await
        }
    }
}

async fn again(
    asking: &Asking,
    fields: PauseFields,
    faults: Vec<PauseFault>,
    came_back: CameBack,
) -> Result<Answer<PauseView>, PageFault> {
    let draft = PauseDraft {
        fields,
        faults,
        came_back,
    };
    keep(asking, (PAUSE, routes::PAUSE), &draft).await?;
    let view = view_of_pause(asking, draft).await?;
    Ok(Answer::Again(Box::new(view)))
}

pub async fn return_view(draft: &str) -> Result<ReturnView, PageFault> {
    let asking = asking().await?;
    let draft = kept(&asking, RETURN, draft).await?;
    view_of_return(&asking, draft).await
}

async fn view_of_return(asking: &Asking, draft: ReturnDraft) -> Result<ReturnView, PageFault> {
    let permits = (
        asking.permit(Subject::Nothing)?,
        asking.permit(Subject::Nothing)?,
    );
    let backend = &asking.services.backend;
    let page = pages::pausing::returning(backend, permits, &asking.person).await;
    Ok(ReturnView {
        page: page.map_err(failed)?,
        key: chance::id(backend.clock.machine_now()).to_string(),
        draft,
    })
}

pub async fn ask(key: String, words: String) -> Result<Answer<ReturnView>, PageFault> {
    let asking = asking().await?;
    let backend = &asking.services.backend;
    let received_at = backend.clock.now();
    let asked = AskedToReturn {
        ask: AskToReturn {
            words: words.clone(),
        },
        key: key_of(&key, received_at),
        received_at,
    };
    let permit = asking.permit(Subject::Nothing)?;
    let outcome = pausing::ask_to_return(backend, permit, asked).await;
    let fault: Option<Refusal> = match outcome.map_err(failed)? {
        deciding::Outcome::Done(_) => return Ok(done(routes::RETURN)),
        deciding::Outcome::Refused(why) => Some(why),
        deciding::Outcome::Changed { .. } | deciding::Outcome::KeySpent => None,
    };
    let draft = ReturnDraft { words, fault };
    keep(&asking, (RETURN, routes::RETURN), &draft).await?;
    let view = view_of_return(&asking, draft).await?;
    Ok(Answer::Again(Box::new(view)))
}

fn done<View>(to: &str) -> Answer<View> {
    send_plain_form_to(to);
    Answer::Done { to: to.into() }
}

/// A plain form finds its fields in a draft.
async fn keep<T: Serialize>(
    asking: &Asking,
    (name, page): (&str, &str),
    draft: &T,
) -> Result<(), PageFault> {
    if is_plain_form() {
        let backend = &asking.services.backend;
        let id = drafts::keep(backend, asking.actor(), name, draft).await;
        send_plain_form_to(&format!("{page}?draft={}", id.map_err(failed)?));
    }
    Ok(())
}

async fn kept<T: DeserializeOwned + Default>(
    asking: &Asking,
    name: &str,
    draft: &str,
) -> Result<T, PageFault> {
    let Ok(id) = draft.parse::<DraftId>() else {
        return Ok(T::default());
    };
    let backend = &asking.services.backend;
    let kept = drafts::load(backend, asking.actor(), name, id).await;
    Ok(kept.map_err(failed)?.unwrap_or_default())
}
