//! The times that a command wants for its session, looked up on locked rows: which of the
//! therapist's own rules they break, what has them, and what is open near them. Who wants none
//! asks nothing of the database.

use crate::fault::Fault;
use crate::store::Tx;
use crate::store::availability::candidates::{self, Asking};
use domain::Command;
use domain::actor::Role;
use domain::session::Session;
use domain::time::{Instant, TimeDelta, interval::Interval};
use domain::times::Candidate;

/// Farther away than this from now is no time that anybody means.
const FARTHEST: TimeDelta = TimeDelta::days(3660);

pub(crate) async fn look_up(
    tx: &mut Tx,
    session: &Session,
    command: &Command,
    now: Instant,
) -> Result<Vec<Candidate>, Fault> {
    let (by, spans) = wanted(session, command);
    of(tx, session, by, spans, now).await
}

pub(crate) async fn of(
    tx: &mut Tx,
    session: &Session,
    by: Role,
    spans: Vec<Interval>,
    now: Instant,
) -> Result<Vec<Candidate>, Fault> {
    let asking = asking(session, by, spans, now);
    match asking.spans.is_empty() {
        true => Ok(Vec::new()),
        false => candidates::of(tx, &asking, now).await,
    }
}

/// The session asks for these; what nobody can mean is left out.
pub(crate) fn asking(
    session: &Session,
    by: Role,
    mut spans: Vec<Interval>,
    now: Instant,
) -> Asking {
    spans.retain(|span| (span.start() - now).abs() <= FARTHEST);
    Asking {
        therapist: session.therapist,
        client: session.client,
        session: Some(session.id),
        by,
        spans,
    }
}

fn wanted(session: &Session, command: &Command) -> (Role, Vec<Interval>) {
    let starting = |at: &Instant| session.span.starting(*at);
    match command {
        Command::Move(moving) => (moving.by, vec![starting(&moving.to)]),
        Command::Offer(offer) => {
            let most = domain::session::offer::MOST;
            let times = offer.times.iter().take(most).map(starting);
            (Role::Therapist, times.collect())
        }
        Command::Book(book) if book.by != Role::Client => (book.by, vec![session.span]),
        _ => (Role::Staff, Vec::new()),
    }
}
