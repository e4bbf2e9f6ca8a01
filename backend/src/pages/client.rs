//! A client's page: upcoming sessions, and the past, paged.

use super::line::{first, line};
use crate::Backend;
use crate::fault::Fault;
use crate::store::listing::{self, Listed, Of, Page, Which};
use crate::store::{Tx, codec, sql};
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
struct Head {
    name: String,
    zone: String,
    city: String,
    own_zone: String,
    own_city: String,
    since: i64,
    policy_agreed_at: i64,
    /// Sessions that are over or cancelled.
    past: i64,
}

impl Head {
    /// Of the past; one page is there even where it is empty.
    fn pages(&self) -> u32 {
        let past = u32::try_from(self.past).unwrap_or(u32::MAX);
        past.div_ceil(PAST).max(1)
    }
}

/// `past_page` counts from 1; one beyond the last shows the last. Two statements, whatever the
/// number of sessions; the permit is asked for on what the first of them finds.
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
    let (head, lists, shown) = backend
        .store
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let (head, of) = permitted(tx, actor, client, now).await?;
                let shown = past_page.clamp(1, head.pages());
                let past = Page {
                    limit: PAST,
                    offset: (shown - 1) * PAST,
                };
                let lists = listing::to_come_and_past(tx, of, now, TO_COME, past).await?;
                Ok((head, lists, shown))
            })
        })
        .await?;
    Ok(ClientPage {
        id: client,
        about: about(&head, now)?,
        first_name: first(&head.name).into(),
        past_page: shown,
        past_pages: head.pages(),
        name: head.name,
        upcoming: lines(lists.to_come, now)?,
        past: lines(lists.past, now)?,
    })
}

/// The head of the page, and whose sessions stand on it.
async fn permitted(
    tx: &mut Tx,
    actor: Actor,
    client: ClientId,
    now: Instant,
) -> Result<(Head, Of), Fault> {
    let therapist = TherapistId(actor.id.0);
    let head = head(tx, therapist, client, now).await?;
    let subject = match &head {
        Some(_) => Subject::Pair { therapist, client },
        None => Subject::Nothing,
    };
    let permit: Permit<SeeClient> = permit(Some(actor), subject)?;
    let of = Of::Pair {
        therapist: permit.actor().id,
        client: client.into(),
    };
    Ok((head.ok_or(Denied::Hidden)?, of))
}

async fn head(
    tx: &mut Tx,
    therapist: TherapistId,
    client: ClientId,
    now: Instant,
) -> Result<Option<Head>, Fault> {
    let of = Of::Pair {
        therapist: therapist.into(),
        client: client.into(),
    };
    // Its placeholders are the therapist, the client, and now.
    let (count, values) = listing::counted(of, Which::Past { now });
    let text = format!(
        "SELECT c.name, c.zone, c.city, t.zone AS own_zone, t.city AS own_city, \
         p.since, p.policy_agreed_at, {count} AS past \
         FROM pairing p JOIN account c ON c.id = p.client_id \
         JOIN account t ON t.id = p.therapist_id \
         WHERE p.therapist_id = $1 AND p.client_id = $2"
    );
    let query = sql(AssertSqlSafe(text)).bind_all(values);
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
