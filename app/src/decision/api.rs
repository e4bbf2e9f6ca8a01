//! What the forms ask of the server. Each finds the actor, makes one call, and answers with
//! where to go, or with the form again: nothing that was typed is lost.

#![allow(
    clippy::too_many_arguments,
    reason = "a form has as many fields as it has"
)]

use crate::fault::PageFault;
use crate::session_detail::api::SessionView;
#[cfg(feature = "ssr")]
use domain::form::{Fields, Form};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It was carried out; its page is here.
    Done { to: String },
    /// Nothing was done: the form anew, with what was typed and what is wrong.
    Again(Box<SessionView>),
    /// Nothing was done, and this form cannot say so: the page that does is there.
    Elsewhere { to: String },
}

#[server(prefix = "/do", endpoint = "cancel_session", output = crate::wire::Json)]
pub async fn cancel_session(
    session: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] intent: String,
    #[server(default)] cause: String,
    #[server(default)] asked: String,
    #[server(default)] asked_at: String,
    #[server(default)] words: String,
    #[server(default)] outcome: String,
    #[server(default)] under: String,
    #[server(default)] amount: String,
    #[server(default)] reason: String,
    #[server(default)] note: String,
    #[server(default)] block: String,
    #[server(default)] old_time: String,
) -> Result<Answer, PageFault> {
    let fields = Fields {
        cause,
        asked,
        asked_at,
        words,
        outcome,
        under,
        amount,
        reason,
        note,
        block,
        old_time,
        ..Fields::default()
    };
    sent::answer(sent::Sent {
        session,
        key,
        commitment,
        intent,
        fields,
        ..sent::Sent::of(Form::Cancel)
    })
    .await
}

#[server(prefix = "/do", endpoint = "record_attendance", output = crate::wire::Json)]
pub async fn record_attendance(
    session: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] intent: String,
    #[server(default)] cause: String,
    #[server(default)] outcome: String,
    #[server(default)] under: String,
    #[server(default)] amount: String,
    #[server(default)] note: String,
) -> Result<Answer, PageFault> {
    let fields = Fields {
        cause,
        outcome,
        under,
        amount,
        note,
        ..Fields::default()
    };
    sent::answer(sent::Sent {
        session,
        key,
        commitment,
        intent,
        fields,
        ..sent::Sent::of(Form::Attend)
    })
    .await
}

#[server(prefix = "/do", endpoint = "give_back", output = crate::wire::Json)]
pub async fn give_back(
    session: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] intent: String,
    #[server(default)] outcome: String,
    #[server(default)] amount: String,
    #[server(default)] note: String,
) -> Result<Answer, PageFault> {
    let fields = Fields {
        outcome,
        amount,
        note,
        ..Fields::default()
    };
    sent::answer(sent::Sent {
        session,
        key,
        commitment,
        intent,
        fields,
        ..sent::Sent::of(Form::GiveBack)
    })
    .await
}

#[server(prefix = "/do", endpoint = "move_session", output = crate::wire::Json)]
pub async fn move_session(
    session: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] intent: String,
    #[server(default)] cause: String,
    #[server(default)] asked: String,
    #[server(default)] asked_at: String,
    #[server(default)] note: String,
    #[server(default)] way: String,
    #[server(default)] to: String,
    #[server(default)] to_typed: String,
    #[server(default)] offer_1: String,
    #[server(default)] offer_2: String,
    #[server(default)] offer_3: String,
    #[server(default)] old_time: String,
) -> Result<Answer, PageFault> {
    let fields = Fields {
        cause,
        asked,
        asked_at,
        note,
        way,
        to,
        to_typed,
        offer_1,
        offer_2,
        offer_3,
        old_time,
        ..Fields::default()
    };
    sent::answer(sent::Sent {
        session,
        key,
        commitment,
        intent,
        fields,
        ..sent::Sent::of(Form::Move)
    })
    .await
}

mod booking;
#[cfg(feature = "ssr")]
mod sent;
#[cfg(feature = "ssr")]
pub use sent::{key_of, page_of};

pub use booking::load_follow_up;
