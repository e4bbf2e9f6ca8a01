//! Times in checkout: an open slot is held for a client while they pay, ten minutes and once
//! fifteen. Two who want one slot wait for each other; the second is told, and nothing is held.

use super::terms;
use crate::Backend;
use crate::crash::{self, Point};
use crate::deciding::apply::{self, Doing, Setting};
use crate::deciding::{self, Desk, Done, Outcome};
use crate::fault::Fault;
use crate::store::availability::candidates::{self, Asking};
use crate::store::case::{self, Case};
use crate::store::{Tx, codec, person, span, sql};
use domain::actor::{Actor, Role};
use domain::consequence::Consequence;
use domain::ids::{ClientId, SessionId, TherapistId};
use domain::permission::{BookSession, Denied, Permit};
use domain::session::State;
use domain::session::hold::{self, Hold, Stage};
use domain::time::{Instant, interval::Interval};
use domain::told::hex_digest;

/// A slot that a client wants to pay for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Drawn by the page that shows it.
    pub session: SessionId,
    pub therapist: TherapistId,
    pub start: Instant,
    /// Spent by a hold only, and then answers for it.
    pub key: String,
    pub received_at: Instant,
}

/// # Errors
/// Of the machinery, and hidden where the two are no pair; whatever the rules say is an
/// [`Outcome`].
pub async fn hold(
    backend: &Backend,
    permit: Permit<BookSession>,
    wanted: Wanted,
) -> Result<Outcome, Fault> {
    let (desk, actor) = (Desk::of(backend), permit.actor());
    let attempt = || {
        let (setting, wanted) = (desk.setting.clone(), wanted.clone());
        desk.store.write("hold", move |tx| {
            Box::pin(async move {
                let act = setting.new_act(wanted.received_at);
                check_out(tx, actor, &wanted, act).await
            })
        })
    };
    match attempt().await {
        // Whoever has the time now is seen by the next look, and named.
        Err(Fault::Store(fault)) if fault.is_slot_taken() => attempt().await,
        outcome => outcome,
    }
}

async fn check_out(
    tx: &mut Tx,
    actor: Actor,
    wanted: &Wanted,
    act: domain::ids::ActId,
) -> Result<Outcome, Fault> {
    let (therapist, client, now) = (wanted.therapist, ClientId(actor.id.0), wanted.received_at);
    person::lock(tx, therapist.into()).await?;
    person::lock(tx, client.into()).await?;
    let content = content(wanted);
    if let Some(outcome) = deciding::before(tx, actor, &wanted.key, &content).await? {
        return Ok(outcome);
    }
    if case::owners(tx, wanted.session).await?.is_some() {
        // An old page was sent again, with another key.
        return Ok(Outcome::KeySpent);
    }
    let terms = terms::of(tx, therapist, client).await?;
    if let Err(refusal) = terms.priced() {
        return Ok(Outcome::Refused(refusal));
    }
    let session = terms.session(wanted.session, (therapist, client), wanted.start, now)?;
    let asking = Asking {
        therapist,
        client,
        session: None,
        by: Role::Client,
        spans: vec![session.span],
    };
    let found = candidates::of(tx, &asking, now).await?;
    let candidate = found.first().ok_or(Denied::Hidden)?;
    let own = own(tx, client).await?;
    let held = match hold::hold(candidate, &own, now) {
        Ok(held) => held,
        Err(refusal) => return Ok(Outcome::Refused(refusal)),
    };
    span::sweep(tx, therapist.into(), client.into(), now).await?;
    terms.put(tx, &session, Role::Client).await?;
    crash::point(Point::HoldKept);
    span::check_out(tx, &session, now, held.until()).await?;
    crash::point(Point::HoldWritten);
    let done = Done {
        act,
        session: session.id,
    };
    deciding::spend(tx, actor, &wanted.key, &content, &done, now).await?;
    Ok(Outcome::Done(done))
}

fn content(wanted: &Wanted) -> String {
    let Wanted {
        session,
        therapist,
        start,
        ..
    } = wanted;
    let start = start.timestamp_millis();
    hex_digest(&format!("hold\n{session}\n{therapist}\n{start}"))
}

