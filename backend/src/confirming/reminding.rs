//! Reminds the therapist of a booking that has had no answer: with half of the time left, and with
//! a quarter. Looked at again under the locks, so that nobody is reminded of what was answered,
//! moved or ended meanwhile, and of nothing twice.

use crate::crash::{self, Point};
use crate::deciding::Desk;
use crate::deciding::apply::Setting;
use crate::fault::Fault;
use crate::mail::templates::{self, About};
use crate::outbox;
use crate::store::case::{self, Case};
use crate::store::{Tx, codec, event, sql};
use domain::event::Event;
use domain::ids::SessionId;
use domain::sentences::returned::Returned;
use domain::session::confirm::{self, Reminder};
use domain::time::Instant;
use domain::told::{Recipient, Template};

/// The job's. Whether anything was sent.
///
/// # Errors
/// Of the store.
pub(crate) async fn remind(desk: &Desk, session: SessionId) -> Result<bool, Fault> {
    let (setting, now) = (desk.setting.clone(), desk.setting.clock.now());
    let write = desk.store.write("remind", move |tx| {
        Box::pin(async move { due(tx, &setting, session, now).await })
    });
    let sent = write.await?;
    if sent {
        desk.wake.ring();
    }
    Ok(sent)
}

async fn due(
    tx: &mut Tx,
    setting: &Setting,
    session: SessionId,
    now: Instant,
) -> Result<bool, Fault> {
    case::lock(tx, session).await?;
    let Some(case) = case::load(tx, session, now).await? else {
        return Ok(false);
    };
    let planned = sql("SELECT asked_at, remind_at FROM session WHERE id = $1").bind(session);
    let (asked_at, remind_at): (Option<i64>, Option<i64>) = tx.one(planned).await?;
    let read = |at| codec::instant("session.asked_at", at);
    let (Some(asked_at), Some(remind_at)) = (
        asked_at.map(read).transpose()?,
        remind_at.map(read).transpose()?,
    ) else {
        return Ok(false);
    };
    let (due, next) = confirm::reminder(&case.facts.session, asked_at, now);
    let Some(reminder) = due.filter(|_| remind_at <= now) else {
        return Ok(false);
    };
    let planned = sql("UPDATE session SET remind_at = $1 WHERE id = $2");
    tx.run(planned.bind(next).bind(session)).await?;
    crash::point(Point::ReminderPlanned);
    post(tx, setting, &case, reminder, now).await?;
    Ok(true)
}

async fn post(
    tx: &mut Tx,
    setting: &Setting,
    case: &Case,
    reminder: Reminder,
    now: Instant,
) -> Result<(), Fault> {
    let template = match reminder {
        Reminder::First => Template::ConfirmReminder,
        Reminder::Last => Template::LastConfirmReminder,
    };
    let session = &case.facts.session;
    let reference = reference(tx, setting, session.id, now).await?;
    let about = About {
        to: Recipient::Therapist,
        pair: &case.pair,
        session,
        revision: session.revision,
        place: &case.place,
        clause: None,
        refund: None,
        kept: None,
        done: None,
        note: None,
        failure: None,
        returned: Returned::default(),
        reference: &reference,
        origin: &setting.origin,
        now,
    };
    let letter = templates::letter(template, &about)?;
    outbox::post(tx, template, session.id, session.revision, &letter, now).await
}

/// That of the booking, by which the team finds it; one of the demo's first days has none.
async fn reference(
    tx: &mut Tx,
    setting: &Setting,
    session: SessionId,
    now: Instant,
) -> Result<String, Fault> {
    let log = event::of(tx, session).await?;
    let act = log.iter().rev().find_map(|recorded| match &recorded.event {
        Event::Decided { act, .. } => Some(*act),
        _ => None,
    });
    let act = act.unwrap_or_else(|| setting.new_act(now));
    Ok(act.reference())
}
