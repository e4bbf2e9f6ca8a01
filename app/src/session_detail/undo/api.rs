//! What the undo button asks of the server.

use crate::decision::api::Answer;
use crate::fault::PageFault;
use leptos::prelude::*;

#[server(prefix = "/do", endpoint = "undo_cancel", output = crate::wire::Json)]
pub async fn undo_cancel(
    session: String,
    #[server(default)] act: String,
    #[server(default)] key: String,
) -> Result<Answer, PageFault> {
    use crate::access::{asking, failed, not_found};
    use crate::context::send_plain_form_to;
    use crate::decision::api::key_of;
    use crate::routes;
    use crate::session_detail::api::read;
    use backend::deciding::Outcome;
    use backend::undoing::{self, Asked};
    use domain::ids::SessionId;
    use domain::refusal::Refusal;

    let asking = asking().await?;
    let backend = &asking.services.backend;
    let received_at = backend.clock.now();
    let session: SessionId = session.parse().map_err(|_| not_found())?;
    let (detail, subject) = read(&asking, session).await?;
    let permit = asking.permit(subject)?;
    let Ok(act) = act.parse() else {
        return refused(&asking, session, Refusal::NothingToUndo).await;
    };
    let asked = Asked {
        session,
        act,
        key: key_of(&key, received_at),
        received_at,
    };
    match undoing::by_therapist(backend, permit, asked)
        .await
        .map_err(failed)?
    {
        Outcome::Done(_) => {
            let to = routes::session(detail.facts.session.client, session);
            send_plain_form_to(&to);
            Ok(Answer::Done { to })
        }
        Outcome::Refused(why) => refused(&asking, session, why).await,
        Outcome::Changed { .. } | Outcome::KeySpent => {
            refused(&asking, session, Refusal::NothingToUndo).await
        }
    }
}

/// The session as it stands, and why nothing was undone. A plain form finds it in a draft.
#[cfg(feature = "ssr")]
async fn refused(
    asking: &crate::access::Asking,
    session: domain::ids::SessionId,
    why: domain::refusal::Refusal,
) -> Result<Answer, PageFault> {
    use crate::access::failed;
    use crate::context::{is_plain_form, send_plain_form_to};
    use crate::routes;
    use crate::session_detail::api::{read, undo_page, view};
    use backend::drafts;
    use domain::view::session::Draft;

    let (detail, _) = read(asking, session).await?;
    let draft = Draft {
        faults: vec![why],
        ..Draft::default()
    };
    if is_plain_form() {
        let backend = &asking.services.backend;
        let id = drafts::keep(backend, asking.actor(), &undo_page(session), &draft)
            .await
            .map_err(failed)?;
        let page = routes::session(detail.facts.session.client, session);
        send_plain_form_to(&format!("{page}?draft={id}"));
    }
    let view = view(asking, None, detail, draft).await?;
    Ok(Answer::Again(Box::new(view)))
}
