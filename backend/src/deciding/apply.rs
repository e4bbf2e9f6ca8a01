//! Writes down a decision, all of it, in the transaction of the command. Each part of a
//! consequence has a file of its own here; the order is the one in which they need each other:
//! room is made before the session takes its time, and the log closes it.

mod asking;
mod booking;
mod letters;
mod log;
mod money;
mod offering;
mod people;
mod reminding;
mod session;
mod time;

use crate::Backend;
use crate::chance;
use crate::clock::Clock;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::outbox::{self, Leaving};
use crate::store::Tx;
use crate::store::case::Case;
use domain::actor::Actor;
use domain::consequence::Consequence;
use domain::ids::ActId;
use domain::time::Instant;
use std::sync::Arc;

/// What applying needs beside the rows: cheap to clone, as a command may run again.
#[derive(Clone)]
pub(crate) struct Setting {
    pub(crate) clock: Clock,
    pub(crate) origin: Arc<str>,
}

impl Setting {
    pub(crate) fn of(backend: &Backend) -> Setting {
        Setting {
            clock: backend.clock.clone(),
            origin: backend.origin.clone(),
        }
    }

    pub(crate) fn with(clock: Clock, origin: Arc<str>) -> Setting {
        Setting { clock, origin }
    }

    pub(crate) fn new_act(&self, at: Instant) -> ActId {
        ActId(chance::id(at))
    }
}

/// A decision that is being written down.
pub(crate) struct Doing<'a> {
    pub setting: &'a Setting,
    /// As it was when it was decided.
    pub case: &'a Case,
    pub done: &'a Consequence,
    pub act: ActId,
    /// `None` where a job acts.
    pub by: Option<Actor>,
    /// SHA-256 of what was shown before.
    pub digest: Option<String>,
    /// Decisions of one cause are one incident: what they have in common.
    pub together: Option<ActId>,
    pub received_at: Instant,
}

impl Doing<'_> {
    /// What a cancel causes leaves when it can no longer be undone; everything else at once.
    fn leaving(&self) -> Leaving {
        Leaving {
            written_at: self.received_at,
            not_before: self.done.undoable_until().unwrap_or(self.received_at),
        }
    }
}

/// # Errors
/// Of the store; nothing of it is kept then.
pub(crate) async fn all(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    time::make_room(tx, doing).await?;
    session::write(tx, doing).await?;
    crash::point(Point::SessionWritten);
    time::write(tx, doing).await?;
    offering::write(tx, doing).await?;
    asking::write(tx, doing).await?;
    booking::write(tx, doing).await?;
    reminding::write(tx, doing).await?;
    let refund = money::write(tx, doing).await?;
    crash::point(Point::MoneyBooked);
    people::standing(tx, doing).await?;
    people::tasks(tx, doing).await?;
    crash::point(Point::TasksRaised);
    letters::write(tx, doing).await?;
    if let (Some(refund), Some(paid)) = (refund, doing.case.facts.payment.paid()) {
        let (session, revision) = (doing.done.session, doing.done.revision);
        outbox::ask_refund(tx, paid.id, refund, session, revision, doing.leaving()).await?;
        crash::point(Point::RefundAsked);
    }
    log::write(tx, doing).await?;
    crash::point(Point::LogWritten);
    Ok(())
}
