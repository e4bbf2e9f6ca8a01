//! A client's page: upcoming sessions, and the past, paged.

use super::line::{first, line};
use crate::Backend;
use crate::fault::Fault;
use crate::store::listing::{self, Listed, Of, Page, Which};
use crate::store::{Tx, codec, sql};
use crate::zones::{Zone, ahead_of};
use domain::actor::{Actor, Role};
use domain::ids::{ClientId, TherapistId};
use domain::permission::{Permit, SeeClient, Subject};
use domain::time::Instant;
use domain::view::pages::ClientPage;
use domain::view::session::SessionLine;
use sqlx::FromRow;

/// The past stands in pages of this many.
const PAST: u32 = 8;

#[derive(FromRow)]
struct Head {
    name: String,
    zone: String,
    city: String,
    own_zone: String,
    own_city: String,
    since: i64,
    policy_agreed_at: i64,
}

/// Whether these two are a pair at all, to ask for a permit by; a client whom the therapist
/// does not see is as unknown as one who does not exist.
///
/// # Errors
/// Of the store.
pub async fn subject(backend: &Backend, actor: Actor, client: ClientId) -> Result<Subject, Fault> {
    let head = backend
        .store
        .read::<_, Fault, _>(|tx| Box::pin(head(tx, TherapistId(actor.id.0), client)))
        .await?;
    Ok(match head {
        Some(_) => Subject::Pair {
            therapist: TherapistId(actor.id.0),
            client,
        },
        None => Subject::Nothing,
    })
}

/// `past_page` counts from 1; one beyond the last shows the last.
///
/// # Errors
/// Of the store.
pub async fn page(
    backend: &Backend,
    permit: Permit<SeeClient>,
    client: ClientId,
    past_page: u32,
) -> Result<ClientPage, Fault> {
    let now = backend.clock.now();
    let therapist = permit.actor().id;
    let of = Of::Pair {
        therapist,
        client: client.into(),
    };
    let (head, upcoming, past, count, shown) = backend
        .store
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let head = head(tx, TherapistId(therapist.0), client)
                    .await?
                    .ok_or(Fault::Denied(domain::permission::Denied::Hidden))?;
                let count = listing::count(tx, of, Which::Past { now }).await?;
                let shown = past_page.clamp(1, count.div_ceil(PAST).max(1));
                let page = Page {
                    limit: PAST,
                    offset: (shown - 1) * PAST,
                };
                let all = Page {
                    limit: 100,
                    offset: 0,
                };
                let upcoming = listing::sessions(tx, of, Which::Upcoming { now }, all).await?;
                let past = listing::sessions(tx, of, Which::Past { now }, page).await?;
                Ok((head, upcoming, past, count, shown))
            })
        })
        .await?;
    Ok(ClientPage {
        id: client,
        about: about(&head, now)?,
        first_name: first(&head.name).into(),
        name: head.name,
        upcoming: lines(upcoming, now)?,
        past: lines(past, now)?,
        past_page: shown,
        past_pages: count.div_ceil(PAST).max(1),
    })
}

async fn head(
    tx: &mut Tx,
    therapist: TherapistId,
    client: ClientId,
) -> Result<Option<Head>, Fault> {
    let query = sql(
        "SELECT c.name, c.zone, c.city, t.zone AS own_zone, t.city AS own_city, \
         p.since, p.policy_agreed_at \
         FROM pairing p JOIN account c ON c.id = p.client_id \
         JOIN account t ON t.id = p.therapist_id \
         WHERE p.therapist_id = $1 AND p.client_id = $2",
    )
    .bind(therapist)
    .bind(client);
    Ok(tx.optional(query).await?)
}

fn about(head: &Head, now: Instant) -> Result<String, Fault> {
    let yours = Zone::named(&head.own_zone, &head.own_city)?;
    let theirs = Zone::named(&head.zone, &head.city)?;
    let since = yours.month(codec::instant("pairing.since", head.since)?);
    let agreed = codec::instant("pairing.policy_agreed_at", head.policy_agreed_at)?;
    let agreed = yours.moment(agreed, now).date;
    let place = match ahead_of(&theirs, &yours, now) {
        Some(ahead) => format!("{}, {ahead}", head.city),
        None => head.city.clone(),
    };
    Ok(format!(
        "Client since {since} · {place} · agreed to the 48-hour policy on {agreed}"
    ))
}

fn lines(listed: Vec<Listed>, now: Instant) -> Result<Vec<SessionLine>, Fault> {
    listed
        .into_iter()
        .map(|listed| line(listed, Role::Therapist, now))
        .collect()
}
