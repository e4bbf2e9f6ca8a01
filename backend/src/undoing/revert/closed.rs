//! An hour that was stopped, or an account that was paused, together with a cancel: open again
//! with its undo, where nobody has changed it since.

use crate::fault::Fault;
use crate::store::account::{self, Doer};
use crate::store::availability::schedule;
use crate::store::case::Case;
use crate::store::{StoreFault, Tx, request, sql};
use domain::account::{AccountEvent, reactivate};
use domain::availability::Schedule;
use domain::availability::edit::{Saving, changes};
use domain::consequence::SlotEffect;
use domain::ids::TherapistId;
use domain::session::undo::Undoing;

/// Whether what the cancel closed is still as the cancel left it. An account that had been paused
/// before it was not paused by it.
pub(super) async fn as_it_was_left(tx: &mut Tx, undoing: &Undoing) -> Result<bool, Fault> {
    if undoing.slot != SlotEffect::HourStopped {
        return Ok(true);
    }
    let question = sql(
        "SELECT COUNT(*) FROM stopped_hour h JOIN schedule s ON s.therapist_id = h.therapist_id \
         WHERE h.act_id = $1 AND s.revision = h.revision",
    );
    let (same,): (i64,) = tx.one(question.bind(undoing.of)).await?;
    Ok(same == 1)
}

pub(super) async fn open_again(
    tx: &mut Tx,
    case: &Case,
    undoing: &Undoing,
    doer: Doer,
) -> Result<(), Fault> {
    match undoing.slot {
        SlotEffect::HourStopped => offer_again(tx, case, undoing, doer).await?,
        SlotEffect::AccountPaused => lift(tx, case.facts.session.therapist, undoing, doer).await?,
        SlotEffect::Untouched | SlotEffect::Freed | SlotEffect::Blocked => {}
    }
    Ok(())
}

/// What the team was asked about the pause is needless where nothing pauses the account any more.
async fn lift(
    tx: &mut Tx,
    therapist: TherapistId,
    undoing: &Undoing,
    doer: Doer,
) -> Result<(), Fault> {
    if !account::unpause(tx, undoing.of).await? {
        return Ok(());
    }
    account::append(tx, therapist, &AccountEvent::PauseUndone, doer).await?;
    let is_needless = reactivate::is_needless(&account::load(tx, therapist).await?);
    if is_needless && request::void_return(tx, therapist, doer.act, doer.received_at).await? {
        account::append(tx, therapist, &AccountEvent::ReactivationVoided, doer).await?;
    }
    Ok(())
}

async fn offer_again(tx: &mut Tx, case: &Case, undoing: &Undoing, doer: Doer) -> Result<(), Fault> {
    let therapist = case.facts.session.therapist;
    let stopped = offered(tx, therapist).await?;
    let open = sql("UPDATE schedule SET \
         hours = (SELECT h.hours FROM stopped_hour h WHERE h.act_id = $1), \
         overrides = (SELECT h.overrides FROM stopped_hour h WHERE h.act_id = $1) \
         WHERE therapist_id = $2");
    tx.run(open.bind(undoing.of).bind(therapist)).await?;
    let saving = Saving {
        changes: changes(&stopped, &offered(tx, therapist).await?),
        zone: None,
        kept: Vec::new(),
        to_move: Vec::new(),
        cancelled: Vec::new(),
        withdrawn: Vec::new(),
        note: None,
    };
    let saving = Box::new(saving);
    account::append(tx, therapist, &AccountEvent::ScheduleSaved { saving }, doer).await
}

async fn offered(tx: &mut Tx, therapist: TherapistId) -> Result<Schedule, Fault> {
    let head = schedule::head(tx, therapist).await?;
    Ok(head.ok_or(StoreFault::Missing)?.offered)
}
