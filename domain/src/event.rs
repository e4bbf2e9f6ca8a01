//! What happened to a session: the append-only log, from which [`replay`](replay::replay) gives
//! the tables, and `sentences::history` what people read.

pub mod replay;

use crate::actor::Role;
use crate::consequence::{Consequence, TaskKind};
use crate::ids::ActId;
use crate::money::Money;
use crate::session::undo::Undoing;
use crate::time::{Instant, interval::Interval};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    Booked {
        by: Role,
        span: Interval,
        price: Money,
        /// When the stored card is to be charged, where nothing is paid at booking.
        #[serde(default)]
        charge: Option<Instant>,
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
        /// It was there, and came back.
        #[serde(default)]
        had_arrived: bool,
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
