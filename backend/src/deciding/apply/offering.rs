//! What becomes of times on offer.

use super::Doing;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::store::{Tx, offer};
use domain::session::offer::{OfferEffect, OfferEnd};

/// One that has run out, and was not swept away yet, ends where another is made.
pub(super) async fn write(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    let (session, act, at) = (&doing.case.facts.session, doing.act, doing.received_at);
    match &doing.done.offer {
        None => return Ok(()),
        Some(OfferEffect::Made(made)) => {
            offer::end(tx, session.id, OfferEnd::Lapsed, act, at).await?;
            offer::make(tx, session, made, act).await?;
        }
        Some(OfferEffect::Ended { how, .. }) => offer::end(tx, session.id, *how, act, at).await?,
    }
    crash::point(Point::OfferWritten);
    Ok(())
}
