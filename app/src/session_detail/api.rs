//! What a session's pages ask of the server.

use crate::fault::PageFault;
use domain::form::Form;
use domain::view::session::{Draft, SessionDetail};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A session, and the form that is open on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    pub detail: SessionDetail,
    /// A fresh idempotency key for the form.
    pub key: String,
    pub draft: Draft,
}

/// `draft` is the id of what was typed into `form` before.
#[server(prefix = "/do", endpoint = "load_session")]
pub async fn load_session(
    client: String,
    session: String,
    form: Option<Form>,
    draft: Option<String>,
) -> Result<SessionView, PageFault> {
    use crate::access::{asking, failed, not_found};
    use crate::decision::api::page_of;
    use backend::{chance, drafts, pages};
    use domain::ids::{ClientId, SessionId};

    let asking = asking().await?;
    let client: ClientId = client.parse().map_err(|_| not_found())?;
    let session: SessionId = session.parse().map_err(|_| not_found())?;
    let backend = &asking.services.backend;
    let subject = pages::session::subject(backend, session)
        .await
        .map_err(failed)?;
    let permit = asking.permit(subject)?;
    let detail = pages::session::page(backend, permit, session)
        .await
        .map_err(failed)?;
    if detail.facts.session.client != client {
        return Err(not_found());
    }
    let draft = match (form, draft.and_then(|id| id.parse().ok())) {
        (Some(form), Some(id)) => {
            let page = page_of(form, session);
            drafts::load(backend, asking.actor(), &page, id)
                .await
                .map_err(failed)?
        }
        _ => None,
    };
    let key = chance::id(backend.clock.machine_now()).to_string();
    Ok(SessionView {
        detail,
        key,
        draft: draft.unwrap_or_default(),
    })
}
