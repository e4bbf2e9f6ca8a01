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

/// `draft` is the id of what was typed into `form` before; without one, of a refused undo.
#[server(prefix = "/do", endpoint = "load_session", output = crate::wire::Json)]
pub async fn load_session(
    client: String,
    session: String,
    form: Option<Form>,
    draft: Option<String>,
) -> Result<SessionView, PageFault> {
    use crate::access::{asking, failed, not_found};
    use crate::decision::api::page_of;
    use backend::drafts;
    use domain::ids::{ClientId, SessionId};

    let asking = asking().await?;
    let client: ClientId = client.parse().map_err(|_| not_found())?;
    let session: SessionId = session.parse().map_err(|_| not_found())?;
    let (detail, _) = read(&asking, session).await?;
    if detail.facts.session.client != client {
        return Err(not_found());
    }
    let draft = match draft.and_then(|id| id.parse().ok()) {
        Some(id) => {
            let page = form.map_or_else(|| undo_page(session), |form| page_of(form, session));
            let backend = &asking.services.backend;
            drafts::load(backend, asking.actor(), &page, id)
                .await
                .map_err(failed)?
        }
        None => None,
    };
    Ok(view(&asking, detail, draft.unwrap_or_default()))
}

/// The page that the draft of a refused undo belongs to.
#[cfg(feature = "ssr")]
pub fn undo_page(session: domain::ids::SessionId) -> String {
    format!("undo:{session}")
}

/// A session of the asker's own, and whose it is.
#[cfg(feature = "ssr")]
pub async fn read(
    asking: &crate::access::Asking,
    session: domain::ids::SessionId,
) -> Result<(SessionDetail, domain::permission::Subject), PageFault> {
    use crate::access::failed;
    use backend::pages;

    let backend = &asking.services.backend;
    let subject = pages::session::subject(backend, session)
        .await
        .map_err(failed)?;
    let permit = asking.permit(subject)?;
    let detail = pages::session::page(backend, permit, session)
        .await
        .map_err(failed)?;
    Ok((detail, subject))
}

/// The session with a form open on it, under a fresh key.
#[cfg(feature = "ssr")]
pub fn view(asking: &crate::access::Asking, detail: SessionDetail, draft: Draft) -> SessionView {
    let now = asking.services.backend.clock.machine_now();
    SessionView {
        detail,
        key: backend::chance::id(now).to_string(),
        draft,
    }
}
