//! When is a client's wish to cancel late? Notice is elapsed time, whatever wall clocks do
//! meanwhile, and it counts from when the client asked (docs/POLICIES.md, rules P1, P11
//! and P12).

use super::Policy;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Timing {
    OnTime,
    Late,
    /// A late move at the client's wish keeps every later cancel late.
    LateStays,
    /// Born inside the notice period and taken back within the grace.
    Grace,
}

/// The instant that notice counts from: when the client asked, by the therapist's word, or
/// the receipt of the command where nothing earlier is claimed.
///
/// # Errors
/// A time before the booking, or after the command was received.
pub fn counted_from(
    session: &Session,
    asked_at: Option<Instant>,
    received_at: Instant,
) -> Result<Instant, Refusal> {
    match asked_at {
        None => Ok(received_at),
        Some(asked) if asked > received_at => Err(Refusal::AskedInFuture),
        Some(asked) if asked < session.booked_at => Err(Refusal::AskedBeforeBooking),
        Some(asked) => Ok(asked),
    }
}

/// Exactly the policy's notice is on time; a second less is late. The grace runs up to and
/// including its last second, and only before the start.
pub fn timing(session: &Session, policy: Policy, counted_from: Instant) -> Timing {
    let start = session.span.start();
    let notice = start - counted_from;
    let in_grace = counted_from - session.booked_at <= policy.grace() && counted_from < start;
    if session.late_since.is_some() {
        Timing::LateStays
    } else if notice >= policy.notice() {
        Timing::OnTime
    } else if born_inside(session, policy)
        && in_grace
        && policy.grace() > crate::time::TimeDelta::zero()
    {
        Timing::Grace
    } else {
        Timing::Late
    }
}

/// Booked less than the policy's notice ahead, so that it was never free to cancel but for
/// the grace.
pub fn born_inside(session: &Session, policy: Policy) -> bool {
    session.span.start() - session.booked_at < policy.notice()
}

/// The last instant at which the client cancels free of charge: `start − notice`.
pub fn free_until(session: &Session, policy: Policy) -> Instant {
    session.span.start() - policy.notice()
}