/// What the client has in checkout; what has ended is still there until it is let go.
async fn own(tx: &mut Tx, client: ClientId) -> Result<Vec<Hold>, Fault> {
    let held = sql(
        "SELECT starts_at, ends_at, held_at, hold_stage FROM session \
         WHERE client_id = $1 AND state = 'held' AND held_at IS NOT NULL",
    );
    let rows: Vec<(i64, i64, i64, String)> = tx.all(held.bind(client)).await?;
    let read = |(start, end, held_at, stage): (i64, i64, i64, String)| {
        let (start, end) = (
            codec::instant("session.starts_at", start)?,
            codec::instant("session.ends_at", end)?,
        );
        let span = Interval::new(start, end);
        Ok(Hold {
            span: span.ok_or_else(|| Fault::unreadable("session.ends_at", end.to_string()))?,
            held_at: codec::instant("session.held_at", held_at)?,
            stage: codec::text("session.hold_stage", &stage, Stage::parse)?,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Five minutes more while the payment authenticates, once.
///
/// # Errors
/// As [`hold`].
pub async fn extend(
    backend: &Backend,
    permit: Permit<BookSession>,
    session: SessionId,
    received_at: Instant,
) -> Result<Outcome, Fault> {
    let (desk, actor) = (Desk::of(backend), permit.actor());
    let act = desk.setting.new_act(received_at);
    desk.store
        .write("extend", move |tx| {
            Box::pin(async move {
                let case = deciding::lock(tx, Some(actor), session, received_at).await?;
                let held = case.facts.times.hold;
                let held = held.filter(|_| case.facts.session.state == State::Held);
                let held = held.ok_or(domain::refusal::Refusal::HoldOver);
                match held.and_then(|held| hold::extend(&held, received_at)) {
                    Ok(longer) => {
                        prolong(tx, session, &longer).await?;
                        Ok(Outcome::Done(Done { act, session }))
                    }
                    Err(refusal) => Ok(Outcome::Refused(refusal)),
                }
            })
        })
        .await
}

async fn prolong(tx: &mut Tx, session: SessionId, held: &Hold) -> Result<(), Fault> {
    let stage = sql("UPDATE session SET hold_stage = $1 WHERE id = $2");
    tx.run(stage.bind(held.stage.as_str()).bind(session))
        .await?;
    crash::point(Point::HoldProlonged);
    span::prolong(tx, session, held.until()).await
}

/// The job's: a checkout that has ended. Its time was free from that instant on. Money that came in
/// for it all the same goes back by the same transaction.
///
/// # Errors
/// Of the store.
pub(crate) async fn let_go(desk: &Desk, session: SessionId) -> Result<bool, Fault> {
    let (setting, now) = (desk.setting.clone(), desk.setting.clock.now());
    let gone = desk
        .store
        .write("let go", move |tx| {
            Box::pin(async move {
                case::lock(tx, session).await?;
                let Some(case) = case::load(tx, session, now).await? else {
                    return Ok(false);
                };
                let Ok(done) = hold::let_go(&case.facts, now) else {
                    return Ok(false);
                };
                if done.money.is_some() {
                    apply::all(tx, &by_itself(&setting, &case, &done, now)).await?;
                    return Ok(true);
                }
                // Nothing was ever booked or paid: it has no log.
                span::release(tx, session).await?;
                let expire = sql("UPDATE session SET state = $1 WHERE id = $2");
                tx.run(expire.bind(done.to.as_str()).bind(session)).await?;
                Ok(true)
            })
        })
        .await;
    if matches!(gone, Ok(true)) {
        desk.wake.ring();
    }
    gone
}

fn by_itself<'a>(
    setting: &'a Setting,
    case: &'a Case,
    done: &'a Consequence,
    now: Instant,
) -> Doing<'a> {
    Doing {
        setting,
        case,
        done,
        act: setting.new_act(now),
        by: None,
        digest: None,
        together: None,
        received_at: now,
    }
}
