//! What the editor of hours asks of the server: a week to edit, and to save what was edited.

use crate::fault::PageFault;
use domain::availability::edit::{Change, NotSaved};
use domain::form::hours::{Faults, Typed};
use domain::ids::AccountId;
use domain::view::availability::WeekPage;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A week, and the form that is open on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorView {
    /// Of whom the page is, for what the browser keeps.
    pub whose: AccountId,
    pub page: WeekPage,
    /// A fresh idempotency key for the form.
    pub key: String,
    pub draft: Draft,
}

/// A form that was not saved: what was typed, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub typed: Typed,
    pub faults: Faults,
    pub why: Option<Why>,
    /// What was changed, where somebody comes back from those whom it would leave outside.
    #[serde(default)]
    pub changes: Vec<Change>,
}

/// Why nothing was saved, where it is not about one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// The hours were saved elsewhere since the editor was opened.
    Newer,
    /// The same form was sent with something else before.
    KeySpent,
    Refused(NotSaved),
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    Saved {
        changes: u32,
    },
    /// Somebody would be left outside: it is decided there what becomes of them.
    Decide {
        to: String,
    },
    /// Nothing was saved.
    Again(Box<Draft>),
}

/// The week that a date is in, this one without; `draft` is the id of what was typed before.
#[server(prefix = "/do", endpoint = "load_availability", output = crate::wire::Json)]
pub async fn load_availability(
    #[server(default)] week: String,
    #[server(default)] draft: String,
) -> Result<EditorView, PageFault> {
    use crate::access::asking;

    let asking = asking().await?;
    sent::view(&asking, &week, &draft).await
}

/// `schedule` is all of it, as the editor in the browser has it; a plain form has `f`, its fields
/// by name.
#[server(prefix = "/do", endpoint = "save_hours", output = crate::wire::Json)]
pub async fn save_hours(
    #[server(default)] revision: u32,
    #[server(default)] key: String,
    #[server(default)] week: String,
    #[server(default)] schedule: String,
    #[server(default)] f: Typed,
) -> Result<Answer, PageFault> {
    let sent = sent::Sent {
        revision,
        key,
        week,
        schedule,
        typed: f,
    };
    sent::answer(sent).await
}

#[cfg(feature = "ssr")]
mod sent;
