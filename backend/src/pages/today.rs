//! The therapist's day, and what waits for her.

use super::line::line;
use crate::Backend;
use crate::fault::Fault;
use crate::people::Person;
use crate::store::listing::{self, Listed, Of, Page, Which};
use crate::zones::Zone;
use domain::actor::Role;
use domain::permission::{Permit, SeeToday};
use domain::time::{Instant, TimeDelta};
use domain::view::pages::TodayPage;
use domain::view::session::SessionLine;

/// At most this many sessions stand under one heading.
const MOST: Page = Page {
    limit: 50,
    offset: 0,
};
const NEXT: Page = Page {
    limit: 6,
    offset: 0,
};

/// # Errors
/// Of the store.
pub async fn page(
    backend: &Backend,
    permit: Permit<SeeToday>,
    person: &Person,
) -> Result<TodayPage, Fault> {
    let now = backend.clock.now();
    let zone = Zone::named(&person.zone, &person.city)?;
    let of = Of::Therapist(permit.actor().id);
    let (from, to) = (zone.start_of_day(now), zone.end_of_day(now));
    let (attendance, today, next) = backend
        .store
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let after = Which::Starting {
                    from: to,
                    to: to + TimeDelta::days(14),
                };
                Ok((
                    listing::sessions(tx, of, Which::Unattended { now }, MOST).await?,
                    listing::sessions(tx, of, Which::Starting { from, to }, MOST).await?,
                    listing::sessions(tx, of, after, NEXT).await?,
                ))
            })
        })
        .await?;
    Ok(TodayPage {
        date: zone.day(now),
        attendance: lines(attendance, now)?,
        today: lines(today, now)?,
        next: lines(next, now)?,
    })
}

fn lines(listed: Vec<Listed>, now: Instant) -> Result<Vec<SessionLine>, Fault> {
    listed
        .into_iter()
        .map(|listed| line(listed, Role::Therapist, now))
        .collect()
}
