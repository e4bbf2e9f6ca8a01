//! The second step: the answers are read, and all of it is saved or shown again with what is wrong.
//! Whatever happens, no answer that still stands is lost.

use super::first::{Kept, PAGE, keep, preview};
use super::{Answered, Ended, Pending, SavingView, Stopped};
use crate::access::{Asking, asking, failed, garbled};
use crate::availability::api::Why;
use crate::context::{is_plain_form, send_plain_form_to};
use crate::decision::api::key_of;
use crate::fault::PageFault;
use crate::routes;
use backend::availability::editing::{self, Asked, Outcome};
use backend::{chance, drafts};
use domain::availability::edit::{Edit, NotSaved};
use domain::form::answers::{self, Seen, Typed};
use domain::ids::{DraftId, SessionId};
use domain::permission::{EditAvailability, Permit, Subject};

/// As the form posts it.
pub struct Sent {
    pub pending: String,
    pub seen: String,
    pub shown: String,
    pub key: String,
    pub is_preview: bool,
    pub typed: Typed,
}

pub async fn load(asking: &Asking, draft: &str) -> Result<Result<SavingView, Ended>, PageFault> {
    let _: Permit<EditAvailability> = asking.permit(Subject::Nothing)?;
    let Ok(id) = draft.parse::<DraftId>() else {
        return Ok(Err(Ended::Forgotten));
    };
    let backend = &asking.services.backend;
    let kept = drafts::load::<Kept>(backend, asking.actor(), PAGE, id).await;
    match kept.map_err(failed)? {
        Some(kept) => view(asking, kept).await,
        None => Ok(Err(Ended::Forgotten)),
    }
}

pub async fn answer(sent: Sent) -> Result<Answered, PageFault> {
    let asking = asking().await?;
    let pending: Pending = serde_json::from_str(&sent.pending).map_err(|_| garbled())?;
    if !routes::is_own(&pending.back) {
        return Err(garbled());
    }
    let seen: Seen = serde_json::from_str(&sent.seen).unwrap_or_default();
    if sent.is_preview {
        let kept = Kept {
            pending,
            typed: sent.typed,
            why: None,
            seen,
        };
        return again(&asking, kept).await;
    }
    let received_at = asking.services.backend.clock.now();
    let asked = Asked {
        edit: pending.edit.clone(),
        answers: sent.typed.answers(),
        shown: sent.shown,
        key: key_of(&sent.key, received_at),
        received_at,
    };
    let permit = asking.permit(Subject::Nothing)?;
    let outcome = editing::save(&asking.services.backend, permit, asked).await;
    let why = match outcome.map_err(failed)? {
        Outcome::Saved(receipt) => {
            let to = routes::saved(receipt.act, &pending.back);
            send_plain_form_to(&to);
            return Ok(Answered::Saved { to });
        }
        Outcome::ThereIsANewerOne { .. } => Stopped::Newer,
        Outcome::Changed(_) => Stopped::Changed,
        Outcome::Refused(why) => Stopped::Edit(Why::Refused(why)),
        Outcome::NotCancelled { session, .. } => Stopped::NotCancelled(named(&seen, session)),
        Outcome::NotWithdrawn { session, .. } => Stopped::NotWithdrawn(named(&seen, session)),
        Outcome::KeySpent => Stopped::Edit(Why::KeySpent),
    };
    let kept = Kept {
        pending,
        typed: sent.typed,
        why: Some(why),
        seen,
    };
    again(&asking, kept).await
}

fn named(seen: &Seen, session: SessionId) -> String {
    let named = seen.get(&session.into());
    named.map(|(_, who)| who.clone()).unwrap_or_default()
}

/// A plain form finds all of it in a draft.
async fn again(asking: &Asking, kept: Kept) -> Result<Answered, PageFault> {
    if is_plain_form() {
        let id = keep(asking, &kept).await?;
        send_plain_form_to(&routes::saving(id));
    }
    Ok(match view(asking, kept).await? {
        Ok(view) => Answered::Again(Box::new(view)),
        Err(ended) => Answered::Ended(ended),
    })
}

/// On what stands now: hours that were changed elsewhere have these changes put on top.
async fn view(asking: &Asking, kept: Kept) -> Result<Result<SavingView, Ended>, PageFault> {
    let Kept {
        mut pending,
        typed,
        mut why,
        seen,
    } = kept;
    let refused = |why, back: &str| Ended::Refused {
        why,
        back: back.to_owned(),
    };
    let mut shown = preview(asking, &pending.edit).await?;
    if let (Ok(now), Some(made)) = (&shown, pending.edit.made_from())
        && made != now.revision
    {
        why = Some(Stopped::Newer);
        shown = match on_top(asking, &pending).await? {
            Ok(edit) => {
                pending.edit = edit;
                preview(asking, &pending.edit).await?
            }
            Err(why) => Err(why),
        };
    }
    let preview = match shown {
        Ok(preview) => preview,
        Err(why) => return Ok(Err(refused(why, &pending.back))),
    };
    Ok(Ok(SavingView {
        key: chance::id(asking.services.backend.clock.machine_now()).to_string(),
        typed: typed.settled(&preview.stranded),
        // What a form showed, and no longer shows, is told once.
        seen: match why {
            Some(_) => seen,
            None => answers::seen(&preview.stranded),
        },
        preview,
        pending,
        why,
    }))
}

async fn on_top(asking: &Asking, pending: &Pending) -> Result<Result<Edit, NotSaved>, PageFault> {
    let permit = asking.permit(Subject::Nothing)?;
    let backend = &asking.services.backend;
    let edit = editing::on_top(backend, permit, pending.changes.clone()).await;
    edit.map_err(failed)
}
