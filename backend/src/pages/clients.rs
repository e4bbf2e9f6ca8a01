//! The therapist's clients, by name, each with the next session.

use crate::Backend;
use crate::fault::Fault;
use crate::people::Person;
use crate::store::{codec, sql};
use crate::zones::{Zone, ahead_of};
use domain::permission::{Permit, SeeClients};
use domain::view::pages::ClientLine;
use sqlx::FromRow;

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    zone: String,
    city: String,
    next: Option<i64>,
}

/// # Errors
/// Of the store.
pub async fn page(
    backend: &Backend,
    permit: Permit<SeeClients>,
    person: &Person,
) -> Result<Vec<ClientLine>, Fault> {
    let now = backend.clock.now();
    let yours = Zone::named(&person.zone, &person.city)?;
    let query = sql("SELECT c.id, c.name, c.zone, c.city, \
         (SELECT MIN(starts_at) FROM session WHERE therapist_id = p.therapist_id \
          AND client_id = p.client_id AND state IN ('awaiting_confirmation', 'confirmed') \
          AND ends_at > $1) AS next \
         FROM pairing p JOIN account c ON c.id = p.client_id \
         WHERE p.therapist_id = $2 ORDER BY c.name")
    .bind(now)
    .bind(permit.actor().id);
    let rows: Vec<Row> = backend
        .store
        .read::<_, Fault, _>(|tx| Box::pin(async move { Ok(tx.all(query).await?) }))
        .await?;
    let read = |row: Row| {
        let theirs = Zone::named(&row.zone, &row.city)?;
        let next = row
            .next
            .map(|at| codec::instant("session.starts_at", at))
            .transpose()?;
        Ok(ClientLine {
            id: codec::id("account.id", &row.id)?,
            name: row.name,
            city: match ahead_of(&theirs, &yours, now) {
                Some(ahead) => format!("{}, {ahead}", row.city),
                None => row.city,
            },
            next: next.map(|at| yours.moment(at, now).label),
        })
    };
    rows.into_iter().map(read).collect()
}
