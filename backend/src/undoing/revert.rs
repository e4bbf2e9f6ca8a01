//! Takes back what a cancel wrote, by the log's own account of it: session, span and block,
//! charge, refund intent and ledger, standing, tasks, outbox; the offer and the requests that it
//! had ended.

mod closed;

use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::store::account::Doer;
use crate::store::case::Case;
use crate::store::ledger::{self, Posting};
use crate::store::{Tx, codec, offer, outbox, request, span, sql, task};
use domain::actor::Role;
use domain::commitment::Difference;
use domain::consequence::SlotEffect;
use domain::ids::{ActId, RefundId};
use domain::payment::ledger::{Account, Entry};
use domain::refusal::Refusal;
use domain::session::undo::Undoing;
use domain::standing::StandingEffect;
use domain::time::Instant;
use sqlx::FromRow;

#[derive(FromRow)]
struct Found {
    holds: i64,
    offers: i64,
    requests: i64,
    blocks: i64,
    incidents: i64,
    refunds: i64,
    charges: i64,
}

/// Whether everything that the cancel wrote is still as it wrote it. Nothing is written here: a
/// refusal must leave no trace.
pub(super) async fn possible(
    tx: &mut Tx,
    case: &Case,
    undoing: &Undoing,
) -> Result<Result<(), Refusal>, Fault> {
    let found = find(tx, undoing).await?;
    let one = |there: bool| i64::from(there);
    let incident = matches!(undoing.standing, StandingEffect::Incident { .. });
    let slot = (found.holds, found.blocks)
        == (
            holds(case, undoing),
            one(undoing.slot == SlotEffect::Blocked),
        )
        && closed::as_it_was_left(tx, undoing).await?;
    let asked = (found.offers, found.requests)
        == (one(undoing.offer.is_some()), undoing.requests.len() as i64);
    let money = (found.refunds, found.charges)
        == (one(undoing.refund.is_some()), one(undoing.charge.is_some()));
    let waiting = outbox::waiting_of(tx, undoing.session, undoing.undone).await?;
    let due = undoing.messages as usize + usize::from(undoing.refund.is_some());
    let told = waiting.len() == due && waiting.iter().all(|row| row.is_untouched());
    let same = [
        (Difference::Slot, slot),
        (Difference::Session, asked),
        (Difference::Money, money),
        (Difference::Standing, found.incidents == one(incident)),
        (Difference::Told, told),
    ];
    Ok(match same.into_iter().find(|(_, same)| !same) {
        Some((part, _)) => Err(Refusal::ChangedSince { part }),
        None => Ok(()),
    })
}

/// Its own time is held, and the times on offer that were held when it was cancelled.
fn holds(case: &Case, undoing: &Undoing) -> i64 {
    let gone = case.facts.session.cancellation.as_ref();
    let stood = |until| gone.is_some_and(|gone| gone.at < until);
    let offered = undoing.offer.as_ref().filter(|offer| stood(offer.until));
    1 + offered.map_or(0, |offer| offer.times.len() as i64)
}

async fn find(tx: &mut Tx, undoing: &Undoing) -> Result<Found, Fault> {
    let question = sql("SELECT \
         (SELECT COUNT(*) FROM span WHERE session_id = $1 AND kind = 'undo') AS holds, \
         (SELECT COUNT(*) FROM offer WHERE ended_by = $2) AS offers, \
         (SELECT COUNT(*) FROM request WHERE voided_by = $2) AS requests, \
         (SELECT COUNT(*) FROM block WHERE act_id = $2) AS blocks, \
         (SELECT COUNT(*) FROM incident WHERE act_id = $3) AS incidents, \
         (SELECT COUNT(*) FROM refund WHERE act_id = $4 AND state = 'requested' \
          AND withdrawn_at IS NULL) AS refunds, \
         (SELECT COUNT(*) FROM charge WHERE session_id = $5 AND state = 'withdrawn' \
          AND due_at = $6) AS charges");
    let found = question
        .bind(undoing.session)
        .bind(undoing.of)
        .bind(undoing.of)
        .bind(undoing.of)
        .bind(undoing.session)
        .bind(undoing.charge);
    Ok(tx.one(found).await?)
}

