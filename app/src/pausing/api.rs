//! What the pages about a pause ask of the server: how one stands, its form, and the request to
//! return.

#![allow(
    clippy::too_many_arguments,
    reason = "a form has as many fields as it has"
)]

use crate::fault::PageFault;
use domain::view::pausing::{PauseDraft, PausePage, PausedLine, ReturnDraft, ReturnPage};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form of a pause, under a fresh idempotency key, or how the pause stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseView {
    pub page: PausePage,
    pub key: String,
    pub draft: PauseDraft,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnView {
    pub page: ReturnPage,
    pub key: String,
    pub draft: ReturnDraft,
}

/// What became of a form; nothing was done where it is there again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer<View> {
    Done { to: String },
    Again(Box<View>),
}

/// How the pause of the asker's account stands; nothing where it is not paused.
#[server(prefix = "/do", endpoint = "load_paused", output = crate::wire::Json)]
pub async fn load_paused() -> Result<Option<PausedLine>, PageFault> {
    sent::paused().await
}

/// `draft` is the id of what was typed before.
#[server(prefix = "/do", endpoint = "load_pause", output = crate::wire::Json)]
pub async fn load_pause(#[server(default)] draft: String) -> Result<PauseView, PageFault> {
    sent::pause_view(&draft).await
}

/// `answers` are by the keys of the sessions ([`domain::form::pausing::key`]).
#[server(prefix = "/do", endpoint = "pause_account", output = crate::wire::Json)]
pub async fn pause_account(
    #[server(default)] key: String,
    #[server(default)] shown: String,
    #[server(default)] intent: String,
    #[server(default)] reason: String,
    #[server(default)] words: String,
    #[server(default)] back: String,
    #[server(default)] rest: String,
    #[server(default)] answers: BTreeMap<String, String>,
    #[server(default)] note: String,
) -> Result<Answer<PauseView>, PageFault> {
    let fields = domain::form::pausing::PauseFields {
        reason,
        words,
        back,
        rest,
        answers,
        note,
    };
    sent::pause(sent::Sent {
        fields,
        key,
        shown,
        intent,
    })
    .await
}

/// As [`load_pause`].
#[server(prefix = "/do", endpoint = "load_return", output = crate::wire::Json)]
pub async fn load_return(#[server(default)] draft: String) -> Result<ReturnView, PageFault> {
    sent::return_view(&draft).await
}

#[server(prefix = "/do", endpoint = "ask_to_return", output = crate::wire::Json)]
pub async fn ask_to_return(
    #[server(default)] key: String,
    #[server(default)] words: String,
) -> Result<Answer<ReturnView>, PageFault> {
    sent::ask(key, words).await
}

#[cfg(feature = "ssr")]
mod sent;
