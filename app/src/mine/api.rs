//! What the page of a personal link asks of the server. Nobody is signed in: the link decides,
//! and one that is of no use is answered by its own page.

#[cfg(feature = "ssr")]
mod sent;

use crate::fault::PageFault;
use domain::view::mine::MinePage;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mine {
    Open(Box<Shown>),
    /// Never drawn, or good no longer.
    OfNoUse,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub page: MinePage,
    /// A fresh idempotency key for the forms.
    pub key: String,
    /// Why what was sent last was not done.
    pub problem: Option<String>,
    /// The words that were sent with it.
    pub note: String,
}

/// Where the answer stands: on the page of the link, with what was refused or without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub go: String,
}

/// Changes nothing. `draft` is the id of what was refused last.
#[server(prefix = "/do", endpoint = "load_mine", output = crate::wire::Json)]
pub async fn load_mine(token: String, draft: Option<String>) -> Result<Mine, PageFault> {
    sent::load(&token, draft).await
}

/// `choice` is the start of one of the times, or `none`.
#[server(prefix = "/do", endpoint = "answer_offer", output = crate::wire::Json)]
pub async fn answer_offer(
    token: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] choice: String,
) -> Result<Answered, PageFault> {
    let deed = sent::Deed::Answer { choice };
    let note = String::new();
    sent::answer(sent::Sent {
        token,
        key,
        commitment,
        note,
        deed,
    })
    .await
}

#[server(prefix = "/do", endpoint = "object_to_move", output = crate::wire::Json)]
pub async fn object_to_move(
    token: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] note: String,
) -> Result<Answered, PageFault> {
    let deed = sent::Deed::Object;
    sent::answer(sent::Sent {
        token,
        key,
        commitment,
        note,
        deed,
    })
    .await
}

#[server(prefix = "/do", endpoint = "cancel_own_session", output = crate::wire::Json)]
pub async fn cancel_own_session(
    token: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] note: String,
) -> Result<Answered, PageFault> {
    let deed = sent::Deed::Cancel;
    sent::answer(sent::Sent {
        token,
        key,
        commitment,
        note,
        deed,
    })
    .await
}

#[server(prefix = "/do", endpoint = "undo_own_cancel", output = crate::wire::Json)]
pub async fn undo_own_cancel(
    token: String,
    #[server(default)] key: String,
    #[server(default)] act: String,
) -> Result<Answered, PageFault> {
    let (commitment, note) = (String::new(), String::new());
    let deed = sent::Deed::Undo { act };
    sent::answer(sent::Sent {
        token,
        key,
        commitment,
        note,
        deed,
    })
    .await
}
