//! What a booking that awaits the therapist's word shows of it, in a list and on its own page:
//! until when, what confirming does, and what its form carries.

use crate::zones::Zone;
use domain::commitment::Commitment;
use domain::request::{OpenRequest, RequestKind};
use domain::sentences::bookings;
use domain::session::{Session, confirm};
use domain::time::Instant;
use domain::view::session::ToConfirm;

/// `None` where nothing waits, or no longer.
pub(super) fn to_confirm(
    session: &Session,
    client: &str,
    open: &[OpenRequest],
    own: &Zone,
    now: Instant,
) -> Option<ToConfirm> {
    let until = session.confirm_by?;
    let shown = confirm::confirmed(session, open, now).ok()?;
    let asked = open
        .iter()
        .find(|open| open.kind == RequestKind::DeclineInitial);
    Some(ToConfirm {
        until,
        label: label(until, own, now),
        says: bookings::confirming(client, asked.is_some()),
        commitment: Commitment::to(&shown).to_text(),
        team_asked: asked.map(|asked| own.stamp(asked.since, now)),
    })
}

/// `Tue 24 Nov, 06:00 London time`
pub(super) fn label(until: Instant, own: &Zone, now: Instant) -> String {
    format!("{} {} time", own.moment(until, now).label, own.place())
}
