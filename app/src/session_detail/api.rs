//! What a session's pages ask of the server.

use crate::fault::PageFault;
#[cfg(feature = "ssr")]
use domain::form::Fields;
use domain::form::Form;
use domain::view::pausing::StoppedHour;
use domain::view::session::{Draft, KnownTime, SessionDetail};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A session, and the form that is open on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    pub detail: SessionDetail,
    /// A fresh idempotency key for the form.
    pub key: String,
    pub draft: Draft,
    /// The times that it could have, where the form is about one.
    #[serde(default)]
    pub times: Vec<KnownTime>,
    /// What stopping its hour takes with it, where the form can do that.
    #[serde(default)]
    pub stopping: Option<StoppedHour>,
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
    let draft = draft.unwrap_or_else(|| Draft {
        fields: begun(form, &detail),
        ..Draft::default()
    });
    view(&asking, form, detail, draft).await
}

/// What a form begins with.
#[cfg(feature = "ssr")]
fn begun(form: Option<Form>, detail: &SessionDetail) -> Fields {
    match form {
        Some(Form::Decline) => Fields::for_declining(detail.facts.session.kind, &detail.words),
        _ => Fields::default(),
    }
}

/// The times that a session could have: those that are open, and the one that somebody has
/// entered, a wall time of the therapist's.
#[server(prefix = "/do", endpoint = "load_times", output = crate::wire::Json)]
pub async fn load_times(session: String, entered: String) -> Result<Vec<KnownTime>, PageFault> {
    use crate::access::{asking, not_found};

    let asking = asking().await?;
    let session = session.parse().map_err(|_| not_found())?;
    let (detail, _) = read(&asking, session).await?;
    let fields = Fields {
        to: "typed".into(),
        to_typed: entered,
        ..Fields::default()
    };
    times(&asking, &detail, &fields).await
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
pub async fn view(
    asking: &crate::access::Asking,
    form: Option<Form>,
    detail: SessionDetail,
    draft: Draft,
) -> Result<SessionView, PageFault> {
    let now = asking.services.backend.clock.machine_now();
    let times = match form {
        Some(Form::Move) => times(asking, &detail, &draft.fields).await?,
        _ => Vec::new(),
    };
    let stopping = match form {
        Some(Form::Cancel | Form::Move | Form::Decline)
            if detail.facts.session.state.is_booked() =>
        {
            Some(stopping(asking, &detail).await?)
        }
        _ => None,
    };
    Ok(SessionView {
        detail,
        key: backend::chance::id(now).to_string(),
        draft,
        times,
        stopping,
    })
}

#[cfg(feature = "ssr")]
async fn stopping(
    asking: &crate::access::Asking,
    detail: &SessionDetail,
) -> Result<StoppedHour, PageFault> {
    let permit = asking.permit(domain::permission::Subject::Nothing)?;
    let backend = &asking.services.backend;
    let stopped =
        backend::pages::pausing::stopped_hour(backend, permit, &detail.facts.session).await;
    stopped.map_err(crate::access::failed)
}

#[cfg(feature = "ssr")]
async fn times(
    asking: &crate::access::Asking,
    detail: &SessionDetail,
    fields: &Fields,
) -> Result<Vec<KnownTime>, PageFault> {
    let backend = &asking.services.backend;
    let session = &detail.facts.session;
    let subject = domain::permission::Subject::Pair {
        therapist: session.therapist,
        client: session.client,
    };
    let entered = fields.starts(&detail.zone);
    let times = backend::pages::times::page(backend, asking.permit(subject)?, session.id, entered);
    times.await.map_err(crate::access::failed)
}
