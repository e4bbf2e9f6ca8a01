//! The first step of every edit, wherever it is made: where nobody would be left outside it is saved
//! at once; otherwise it waits as a draft, and the page of the answers comes next.

use super::{Pending, Stopped};
use crate::access::{Asking, failed};
use crate::availability::api::Why;
use crate::decision::api::key_of;
use crate::fault::PageFault;
use crate::routes;
use backend::availability::editing::{self, Asked, Outcome};
use backend::drafts;
use domain::availability::edit::{Answers, Change, Edit, NotSaved};
use domain::form::answers::{Seen, Typed};
use domain::ids::{ActId, DraftId};
use domain::permission::Subject;
use domain::view::availability::EditPreview;
use serde::{Deserialize, Serialize};

/// What became of an edit.
pub enum Saved {
    AtOnce {
        changes: u32,
        act: ActId,
    },
    /// It is to be decided first what becomes of whom.
    Decide(Waiting),
    Not(Why),
}

/// An edit that would leave somebody outside.
pub struct Waiting {
    edit: Edit,
    pub changes: Vec<Change>,
}

/// An edit that waits, and what was typed into its form.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    pub pending: Pending,
    pub typed: Typed,
    pub why: Option<Stopped>,
    pub seen: Seen,
}

/// What the drafts of the second step are kept under.
pub(super) const PAGE: &str = "saving";

/// `key` makes it happen once.
///
/// # Errors
/// Of the machinery, and of who asks; why it is not saved is an answer.
pub async fn save(asking: &Asking, edit: Edit, key: &str) -> Result<Saved, PageFault> {
    let preview = match preview(asking, &edit).await? {
        Ok(preview) => preview,
        Err(why) => return Ok(Saved::Not(Why::Refused(why))),
    };
    if !preview.stranded.is_empty() {
        let made = edit.made_from();
        return Ok(match made.is_some_and(|made| made != preview.revision) {
            true => Saved::Not(Why::Newer),
            false => Saved::Decide(Waiting {
                edit,
                changes: preview.changes,
            }),
        });
    }
    let received_at = asking.services.backend.clock.now();
    let asked = Asked {
        edit: edit.clone(),
        answers: Answers::default(),
        shown: preview.shown.clone(),
        key: key_of(key, received_at),
        received_at,
    };
    let outcome = editing::save(
        &asking.services.backend,
        asking.permit(Subject::Nothing)?,
        asked,
    );
    Ok(match outcome.await.map_err(failed)? {
        Outcome::Saved(receipt) => Saved::AtOnce {
            changes: counted(&preview),
            act: receipt.act,
        },
        // Somebody has come between.
        Outcome::Changed(preview) => Saved::Decide(Waiting {
            edit,
            changes: preview.changes,
        }),
        Outcome::ThereIsANewerOne { .. } => Saved::Not(Why::Newer),
        Outcome::Refused(why) => Saved::Not(Why::Refused(why)),
        Outcome::KeySpent | Outcome::NotCancelled { .. } | Outcome::NotWithdrawn { .. } => {
            Saved::Not(Why::KeySpent)
        }
    })
}

fn counted(preview: &EditPreview) -> u32 {
    u32::try_from(preview.changes.len()).unwrap_or(u32::MAX)
}

impl Waiting {
    /// Keeps it, and leads to the page where it is decided. `back` is the page that it was made on.
    ///
    /// # Errors
    /// Of the machinery.
    pub async fn keep(self, asking: &Asking, back: &str) -> Result<String, PageFault> {
        let kept = Kept {
            pending: Pending {
                edit: self.edit,
                changes: self.changes,
                back: back.to_owned(),
            },
            typed: Typed::default(),
            why: None,
            seen: Seen::new(),
        };
        Ok(routes::saving(keep(asking, &kept).await?))
    }
}

pub(super) async fn keep(asking: &Asking, kept: &Kept) -> Result<DraftId, PageFault> {
    let backend = &asking.services.backend;
    let kept = drafts::keep(backend, asking.actor(), PAGE, kept).await;
    kept.map_err(failed)
}

pub(super) async fn preview(
    asking: &Asking,
    edit: &Edit,
) -> Result<Result<EditPreview, NotSaved>, PageFault> {
    let permit = asking.permit(Subject::Nothing)?;
    let preview = editing::preview(&asking.services.backend, permit, edit.clone()).await;
    preview.map_err(failed)
}
