//! What happened to a session: the append-only log that replaying gives the tables from, and
//! the sentences of a session's history.

use crate::actor::Role;
use crate::consequence::Consequence;
use crate::ids::ActId;
use crate::money::Money;
use crate::session::confirm;
use crate::session::offer::{OfferEffect, OpenOffer};
use crate::session::undo::Undoing;
use crate::session::{Cancellation, State};
use crate::time::{Instant, interval::Interval};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    Booked {
        by: Role,
        span: Interval,
        price: Money,
    },
    Paid {
        amount: Money,
        card: String,
    },
    Confirmed,
    Moved {
        from: Interval,
        to: Interval,
        by: Role,
        late: bool,
    },
    ReminderSent,
    /// A decision was carried out: a cancel, a move, an attendance or a refund, as it was shown.
    Decided {
        act: ActId,
        consequence: Box<Consequence>,
    },
    /// A cancel was taken back, all of it.
    Undone {
        act: ActId,
        undoing: Box<Undoing>,
    },
    RefundSent {
        amount: Money,
    },
    RefundArrived {
        amount: Money,
    },
    RefundFailed {
        amount: Money,
        why: String,
    },
}

/// An event with the circumstances that every change carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub event: Event,
    /// The session's revision after it.
    pub revision: u32,
    /// `None` where no person acted, but a job did.
    pub actor: Option<Role>,
    pub received_at: Instant,
}

impl Recorded {
    /// The time that the session had before, where this moved it.
    pub fn moved_from(&self) -> Option<Interval> {
        match &self.event {
            Event::Moved { from, .. } => Some(*from),
            Event::Decided { consequence, .. } => {
                consequence.moved.as_ref().map(|_| consequence.span)
            }
            _ => None,
        }
    }
}

/// The times that a session's payment covered, one after the other, as the log has them.
pub fn covered(log: &[Recorded]) -> Vec<Interval> {
    let mut spans: Vec<Interval> = log.iter().filter_map(Recorded::moved_from).collect();
    spans.extend(replay(log).map(|now| now.span));
    spans
}

/// What replaying the log says of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    pub state: State,
    pub span: Interval,
    pub revision: u32,
    pub late_since: Option<Instant>,
    pub cancellation: Option<Cancellation>,
    /// Other times that wait for the client's answer.
    pub offer: Option<OpenOffer>,
    /// Until when it can be confirmed, where it awaits that.
    pub confirm_by: Option<Instant>,
}

/// Replays a session's log; `None` where it does not begin with a booking.
pub fn replay(log: &[Recorded]) -> Option<Replayed> {
    let (first, rest) = log.split_first()?;
    let mut now = rest.iter().fold(born(first)?, step);
    if now.state != State::AwaitingConfirmation {
        now.confirm_by = None;
    }
    Some(now)
}

/// A therapist's booking starts confirmed; a client's waits for the therapist.
fn born(first: &Recorded) -> Option<Replayed> {
    let (state, span, confirm_by) = match &first.event {
        Event::Booked { by, span, .. } if *by == Role::Client => {
            let until = confirm::deadline(first.received_at, span.start());
            (State::AwaitingConfirmation, *span, Some(until))
        }
        Event::Booked { span, .. } => (State::Confirmed, *span, None),
        Event::Decided { consequence, .. } => {
            let booked = consequence.booked.as_ref()?;
            (consequence.to, consequence.span, booked.confirm_by)
        }
        _ => return None,
    };
    Some(Replayed {
        state,
        span,
        revision: first.revision,
        late_since: None,
        cancellation: None,
        offer: None,
        confirm_by,
    })
}

fn step(mut session: Replayed, recorded: &Recorded) -> Replayed {
    session.revision = recorded.revision;
    match &recorded.event {
        Event::Confirmed => session.state = State::Confirmed,
        Event::Moved { to, by, late, .. } => {
            session.span = *to;
            if *late && *by == Role::Client {
                session.late_since = Some(recorded.received_at);
            }
        }
        Event::Decided { consequence, .. } => {
            session.state = consequence.to;
            if let Some(cancellation) = &consequence.cancellation {
                session.cancellation = Some(cancellation.clone());
            }
            if let Some(moved) = &consequence.moved {
                session.span = moved.to;
                session.late_since = moved.late_since;
                session.confirm_by = moved.confirm_by;
            }
            if consequence.late_waived.is_some() {
                session.late_since = None;
            }
            match &consequence.offer {
                Some(OfferEffect::Made(offer)) => session.offer = Some(offer.clone()),
                Some(OfferEffect::Ended { .. }) => session.offer = None,
                None => {}
            }
        }
        Event::Undone { undoing, .. } => {
            session.state = undoing.to;
            session.cancellation = None;
            session.offer = undoing.offer.clone();
        }
        Event::Booked { .. }
        | Event::Paid { .. }
        | Event::ReminderSent
        | Event::RefundSent { .. }
        | Event::RefundArrived { .. }
        | Event::RefundFailed { .. } => {}
    }
    session
}
