//! What a form is opened on: a session, or a follow-up that is not there yet.

use super::api::load_follow_up;
use super::state::Deciding;
use crate::fault::PageFault;
use crate::session_detail::api::{SessionView, load_session, load_times};
use domain::form::Form;
use domain::view::session::KnownTime;
use leptos::prelude::*;

/// `draft` is the id of what was typed before.
pub async fn open(
    form: Form,
    client: String,
    session: String,
    draft: Option<String>,
) -> Result<SessionView, PageFault> {
    match form {
        Form::Book => load_follow_up(client, None, String::new(), draft).await,
        _ => load_session(client, session, Some(form), draft).await,
    }
}

/// The same on facts that are read anew.
pub async fn again(deciding: Deciding) -> Result<SessionView, PageFault> {
    let (client, session) = ids(deciding);
    match deciding.form {
        Form::Book => {
            // What is chosen may be somebody's by now: then it is looked up like what is typed.
            let entered = deciding
                .fields
                .with_untracked(|fields| match fields.to.as_str() {
                    "" | "typed" => fields.to_typed.clone(),
                    chosen => chosen.to_owned(),
                });
            load_follow_up(client, Some(session), entered, None).await
        }
        form => load_session(client, session, Some(form), None).await,
    }
}

/// The times that it could have, and the one that was entered.
pub async fn times(deciding: Deciding, entered: String) -> Result<Vec<KnownTime>, PageFault> {
    let (client, session) = ids(deciding);
    match deciding.form {
        Form::Book => {
            let view = load_follow_up(client, Some(session), entered, None).await;
            view.map(|view| view.times)
        }
        _ => load_times(session, entered).await,
    }
}

fn ids(deciding: Deciding) -> (String, String) {
    deciding.detail.with_untracked(|detail| {
        let session = &detail.facts.session;
        (session.client.to_string(), session.id.to_string())
    })
}
