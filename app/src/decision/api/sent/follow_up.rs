//! A follow-up that is not there yet: opened under an id that is drawn for it, and booked under the
//! same one, so that what was shown names it.

use super::Sent;
use crate::access::{Asking, asking, failed, not_found};
use crate::fault::PageFault;
use crate::session_detail::api::SessionView;
use backend::booking::{self, FollowUp};
use backend::deciding::{Asked, Outcome};
use backend::{chance, drafts, pages};
use domain::form::Fields;
use domain::ids::{ClientId, SessionId, TherapistId};
use domain::permission::Subject;
use domain::refusal::Refusal;
use domain::time::Instant;
use domain::view::session::{Draft, KnownTime, SessionDetail};

/// The page that a draft belongs to.
pub fn page_of(client: ClientId) -> String {
    format!("book:{client}")
}

/// # Errors
/// Nobody is signed in, or the two are no pair.
pub async fn load(
    client: &str,
    session: Option<String>,
    entered: String,
    draft: Option<String>,
) -> Result<SessionView, PageFault> {
    let asking = asking().await?;
    let backend = &asking.services.backend;
    let id: ClientId = client.parse().map_err(|_| not_found())?;
    let kept = match draft.and_then(|id| id.parse().ok()) {
        Some(draft) => drafts::load(backend, asking.actor(), &page_of(id), draft)
            .await
            .map_err(failed)?,
        None => None,
    };
    let draft = kept.unwrap_or_else(|| Draft {
        fields: Fields {
            to_typed: entered,
            ..Fields::default()
        },
        ..Draft::default()
    });
    let drawn = || chance::id(backend.clock.machine_now()).to_string();
    view(&asking, client, &session.unwrap_or_else(drawn), draft).await
}

/// With the times that are named in the draft looked up.
pub async fn view(
    asking: &Asking,
    client: &str,
    session: &str,
    draft: Draft,
) -> Result<SessionView, PageFault> {
    let (detail, times) = shown(asking, client, session, &draft.fields).await?;
    let now = asking.services.backend.clock.machine_now();
    Ok(SessionView {
        detail,
        key: chance::id(now).to_string(),
        draft,
        times,
        stopping: None,
    })
}

pub async fn read(asking: &Asking, sent: &Sent) -> Result<(SessionDetail, Subject), PageFault> {
    let (detail, _) = shown(asking, &sent.client, &sent.session, &sent.fields).await?;
    let session = &detail.facts.session;
    let subject = Subject::Pair {
        therapist: session.therapist,
        client: session.client,
    };
    Ok((detail, subject))
}

/// Asked once for the zone that a typed time is read by, and once more for what it says.
async fn shown(
    asking: &Asking,
    client: &str,
    session: &str,
    fields: &Fields,
) -> Result<(SessionDetail, Vec<KnownTime>), PageFault> {
    let client: ClientId = client.parse().map_err(|_| not_found())?;
    let session: SessionId = session.parse().map_err(|_| not_found())?;
    let about = (session, client);
    let (detail, times) = looked_up(asking, about, Vec::new()).await?;
    let typed = Fields {
        to: "typed".into(),
        ..fields.clone()
    };
    let named = [fields, &typed].map(|fields| fields.start(&detail.zone).ok());
    let known = |at: &Instant| times.iter().any(|time| time.candidate.span.start() == *at);
    let unknown: Vec<Instant> = named
        .into_iter()
        .flatten()
        .filter(|at| !known(at))
        .collect();
    match unknown.is_empty() {
        true => Ok((detail, times)),
        false => looked_up(asking, about, unknown).await,
    }
}

async fn looked_up(
    asking: &Asking,
    (session, client): (SessionId, ClientId),
    entered: Vec<Instant>,
) -> Result<(SessionDetail, Vec<KnownTime>), PageFault> {
    let subject = Subject::Pair {
        therapist: TherapistId(asking.actor().id.0),
        client,
    };
    let backend = &asking.services.backend;
    let permit = asking.permit(subject)?;
    let page = pages::follow_up::page(backend, permit, (session, client), entered);
    page.await.map_err(failed)
}

/// # Errors
/// Of the machinery; what the rules say is an outcome.
pub async fn book(
    asking: &Asking,
    subject: Subject,
    fields: &Fields,
    detail: &SessionDetail,
    asked: Asked,
) -> Result<Outcome, PageFault> {
    let Ok(start) = fields.start(&detail.zone) else {
        return Ok(Outcome::Refused(Refusal::NewTimeMissing));
    };
    let note = match asked.command {
        domain::Command::Book(book) => book.note,
        _ => None,
    };
    let follow_up = FollowUp {
        session: asked.session,
        client: detail.facts.session.client,
        start,
        note,
        commitment: asked.commitment,
        key: asked.key,
        received_at: asked.received_at,
    };
    let backend = &asking.services.backend;
    let booked = booking::follow_up(backend, asking.permit(subject)?, follow_up);
    booked.await.map_err(failed)
}
