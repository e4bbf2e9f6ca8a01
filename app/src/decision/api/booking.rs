//! What the forms about a booking ask of the server: to confirm one, to decline it, to book a
//! follow-up, to have a payment carried, to take times back, to waive a late mark.

#[cfg(feature = "ssr")]
use super::sent;
use super::{Answer, SessionView};
use crate::fault::PageFault;
#[cfg(feature = "ssr")]
use domain::form::{Fields, Form};
use leptos::prelude::*;

/// `stood` is where the button was pressed: `today`, `session`, or nothing on its own page.
#[server(prefix = "/do", endpoint = "confirm_session", output = crate::wire::Json)]
pub async fn confirm_session(
    session: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] intent: String,
    #[server(default)] stood: String,
) -> Result<Answer, PageFault> {
    sent::answer(sent::Sent {
        session,
        key,
        commitment,
        intent,
        stood: sent::Stood::named(&stood),
        ..sent::Sent::of(Form::Confirm)
    })
    .await
}

#[server(prefix = "/do", endpoint = "decline_booking", output = crate::wire::Json)]
pub async fn decline_booking(
    session: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] intent: String,
    #[server(default)] cause: String,
    #[server(default)] words: String,
    #[server(default)] aware: String,
    #[server(default)] aware_words: String,
    #[server(default)] note: String,
    #[server(default)] old_time: String,
) -> Result<Answer, PageFault> {
    let fields = Fields {
        cause,
        words,
        aware,
        aware_words,
        note,
        old_time,
        ..Fields::default()
    };
    sent::answer(sent::Sent {
        session,
        key,
        commitment,
        intent,
        fields,
        ..sent::Sent::of(Form::Decline)
    })
    .await
}

#[server(prefix = "/do", endpoint = "ask_to_carry", output = crate::wire::Json)]
pub async fn ask_to_carry(
    session: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] intent: String,
    #[server(default)] to_typed: String,
    #[server(default)] words: String,
) -> Result<Answer, PageFault> {
    let fields = Fields {
        to_typed,
        words,
        ..Fields::default()
    };
    sent::answer(sent::Sent {
        session,
        key,
        commitment,
        intent,
        fields,
        ..sent::Sent::of(Form::Carry)
    })
    .await
}

#[server(prefix = "/do", endpoint = "withdraw_offer", output = crate::wire::Json)]
pub async fn withdraw_offer(
    session: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] intent: String,
) -> Result<Answer, PageFault> {
    sent::answer(sent::Sent {
        session,
        key,
        commitment,
        intent,
        ..sent::Sent::of(Form::Withdraw)
    })
    .await
}

#[server(prefix = "/do", endpoint = "waive_late", output = crate::wire::Json)]
pub async fn waive_late(
    session: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] intent: String,
    #[server(default)] note: String,
) -> Result<Answer, PageFault> {
    let fields = Fields {
        note,
        ..Fields::default()
    };
    sent::answer(sent::Sent {
        session,
        key,
        commitment,
        intent,
        fields,
        ..sent::Sent::of(Form::Waive)
    })
    .await
}

/// `session` is the id that the page has drawn for what is not there yet.
#[server(prefix = "/do", endpoint = "book_follow_up", output = crate::wire::Json)]
pub async fn book_follow_up(
    client: String,
    session: String,
    #[server(default)] key: String,
    #[server(default)] commitment: String,
    #[server(default)] intent: String,
    #[server(default)] to: String,
    #[server(default)] to_typed: String,
    #[server(default)] note: String,
) -> Result<Answer, PageFault> {
    let fields = Fields {
        to,
        to_typed,
        note,
        ..Fields::default()
    };
    sent::answer(sent::Sent {
        client,
        session,
        key,
        commitment,
        intent,
        fields,
        ..sent::Sent::of(Form::Book)
    })
    .await
}

/// A follow-up as it could be booked. Without a `session` an id is drawn for it; `entered` is a wall
/// time of the therapist's to look up, and `draft` the id of what was typed before.
#[server(prefix = "/do", endpoint = "load_follow_up", output = crate::wire::Json)]
pub async fn load_follow_up(
    client: String,
    session: Option<String>,
    entered: String,
    draft: Option<String>,
) -> Result<SessionView, PageFault> {
    sent::follow_up::load(&client, session, entered, draft).await
}
