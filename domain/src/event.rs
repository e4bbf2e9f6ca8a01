//! What happened to a session: the append-only log that replaying gives the tables from, and
//! the sentences of a session's history.

use crate::actor::Role;
use crate::consequence::{Consequence, TaskKind};
use crate::ids::ActId;
use crate::money::Money;
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
    /// A decision was carried out: a cancel, an attendance or a refund, as it was shown.
    Decided {
        act: ActId,
        consequence: Box<Consequence>,
    },
    /// The other party cancelled too, when the cancel `of` stood already; that one remains. The
    /// team is asked to look at the two of them where tasks say so.
    CameSecond {
        of: ActId,
        by: Role,
        tasks: Vec<TaskKind>,
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
    /// A refund or a letter could not leave, and waits for the team: a task of this kind about
    /// this row of the outbox.
    GivenUp {
        task: TaskKind,
        row: String,
    },
    /// The team had it tried again.
    TriedAgain {
        task: TaskKind,
        row: String,
    },
}

impl Event {
    /// Nothing of what was decided before is another thing for it.
    pub fn is_a_note(&self) -> bool {
        use Event::{CameSecond, GivenUp, TriedAgain};
        matches!(self, CameSecond { .. } | GivenUp { .. } | TriedAgain { .. })
    }
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

/// What replaying the log says of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    pub state: State,
    pub span: Interval,
    pub revision: u32,
    pub late_since: Option<Instant>,
    pub cancellation: Option<Cancellation>,
}

/// Replays a session's log; `None` where it does not begin with a booking.
pub fn replay(log: &[Recorded]) -> Option<Replayed> {
    let (first, rest) = log.split_first()?;
    let Event::Booked { span, by, .. } = first.event else {
        return None;
    };
    // A therapist's booking starts confirmed; a client's waits for the therapist.
    let state = if by == Role::Client {
        State::AwaitingConfirmation
    } else {
        State::Confirmed
    };
    let born = Replayed {
        state,
        span,
        revision: first.revision,
        late_since: None,
        cancellation: None,
    };
    Some(rest.iter().fold(born, step))
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
        }
        Event::Undone { undoing, .. } => {
            session.state = undoing.to;
            session.cancellation = None;
        }
        Event::Booked { .. }
        | Event::Paid { .. }
        | Event::ReminderSent
        | Event::CameSecond { .. }
        | Event::RefundSent { .. }
        | Event::RefundArrived { .. }
        | Event::RefundFailed { .. }
        | Event::GivenUp { .. }
        | Event::TriedAgain { .. } => {}
    }
    session
}
