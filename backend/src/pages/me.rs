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
    let query = match role {
        Role::Therapist => {
            let (from, to) = (zone.start_of_day(now), zone.end_of_day(now));
            listing::counting(Of::Therapist(id), Which::Starting { from, to })
        }
        Role::Client => listing::counting(Of::Client(id), Which::Upcoming { now }),
        Role::Staff => sql("SELECT COUNT(*) FROM task WHERE done_at IS NULL"),
    };
    let count: Option<(i64,)> = backend.store.find(query).await?;
    let count = count.map_or(0, |(count,)| u32::try_from(count).unwrap_or(u32::MAX));
    Ok(Me {
        role,
        name: person.name.clone(),
        email: person.email.clone(),
        city: person.city.clone(),
        zone: zone.abbreviation(now),
        count,
    })
}
