//! A cancel that came second, after the other party's (docs/POLICIES.md, rule P13), be it an
//! objection or a booking not taken. It is refused, and not lost: while the first one can be
//! undone it is noted whatever it is, so that the team can be asked if that happens; and where it
//! would have given the client more back, the team is asked to look at once.

use super::{Session, State, undo};
use crate::actor::Role;
use crate::consequence::{Consequence, TaskKind};
use crate::event::{Event, Recorded};
use crate::facts::Facts;
use crate::ids::ActId;
use crate::payment::ledger::Books;
use crate::payment::{Paid, Payment};
use crate::time::Instant;
use crate::{Command, decide};
use serde::{Deserialize, Serialize};

/// Who wants the session cancelled all the same, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Second {
    pub by: Role,
    pub since: Instant,
}

/// What the log keeps of a cancel that came second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    pub by: Role,
    /// What the team is asked.
    pub tasks: Vec<TaskKind>,
}

/// What the log keeps of `second`, received at `now`, when `first` had left the facts as they
/// are. `None` where there is nothing to keep: it would have ended nothing, or `first` was the
/// same party's.
pub fn noted(after: &Facts, first: &Consequence, second: &Command, now: Instant) -> Option<Noted> {
    let won = first.cancellation.as_ref()?;
    let given = first.money.as_ref().map_or(0, |money| money.refund.minor);
    let before = undisturbed(after, first.from, given);
    let alone = decide(&before, second, now).ok()?;
    // What the house does when time is up is nobody's wish.
    let wish = alone.cancellation.filter(|wish| wish.can_be_undone())?;
    if won.by == wish.by {
        return None;
    }
    let gives_more = alone.money.is_some_and(|money| money.refund.minor > given);
    let tasks = match gives_more {
        true => vec![TaskKind::CompetingCancel],
        false => Vec::new(),
    };
    let may_be_undone = undo::open(&after.session, now).is_some();
    let by = wish.by;
    (may_be_undone || !tasks.is_empty()).then_some(Noted { by, tasks })
}

/// The first of those that were noted after the cancel `of`.
pub(super) fn of(log: &[Recorded], of: ActId) -> Option<Second> {
    log.iter().find_map(|recorded| match recorded.event {
        Event::CameSecond { of: first, by, .. } if first == of => Some(Second {
            by,
            since: recorded.received_at,
        }),
        _ => None,
    })
}

/// The facts as they would be without the first cancel, which gave `given` minor units back.
fn undisturbed(after: &Facts, state: State, given: i64) -> Facts {
    let session = Session {
        state,
        cancellation: None,
        ..after.session.clone()
    };
    let payment = match &after.payment {
        Payment::Paid(paid) => Payment::Paid(Paid {
            books: without(paid.books, given),
            ..paid.clone()
        }),
        other => other.clone(),
    };
    Facts {
        session,
        payment,
        ..after.clone()
    }
}

fn without(books: Books, given: i64) -> Books {
    // Where the first one's refund has failed meanwhile, it stands in `held` again.
    let gone = (books.refunded + books.refunding - given).max(0);
    Books {
        held: books.captured - gone - books.disputed - books.parked,
        payable: 0,
        commission: 0,
        refunding: 0,
        refunded: gone,
        ..books
    }
}