pub(super) async fn all(
    tx: &mut Tx,
    case: &Case,
    undoing: &Undoing,
    doer: Doer,
) -> Result<(), Fault> {
    let (act, at) = (doer.act, doer.received_at);
    // The hold first: the session takes its span again by trigger, where the hold stood.
    let offered = undoing.offer.as_ref().map(|offer| offer.until);
    span::give_back(tx, undoing.session, undoing.span, offered).await?;
    crash::point(Point::UndoReleased);
    session(tx, undoing).await?;
    crash::point(Point::UndoSession);
    for table in [
        "DELETE FROM block WHERE act_id = $1",
        "DELETE FROM incident WHERE act_id = $1",
    ] {
        tx.run(sql(table).bind(undoing.of)).await?;
    }
    crash::point(Point::UndoUnblocked);
    closed::open_again(tx, case, undoing, doer).await?;
    crash::point(Point::UndoOpened);
    offer::reopen(tx, undoing.of).await?;
    request::reopen(tx, undoing.of).await?;
    crash::point(Point::UndoCleared);
    money(tx, case, undoing, act, at).await?;
    crash::point(Point::UndoWithdrawn);
    tasks(tx, undoing, at).await?;
    crash::point(Point::UndoClosed);
    outbox::withdraw(tx, undoing.session, undoing.undone).await?;
    crash::point(Point::UndoSilenced);
    Ok(())
}

/// # Errors
/// [`Fault::Outside`] where the row changed under the lock, which cannot be.
async fn session(tx: &mut Tx, undoing: &Undoing) -> Result<(), Fault> {
    let changed = tx
        .run(
            sql(
                "UPDATE session SET state = $1, revision = $2, cancelled_at = NULL, \
                 cancelled_by = NULL, cancelled_for = NULL, cancelled_cause = NULL, \
                 cancelled_words = NULL, cancelled_notice = NULL, cancelled_clause = NULL \
                 WHERE id = $3 AND revision = $4",
            )
            .bind(undoing.to.as_str())
            .bind(undoing.revision)
            .bind(undoing.session)
            .bind(undoing.undone),
        )
        .await?;
    match changed {
        1 => Ok(()),
        _ => Err(Fault::Outside(
            "the session changed while it was locked".into(),
        )),
    }
}

/// What was asked about the cancel is asked no more; but where the other party had cancelled too,
/// the team asks them, and the task is as old as their wish.
async fn tasks(tx: &mut Tx, undoing: &Undoing, at: Instant) -> Result<(), Fault> {
    let subject = undoing.of.to_string();
    task::close(tx, &subject, at).await?;
    let Some(second) = undoing.second else {
        return Ok(());
    };
    let note = match second.by {
        Role::Client => {
            "The therapist cancelled and undid it, so the session stands. Meanwhile the client had \
             cancelled too. Ask whether they still want to: the therapist can cancel for them, \
             and give the time at which they asked."
        }
        _ => {
            "The client cancelled and undid it, so the session stands. Meanwhile the therapist \
             had cancelled too. Ask whether they still want to."
        }
    };
    for kind in undoing.raises() {
        let session = Some(undoing.session);
        task::raise_again(tx, kind, &subject, session, note, second.since).await?;
    }
    Ok(())
}

/// The intent is withdrawn, never deleted: the ledger's entries name it.
async fn money(
    tx: &mut Tx,
    case: &Case,
    undoing: &Undoing,
    act: ActId,
    at: Instant,
) -> Result<(), Fault> {
    if let Some(due) = undoing.charge {
        tx.run(
            sql("UPDATE charge SET state = 'scheduled' \
                 WHERE session_id = $1 AND state = 'withdrawn' AND due_at = $2")
            .bind(undoing.session)
            .bind(due),
        )
        .await?;
    }
    let Some(paid) = case.facts.payment.paid() else {
        return Ok(());
    };
    let refund = refund(tx, undoing.of).await?;
    let posting = |refund| Posting {
        payment: paid.id,
        what: "undone",
        act,
        refund,
        at,
    };
    let is_refund = |leg: &Entry| leg.from == Account::Refunding;
    let (back, kept): (Vec<_>, Vec<_>) = undoing.legs.iter().copied().partition(is_refund);
    ledger::append(tx, posting(None), &kept).await?;
    crash::point(Point::UndoHalfBooked);
    ledger::append(tx, posting(refund), &back).await?;
    crash::point(Point::UndoBooked);
    tx.run(
        sql("UPDATE refund SET withdrawn_at = $1 WHERE act_id = $2")
            .bind(at)
            .bind(undoing.of),
    )
    .await?;
    Ok(())
}

async fn refund(tx: &mut Tx, of: ActId) -> Result<Option<RefundId>, Fault> {
    let row: Option<(String,)> = tx
        .optional(sql("SELECT id FROM refund WHERE act_id = $1").bind(of))
        .await?;
    row.map(|(id,)| codec::id("refund.id", &id)).transpose()
}
