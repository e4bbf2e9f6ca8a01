//! The second step of saving, as the browser asks for it: whom an edit would leave outside, and the
//! answers for each.

#![allow(
    clippy::too_many_arguments,
    reason = "a form has as many fields as it has"
)]

use crate::availability::api::Why;
use crate::fault::PageFault;
use domain::availability::edit::{Change, Edit, NotSaved};
use domain::form::answers::{Seen, Typed};
use domain::view::availability::EditPreview;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An edit that waits for its answers. The form carries it, so that it can be thought about for
/// longer than a draft lives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    pub edit: Edit,
    /// What it changes: that is put on top where the hours were changed elsewhere meanwhile.
    pub changes: Vec<Change>,
    /// The page that it was made on.
    pub back: String,
}

/// What the form of an edit shows, and what was typed into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavingView {
    pub pending: Pending,
    pub preview: EditPreview,
    pub key: String,
    pub typed: Typed,
    /// Why nothing was saved.
    pub why: Option<Stopped>,
    /// What the form showed before; empty the first time.
    pub seen: Seen,
}

/// Why the answers did not save anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stopped {
    /// Others are left outside than were shown.
    Changed,
    /// The hours were saved elsewhere; the changes are on top of that now.
    Newer,
    Edit(Why),
    /// One of the sessions, by its name in the list, cannot be cancelled.
    NotCancelled(String),
    /// What is on offer for one of them cannot be withdrawn.
    NotWithdrawn(String),
}

/// An edit for which there is no form any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ended {
    /// Its draft is no more; or it is somebody else's.
    Forgotten,
    Refused {
        why: NotSaved,
        back: String,
    },
}

/// What became of the answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answered {
    Saved { to: String },
    Again(Box<SavingView>),
    Ended(Ended),
}

/// The form of the edit that was kept as a draft.
#[server(prefix = "/do", endpoint = "load_saving", output = crate::wire::Json)]
pub async fn load_saving(
    #[server(default)] draft: String,
) -> Result<Result<SavingView, Ended>, PageFault> {
    let asking = crate::access::asking().await?;
    second::load(&asking, &draft).await
}

/// `pending` and `seen` come back as the form had them; `each` is `keep`, `move` or `cancel` by the
/// id of what is left outside, behind an `s`, `rest` the same for all that have no answer of their own. With
/// `preview` for `intent` nothing is saved: it is shown what would happen.
#[server(prefix = "/do", endpoint = "save_answers", output = crate::wire::Json)]
pub async fn save_answers(
    #[server(default)] pending: String,
    #[server(default)] seen: String,
    #[server(default)] shown: String,
    #[server(default)] key: String,
    #[server(default)] each: BTreeMap<String, String>,
    #[server(default)] rest: String,
    #[server(default)] note: String,
    #[server(default)] intent: String,
) -> Result<Answered, PageFault> {
    let id = |name: String| name.trim_start_matches('s').to_owned();
    let each = each.into_iter().map(|(name, text)| (id(name), text));
    let each = each.collect();
    let sent = second::Sent {
        pending,
        seen,
        shown,
        key,
        is_preview: intent == "preview",
        typed: Typed { each, rest, note },
    };
    second::answer(sent).await
}

#[cfg(feature = "ssr")]
pub mod first;
#[cfg(feature = "ssr")]
mod second;
