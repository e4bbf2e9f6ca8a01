//! What becomes of time: what is held for the session, the hold that keeps its time while a cancel
//! can be undone, and the time that it leaves. That is closed in the same transaction where the
//! therapist is not there, so that nobody ever sees it free.

use super::Doing;
use crate::chance;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::store::account::{self, Doer};
use crate::store::availability::schedule::{self, Saved};
use crate::store::{Tx, availability, span, sql};
use domain::account::AccountEvent;
use domain::account::pause::Pausing;
use domain::availability::edit::{Saving, changes};
use domain::consequence::SlotEffect;
use domain::time::interval::Interval;

/// Lets go of what is held for the session and, for whoever wants a time, of every hold of its two
/// that has ended: the constraint cannot see the time. A decision that leaves every time as it is
/// lets a hold stand as well.
pub(super) async fn make_room(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    if doing.done.slot == SlotEffect::Untouched && !wants_time(doing) {
        return Ok(());
    }
    let (session, at) = (&doing.case.facts.session, doing.received_at);
    if let Some(until) = doing.done.undoable_until() {
        if doing.case.facts.times.offer.is_some() {
            span::keep_offered(tx, session.id, at, until).await?;
        }
    } else {
        span::release(tx, session.id).await?;
    }
    if wants_time(doing) {
        span::sweep(tx, session.therapist.into(), session.client.into(), at).await?;
    }
    crash::point(Point::SpanFreed);
    Ok(())
}

fn wants_time(doing: &Doing<'_>) -> bool {
    let done = doing.done;
    done.moved.is_some() || done.offer.is_some() || done.booked.is_some()
}

/// What stands in the place of the time that the session left.
pub(super) async fn write(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    let session = &doing.case.facts.session;
    if let Some(until) = doing.done.undoable_until()
        && doing.done.slot != SlotEffect::Untouched
    {
        span::hold_for_undo(tx, session, doing.received_at, until).await?;
        crash::point(Point::SpanHeld);
    }
    let moved = doing.done.moved.as_ref();
    let left = moved.map_or(session.span, |moved| moved.freed);
    match doing.done.slot {
        SlotEffect::Untouched | SlotEffect::Freed => {}
        SlotEffect::Blocked => block(tx, doing, left).await?,
        SlotEffect::HourStopped => stop_hour(tx, doing, left).await?,
        SlotEffect::AccountPaused => pause(tx, doing).await?,
    }
    Ok(())
}

async fn block(tx: &mut Tx, doing: &Doing<'_>, left: Interval) -> Result<(), Fault> {
    let session = &doing.case.facts.session;
    tx.run(
        sql(
            "INSERT INTO block (id, therapist_id, starts_at, ends_at, session_id, act_id, \
             created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(chance::id(doing.received_at).to_string())
        .bind(session.therapist)
        .bind(left.start())
        .bind(left.end())
        .bind(session.id)
        .bind(doing.act)
        .bind(doing.received_at),
    )
    .await?;
    crash::point(Point::BlockWritten);
    Ok(())
}

/// What was offered before is kept beside it, for whoever undoes it.
async fn stop_hour(tx: &mut Tx, doing: &Doing<'_>, left: Interval) -> Result<(), Fault> {
    let (therapist, at) = (doing.case.facts.session.therapist, doing.received_at);
    let calendar = availability::load(tx, therapist, left, at).await?;
    let calendar = calendar.ok_or(crate::store::StoreFault::Missing)?;
    let mut after = calendar.schedule.clone();
    after.stop_offering(&calendar.table, left);
    let set = (&calendar.schedule, &after);
    let saved = schedule::save(tx, therapist, calendar.revision, set, doing.act, at).await?;
    let Saved::Yes { revision } = saved else {
        return Err(Fault::Outside(
            "the schedule changed while it was locked".into(),
        ));
    };
    let json = |value: &_| serde_json::to_string(value).expect("plain data is always JSON");
    let overrides = serde_json::to_string(&calendar.schedule.overrides);
    let keep = sql(
        "INSERT INTO stopped_hour (act_id, therapist_id, hours, overrides, revision) \
         VALUES ($1, $2, $3, $4, $5)",
    );
    let keep = keep
        .bind(doing.act)
        .bind(therapist)
        .bind(json(&calendar.schedule.hours))
        .bind(overrides.expect("plain data is always JSON"))
        .bind(revision);
    tx.run(keep).await?;
    let saving = Saving {
        changes: changes(&calendar.schedule, &after),
        zone: None,
        // Whoever else comes at that hour stays as booked, and is asked about by the next edit.
        kept: Vec::new(),
        to_move: Vec::new(),
        cancelled: Vec::new(),
        withdrawn: Vec::new(),
        note: None,
    };
    let saving = Box::new(saving);
    let saved = AccountEvent::ScheduleSaved { saving };
    account::append(tx, therapist, &saved, doer(doing)).await?;
    crash::point(Point::HourStopped);
    Ok(())
}

fn doer(doing: &Doing<'_>) -> Doer {
    Doer {
        act: doing.act,
        actor: doing.by,
        received_at: doing.received_at,
        committed_at: doing.setting.clock.machine_now(),
    }
}

/// Every other session stays until it has its own answer.
async fn pause(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    let (therapist, at) = (doing.case.facts.session.therapist, doing.received_at);
    let to_come = account::to_come(tx, therapist, at).await?;
    let pausing = Pausing::in_the_same_step(&to_come, at);
    if account::pause(tx, therapist, &pausing, doing.act).await? {
        let pausing = Box::new(pausing);
        let paused = AccountEvent::Paused { pausing };
        account::append(tx, therapist, &paused, doer(doing)).await?;
    }
    crash::point(Point::AccountPaused);
    Ok(())
}
