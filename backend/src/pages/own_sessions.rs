//! A client's own sessions, to read.

use super::line::line;
use crate::Backend;
use crate::fault::Fault;
use crate::store::listing::{self, Listed, Of, Page};
use domain::actor::Role;
use domain::permission::{Permit, SeeOwnSessions};
use domain::time::Instant;
use domain::view::pages::OwnSessionsPage;
use domain::view::session::SessionLine;

const MOST: Page = Page {
    limit: 50,
    offset: 0,
};

/// # Errors
/// Of the store.
pub async fn page(
    backend: &Backend,
    permit: Permit<SeeOwnSessions>,
) -> Result<OwnSessionsPage, Fault> {
    let now = backend.clock.now();
    let of = Of::Client(permit.actor().id);
    let lists = backend
        .store
        .read::<_, Fault, _>(|tx| Box::pin(listing::to_come_and_past(tx, of, now, MOST, MOST)))
        .await?;
    Ok(OwnSessionsPage {
        upcoming: lines(lists.to_come, now)?,
        past: lines(lists.past, now)?,
    })
}

fn lines(listed: Vec<Listed>, now: Instant) -> Result<Vec<SessionLine>, Fault> {
    listed
        .into_iter()
        .map(|listed| line(listed, Role::Client, now))
        .collect()
}
