//! A follow-up that the therapist books: it stands at once, past their own rules where they must,
//! but over nobody.

use super::terms::{self, Terms};
use crate::Backend;
use crate::crash::{self, Point};
use crate::deciding::{self, Asked, Desk, Outcome, wanted};
use crate::fault::Fault;
use crate::store::{StoreFault, Tx, case, person};
use domain::Command;
use domain::actor::{Actor, Role};
use domain::facts::Facts;
use domain::ids::{ClientId, SessionId, TherapistId};
use domain::permission::{BookFollowUp, Permit};
use domain::session::Session;
use domain::session::book::Book;
use domain::time::Instant;

/// A follow-up as a form asks for it.
#[derive(Clone, Debug)]
pub struct FollowUp {
    /// Drawn by the page that shows it, since what was shown names it.
    pub session: SessionId,
    pub client: ClientId,
    pub start: Instant,
    /// Words for the client.
    pub note: Option<String>,
    pub commitment: Option<String>,
    pub key: String,
    pub received_at: Instant,
}

impl FollowUp {
    pub fn command(&self) -> Command {
        Command::Book(Book {
            by: Role::Therapist,
            note: self.note.clone(),
        })
    }
}

/// What a page decides by before the follow-up is there.
///
/// # Errors
/// Of the store; hidden where the two are no pair.
pub async fn facts(
    backend: &Backend,
    permit: Permit<BookFollowUp>,
    asked: &FollowUp,
) -> Result<Facts, Fault> {
    let (therapist, now) = (TherapistId(permit.actor().id.0), backend.clock.now());
    let asked = asked.clone();
    backend
        .store
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let terms = terms::of(tx, therapist, asked.client).await?;
                let pair = (therapist, asked.client);
                let session = terms.session(asked.session, pair, asked.start, now)?;
                known(tx, terms, session, now).await
            })
        })
        .await
}

async fn known(tx: &mut Tx, terms: Terms, session: Session, now: Instant) -> Result<Facts, Fault> {
    let spans = vec![session.span];
    let candidates = wanted::of(tx, &session, Role::Therapist, spans, now).await?;
    let mut facts = terms.facts(session)?;
    facts.times.candidates = candidates;
    facts.times.restricted = terms::restricted(tx, facts.session.therapist).await?;
    Ok(facts)
}

/// # Errors
/// Of the machinery, and hidden where the two are no pair; whatever the rules say is an
/// [`Outcome`].
pub async fn follow_up(
    backend: &Backend,
    permit: Permit<BookFollowUp>,
    asked: FollowUp,
) -> Result<Outcome, Fault> {
    crash::point(Point::CommandReceived);
    let (desk, actor) = (Desk::of(backend), permit.actor());
    let attempt = || {
        let (desk, asked) = (desk.clone(), asked.clone());
        backend.store.write("decide", move |tx| {
            Box::pin(async move { whole(tx, &desk, actor, asked).await })
        })
    };
    let outcome = match attempt().await {
        // Whoever has the time now is seen by the next look, and named.
        Err(Fault::Store(fault)) if fault.is_slot_taken() => attempt().await,
        outcome => outcome,
    };
    if matches!(outcome, Ok(Outcome::Done(_))) {
        backend.wake.ring();
    }
    outcome
}

/// Why nothing is to be kept.
enum Stop {
    Outcome(Outcome),
    Fault(Fault),
}

impl From<StoreFault> for Stop {
    fn from(fault: StoreFault) -> Stop {
        Stop::Fault(fault.into())
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}

/// The session is there before it is decided about, and only where it is booked afterwards.
async fn whole(tx: &mut Tx, desk: &Desk, actor: Actor, asked: FollowUp) -> Result<Outcome, Fault> {
    let setting = desk.setting.clone();
    let booked = tx
        .savepoint(|tx| {
            Box::pin(async move {
                match book(tx, &setting, actor, asked).await? {
                    done @ Outcome::Done(_) => Ok(done),
                    other => Err(Stop::Outcome(other)),
                }
            })
        })
        .await;
    match booked {
        Ok(outcome) | Err(Stop::Outcome(outcome)) => Ok(outcome),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

async fn book(
    tx: &mut Tx,
    setting: &deciding::apply::Setting,
    actor: Actor,
    asked: FollowUp,
) -> Result<Outcome, Fault> {
    let (therapist, client, now) = (TherapistId(actor.id.0), asked.client, asked.received_at);
    person::lock(tx, therapist.into()).await?;
    person::lock(tx, client.into()).await?;
    if case::owners(tx, asked.session).await?.is_none() {
        let terms = terms::of(tx, therapist, client).await?;
        let session = terms.session(asked.session, (therapist, client), asked.start, now)?;
        terms.put(tx, &session, Role::Therapist).await?;
        crash::point(Point::FollowUpKept);
    }
    let mut case = deciding::lock(tx, Some(actor), asked.session, now).await?;
    case.facts.times.restricted = terms::restricted(tx, therapist).await?;
    crash::point(Point::CaseLocked);
    let asked = Asked {
        session: asked.session,
        command: asked.command(),
        // A therapist who was shown nothing has agreed to nothing.
        commitment: Some(asked.commitment.unwrap_or_default()),
        key: asked.key,
        received_at: now,
    };
    deciding::decided(tx, setting, case, Some(actor), asked).await
}
