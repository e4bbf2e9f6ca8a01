//! Who is signed in, for the rail of every page.

use crate::Backend;
use crate::fault::Fault;
use crate::people::Person;
use crate::store::listing::{self, Of, Which};
use crate::store::sql;
use crate::zones::Zone;
use domain::actor::Role;
use domain::view::pages::Me;

/// # Errors
/// Of the store.
pub async fn me(backend: &Backend, person: &Person) -> Result<Me, Fault> {
    let now = backend.clock.now();
    let zone = Zone::named(&person.zone, &person.city)?;
    let (id, role) = (person.id, person.role);
    let day = (zone.start_of_day(now), zone.end_of_day(now));
    let count = backend
        .store
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let which = Which::Starting {
                    from: day.0,
                    to: day.1,
                };
                match role {
                    Role::Therapist => listing::count(tx, Of::Therapist(id), which).await,
                    Role::Client => {
                        listing::count(tx, Of::Client(id), Which::Upcoming { now }).await
                    }
                    Role::Staff => {
                        let open = sql("SELECT COUNT(*) FROM task WHERE done_at IS NULL");
                        let (count,): (i64,) = tx.one(open).await?;
                        Ok(u32::try_from(count).unwrap_or(u32::MAX))
                    }
                }
            })
        })
        .await?;
    Ok(Me {
        role,
        name: person.name.clone(),
        email: person.email.clone(),
        city: person.city.clone(),
        zone: zone.abbreviation(now),
        count,
    })
}
