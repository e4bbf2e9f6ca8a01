//! A client's page: upcoming sessions, and the past, paged.

use super::line::{first, line};
use crate::Backend;
use crate::fault::Fault;
use crate::store::listing::{self, Listed, Of, Page, Which};
use crate::store::{codec, sql};
use crate::zones::{Zone, ahead_of};
use domain::actor::{Actor, Role};
use domain::ids::{ClientId, TherapistId};
use domain::permission::{Denied, Permit, SeeClient, Subject, permit};
use domain::time::Instant;
use domain::view::pages::ClientPage;
use domain::view::session::SessionLine;
use sqlx::{AssertSqlSafe, FromRow};

/// The past stands in pages of this many.
const PAST: u32 = 8;
/// At most so many to come are shown.
const TO_COME: Page = Page {
    limit: 100,
    offset: 0,
};

#[derive(FromRow)]
struct Found {
    name: String,
    zone: String,
    city: String,
    own_zone: String,
    own_city: String,
    since: i64,
    policy_agreed_at: i64,
    /// Sessions that are over or cancelled.
    past: i64,
    /// What is to come, and a page of the past.
    lists: String,
}

impl Found {
    /// Of the past; one page is there even where it is empty.
    fn pages(&self) -> u32 {
        let past = u32::try_from(self.past).unwrap_or(u32::MAX);
        past.div_ceil(PAST).max(1)
    }
}

/// `past_page` counts from 1; one beyond the last shows the last. One statement, whatever the
/// number of sessions; the permit is asked for on what it finds, before anything is made of it.
///
/// # Errors
/// Denied as the permission table says: a client whom the therapist does not see is as unknown
/// as one who does not exist. Else of the store.
pub async fn page(
    backend: &Backend,
    actor: Actor,
    client: ClientId,
    past_page: u32,
) -> Result<ClientPage, Fault> {
    let now = backend.clock.now();
    let mut shown = past_page.max(1);
    let mut found = find(backend, actor, client, now, shown).await?;
    let last = found.as_ref().map_or(shown, Found::pages);
    if last < shown {
        shown = last;
        found = find(backend, actor, client, now, shown).await?;
    }
    let subject = match &found {
        Some(_) => Subject::Pair {
            therapist: TherapistId(actor.id.0),
            client,
        },
        None => Subject::Nothing,
    };
    let _: Permit<SeeClient> = permit(Some(actor), subject)?;
    let found = found.ok_or(Denied::Hidden)?;
    let lists = listing::read_both(&found.lists)?;
    Ok(ClientPage {
        id: client,
        about: about(&found, now)?,
        first_name: first(&found.name).into(),
        past_page: shown,
        past_pages: found.pages(),
        name: found.name,
        upcoming: lines(lists.to_come, now)?,
        past: lines(lists.past, now)?,
    })
}

async fn find(
    backend: &Backend,
    actor: Actor,
    client: ClientId,
    now: Instant,
    past_page: u32,
) -> Result<Option<Found>, Fault> {
    let of = Of::Pair {
        therapist: actor.id,
        client: client.into(),
    };
    let past = Page {
        limit: PAST,
        offset: PAST.saturating_mul(past_page - 1),
    };
    // The placeholders of both begin with the therapist, the client, and now.
    let (count, _) = listing::counted(of, Which::Past { now });
    let (lists, values) = listing::to_come_and_past_column(&backend.store, of, now, TO_COME, past);
    let text = format!(
        "SELECT c.name, c.zone, c.city, t.zone AS own_zone, t.city AS own_city, \
         p.since, p.policy_agreed_at, {count} AS past, {lists} AS lists \
         FROM pairing p JOIN account c ON c.id = p.client_id \
         JOIN account t ON t.id = p.therapist_id \
         WHERE p.therapist_id = $1 AND p.client_id = $2"
    );
    let question = sql(AssertSqlSafe(text)).bind_all(values);
    Ok(backend.store.find(question).await?)
}

fn about(found: &Found, now: Instant) -> Result<String, Fault> {
    let yours = Zone::named(&found.own_zone, &found.own_city)?;
    let theirs = Zone::named(&found.zone, &found.city)?;
    let since = yours.month(codec::instant("pairing.since", found.since)?);
    let agreed = codec::instant("pairing.policy_agreed_at", found.policy_agreed_at)?;
    let agreed = yours.moment(agreed, now).date;
    let place = match ahead_of(&theirs, &yours, now) {
        Some(ahead) => format!("{}, {ahead}", found.city),
        None => found.city.clone(),
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
