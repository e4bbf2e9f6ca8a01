//! A paused therapist asks to be bookable again. What both they and the team look at is found when
//! it is asked, and kept with the request: were the hours looked through since, and does a session
//! stand outside of them?

use crate::Backend;
use crate::crash::{self, Point};
use crate::deciding::{self, Desk, Done, Outcome};
use crate::fault::Fault;
use crate::store::account::{self, Doer};
use crate::store::availability::{schedule, to_come};
use crate::store::request::{self, About};
use crate::store::{StoreFault, Tx, codec, person, sql};
use domain::account::reactivate::{self, AskToReturn, Paused, Readiness};
use domain::account::{AccountEvent, Restriction};
use domain::actor::{Actor, Role};
use domain::availability::edit::{Plan, What, stranded};
use domain::availability::{Blocks, Schedule};
use domain::ids::{ActId, SessionId, TherapistId};
use domain::permission::{AskToReturn as MayAsk, Permit};
use domain::request::{Filed, RequestKind};
use domain::time::wall::{WEEK, WallRange};
use domain::time::{Instant, TimeDelta};
use domain::told::hex_digest;
use sqlx::FromRow;
use uuid::Uuid;

/// As a form sends it.
#[derive(Clone, Debug)]
pub struct AskedToReturn {
    pub ask: AskToReturn,
    pub key: String,
    pub received_at: Instant,
}

/// The check, as both are shown it; `None` where the account is not paused.
///
/// # Errors
/// Of the store.
pub async fn readiness(
    backend: &Backend,
    permit: Permit<MayAsk>,
) -> Result<Option<Readiness>, Fault> {
    let (therapist, now) = (TherapistId(permit.actor().id.0), backend.clock.now());
    let paused = backend
        .store
        .read::<_, Fault, _>(|tx| Box::pin(paused(tx, therapist, now)))
        .await?;
    Ok(paused.as_ref().map(Readiness::of))
}

/// The receipt names no session: it is about the account.
///
/// # Errors
/// Only of the machinery; whatever the rules say is an [`Outcome`].
pub async fn ask_to_return(
    backend: &Backend,
    permit: Permit<MayAsk>,
    asked: AskedToReturn,
) -> Result<Outcome, Fault> {
    let (desk, actor) = (Desk::of(backend), permit.actor());
    backend
        .store
        .write("ask to return", move |tx| {
            Box::pin(async move { attempt(tx, &desk, actor, asked).await })
        })
        .await
}

async fn attempt(
    tx: &mut Tx,
    desk: &Desk,
    actor: Actor,
    asked: AskedToReturn,
) -> Result<Outcome, Fault> {
    let (therapist, now) = (TherapistId(actor.id.0), asked.received_at);
    person::lock(tx, actor.id).await?;
    let content = hex_digest(&format!("return\n{}", asked.ask.words));
    if let Some(outcome) = deciding::before(tx, actor, &asked.key, &content).await? {
        return Ok(outcome);
    }
    let stands = account::load(tx, therapist).await?;
    let paused = paused(tx, therapist, now).await?;
    let decided = match reactivate::decide(&stands, paused.as_ref(), &asked.ask, now) {
        Ok(decided) => decided,
        Err(refusal) => return Ok(Outcome::Refused(refusal)),
    };
    let act = desk.setting.new_act(now);
    file(tx, therapist, &decided, act).await?;
    crash::point(Point::ReturnAsked);
    let doer = Doer {
        act,
        actor: Some(actor),
        received_at: now,
        committed_at: desk.setting.clock.machine_now(),
    };
    let event = AccountEvent::ReactivationAsked { asked: decided };
    account::append(tx, therapist, &event, doer).await?;
    let session = SessionId(Uuid::nil());
    let done = Done { act, session };
    deciding::spend(tx, actor, &asked.key, &content, &done, now).await?;
    Ok(Outcome::Done(done))
}

async fn file(
    tx: &mut Tx,
    therapist: TherapistId,
    asked: &reactivate::Asked,
    act: ActId,
) -> Result<(), Fault> {
    let filed = Filed {
        kind: RequestKind::Reactivation,
        by: Role::Therapist,
        words: asked.words.clone(),
        for_client: None,
        particulars: None,
        at: asked.at,
    };
    let about = About {
        therapist,
        session: None,
    };
    let found = serde_json::to_string(&asked.readiness).expect("plain data is always JSON");
    request::file(tx, about, &filed, Some(found), act).await
}

#[derive(FromRow)]
struct Row {
    since: i64,
    asked_at: Option<i64>,
}

/// What is known of a paused account: of two pauses, since the first.
async fn paused(
    tx: &mut Tx,
    therapist: TherapistId,
    now: Instant,
) -> Result<Option<Paused>, Fault> {
    let question = sql(
        "SELECT r.since, (SELECT q.at FROM request q WHERE q.therapist_id = r.therapist_id \
         AND q.kind = 'reactivation' AND q.state IN ('submitted', 'in_review', 'approved')) \
         AS asked_at FROM restriction r WHERE r.therapist_id = $1 AND r.kind IN ($2, $3) \
         ORDER BY r.since LIMIT 1",
    );
    let question = question
        .bind(therapist)
        .bind(Restriction::PausedByTherapist.as_str())
        .bind(Restriction::PausedByTeam.as_str());
    let Some(row) = tx.optional::<Row>(question).await? else {
        return Ok(None);
    };
    let head = schedule::whole(tx, therapist, now).await?;
    let head = head.ok_or(StoreFault::Missing)?;
    Ok(Some(Paused {
        since: codec::instant("restriction.since", row.since)?,
        hours_reviewed_at: head.reviewed_at,
        clashes: clashes(tx, &head, now).await?,
        asked_at: row
            .asked_at
            .map(|at| codec::instant("request.at", at))
            .transpose()?,
    }))
}

/// Sessions to come that the schedule would strand, were it made now.
async fn clashes(tx: &mut Tx, head: &schedule::Head, now: Instant) -> Result<u32, Fault> {
    let to_come = to_come::load(tx, head.therapist, now).await?;
    let is_session = |next: &&to_come::ToCome| matches!(next.party.what, What::Session { .. });
    let sessions = to_come.iter().filter(is_session);
    let sessions: Vec<_> = sessions.map(|next| (next.party, next.span)).collect();
    let last = sessions.iter().map(|(_, span)| span.end()).max();
    let table = head
        .zone
        .table(now - TimeDelta::days(2), last.unwrap_or(now));
    let always = always(&head.offered)?;
    let plan = |schedule| Plan {
        schedule,
        zone: &table,
    };
    let outside = stranded(plan(&always), plan(&head.offered), sessions);
    Ok(u32::try_from(outside.len()).unwrap_or(u32::MAX))
}

/// The same rules, and hours round the clock.
fn always(offered: &Schedule) -> Result<Schedule, Fault> {
    let day = WallRange::new(0, 1440).map_err(|fault| Fault::Outside(format!("{fault:?}")))?;
    let mut always = Schedule {
        rules: offered.rules,
        blocks: Blocks::default(),
        ..Schedule::default()
    };
    for weekday in WEEK {
        always.hours.paint(weekday, day);
    }
    Ok(always)
}
