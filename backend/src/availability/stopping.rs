//! Stop offering the hour of a session from now on: by itself, or in the transaction of a decision
//! that leaves that time because it is known to be wrong.

use super::draft;
use super::editing::{self, Asked, Outcome};
use crate::Backend;
use crate::fault::Fault;
use crate::store::account::{self, Entry};
use crate::store::availability::schedule;
use crate::store::{Tx, case};
use domain::account::AccountEvent;
use domain::actor::Actor;
use domain::availability::edit::{Answers, Edit, NotSaved, Party, Saving, Stranded};
use domain::ids::{ActId, SessionId, TherapistId};
use domain::permission::{Denied, EditAvailability, Permit};
use domain::time::{Instant, interval::Interval};
use domain::view::availability::EditPreview;

/// The edit that stops the hour of one's own session.
///
/// # Errors
/// Hidden where the session is somebody else's or none.
pub async fn of_session(
    backend: &Backend,
    permit: &Permit<EditAvailability>,
    session: SessionId,
) -> Result<Edit, Fault> {
    let (actor, now) = (permit.actor(), backend.clock.now());
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let owners = case::owners(tx, session).await?;
            owners
                .filter(|pair| pair.is_own(actor))
                .ok_or(Denied::Hidden)?;
            let case = case::load(tx, session, now).await?;
            Ok(case.ok_or(Denied::Hidden)?.facts.session.span)
        })
    });
    read.await.map(Edit::StopOffering)
}

/// What it changes and whom it leaves outside.
///
/// # Errors
/// As [`of_session`].
pub async fn preview(
    backend: &Backend,
    permit: Permit<EditAvailability>,
    session: SessionId,
) -> Result<Result<EditPreview, NotSaved>, Fault> {
    let edit = of_session(backend, &permit, session).await?;
    editing::preview(backend, permit, edit).await
}

/// As a form asks for it, with the answers for whom it leaves outside.
///
/// # Errors
/// As [`of_session`]; whatever the rules say is an [`Outcome`].
pub async fn stop_offering(
    backend: &Backend,
    permit: Permit<EditAvailability>,
    session: SessionId,
    (answers, shown): (Answers, String),
    key: String,
    received_at: Instant,
) -> Result<Outcome, Fault> {
    let asked = Asked {
        edit: of_session(backend, &permit, session).await?,
        answers,
        shown,
        key,
        received_at,
    };
    editing::save(backend, permit, asked).await
}

/// Within the transaction of the decision `act`, whose therapist is locked: everybody else at that
/// hour stays as booked, and is answered, for whoever asks about them next.
#[allow(
    dead_code,
    reason = "for a decision that leaves its old hour, as a move can"
)]
pub(crate) async fn within(
    tx: &mut Tx,
    actor: Actor,
    therapist: TherapistId,
    span: Interval,
    act: ActId,
    (received_at, committed_at): (Instant, Instant),
) -> Result<Vec<Stranded<Party>>, Fault> {
    let edit = Edit::StopOffering(span);
    let draft = draft::of(tx, therapist, &edit, received_at).await?;
    let draft = draft.map_err(|why| Fault::Outside(why.to_string()))?;
    if draft.changes.is_empty() {
        return Ok(Vec::new());
    }
    let (head, set) = (&draft.head, (&draft.head.offered, &draft.after));
    schedule::save(tx, therapist, head.revision, set, act, received_at).await?;
    let saving = Saving {
        changes: draft.changes,
        zone: None,
        kept: draft.stranded.iter().map(|met| met.id.id).collect(),
        to_move: Vec::new(),
        cancelled: Vec::new(),
        note: None,
    };
    let event = AccountEvent::ScheduleSaved {
        saving: Box::new(saving),
    };
    let entry = Entry {
        therapist,
        act,
        actor,
        event,
        received_at,
        committed_at,
    };
    account::append(tx, entry).await?;
    Ok(draft.stranded)
}
