//! The pages about a pause: the sessions that it asks about, how it stands, what it did, and what an
//! hour that is offered no longer takes with it.

use crate::Backend;
use crate::fault::Fault;
use crate::people::Person;
use crate::store::{Tx, account, codec, places, sql};
use crate::zones::{self, Zone};
use crate::{availability, pausing};
use domain::account::AccountEvent;
use domain::account::pause::{Pausing, Reason};
use domain::account::{Restriction, reactivate::Readiness};
use domain::actor::Role;
use domain::availability::edit::{Edit, What};
use domain::ids::{SessionId, TherapistId};
use domain::permission::{AskToReturn, EditAvailability, PauseAccount, Permit, SeeAccount};
use domain::sentences::account as words;
use domain::sentences::stopping;
use domain::session::{Session, SessionKind, State};
use domain::time::{Instant, TimeDelta, interval::Interval};
use domain::view::pausing::{
    AskedLine, PauseLine, PausePage, PausedLine, PausedPage, ReturnPage, StoppedHour,
};
use sqlx::{AssertSqlSafe, FromRow};

/// How the pause of somebody's account stands; `None` where nothing is paused. One statement.
///
/// # Errors
/// Of the store.
pub async fn standing(
    backend: &Backend,
    _permit: Permit<SeeAccount>,
    person: &Person,
) -> Result<Option<PausedLine>, Fault> {
    let (zone, now) = (
        Zone::named(&person.zone, &person.city)?,
        backend.clock.now(),
    );
    let question = sql(STANDING).bind(person.id);
    let row = backend.store.find::<StandingRow>(question).await?;
    row.map(|row| row.line(&zone, now)).transpose()
}

/// The sessions to come, or what the pause that stands did.
///
/// # Errors
/// Of the store.
pub async fn page(
    backend: &Backend,
    permit: Permit<PauseAccount>,
    person: &Person,
) -> Result<PausePage, Fault> {
    let (therapist, now) = (TherapistId(permit.actor().id.0), backend.clock.now());
    let zone = Zone::named(&person.zone, &person.city)?;
    let own = zone.clone();
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let account = account::load(tx, therapist).await?;
            let own_pause = account
                .restrictions
                .contains(&Restriction::PausedByTherapist);
            Ok(match own_pause {
                true => (
                    account,
                    Vec::new(),
                    Some(paused(tx, therapist, &own, now).await?),
                ),
                false => (account, to_come(tx, therapist, &own, now).await?, None),
            })
        })
    });
    let (account, to_come, paused) = read.await?;
    let tomorrow = zone.end_of_day(now);
    let until = to_come.last().map_or(now, |last| last.start);
    Ok(PausePage {
        now,
        account,
        zone: zone.table(
            now - TimeDelta::days(2),
            until.max(now + TimeDelta::days(800)),
        ),
        back_from: zone.field(tomorrow).chars().take(10).collect(),
        to_come,
        paused,
    })
}

/// The pause, and the check that both look at.
///
/// # Errors
/// Of the store.
pub async fn returning(
    backend: &Backend,
    permits: (Permit<SeeAccount>, Permit<AskToReturn>),
    person: &Person,
) -> Result<ReturnPage, Fault> {
    let line = standing(backend, permits.0, person).await?;
    let readiness: Option<Readiness> = pausing::readiness(backend, permits.1).await?;
    Ok(ReturnPage {
        paused: line.zip(readiness),
    })
}

/// What becomes of the hours, and of whoever else is booked then, where the hour of a session is
/// offered no longer; `None` where it could not be stopped.
///
/// # Errors
/// Of the store.
pub async fn stopped_hour(
    backend: &Backend,
    permit: Permit<EditAvailability>,
    session: &Session,
) -> Result<StoppedHour, Fault> {
    let edit = Edit::StopOffering(session.span);
    let preview = availability::editing::preview(backend, permit, edit).await?;
    let Ok(preview) = preview else {
        return Ok(StoppedHour {
            hours: Vec::new(),
            others: Vec::new(),
        });
    };
    let others = preview
        .stranded
        .into_iter()
        .filter(|line| line.id.0 != session.id.0 && matches!(line.what, What::Session { .. }));
    let named = others.map(|line| {
        let when = line.when.yours;
        let name = line.client.unwrap_or_default();
        format!("{name} · {}, {}", when.short_date, when.times)
    });
    Ok(StoppedHour {
        hours: stopping::difference(&preview.changes),
        others: named.collect(),
    })
}

const STANDING: &str = "\
SELECT r.kind, r.since, r.reason, r.words, r.back_at, q.at AS asked_at, \
q.words AS asked_words FROM restriction r LEFT JOIN request q \
ON q.therapist_id = r.therapist_id AND q.kind = 'reactivation' \
AND q.state IN ('submitted', 'in_review', 'approved') \
WHERE r.therapist_id = $1 AND r.kind IN ('paused_by_therapist', 'paused_by_team') \
ORDER BY r.since, r.kind LIMIT 1";

#[derive(FromRow)]
struct StandingRow {
    kind: String,
    since: i64,
    reason: String,
    words: Option<String>,
    back_at: Option<i64>,
    asked_at: Option<i64>,
    asked_words: Option<String>,
}

impl StandingRow {
    fn line(self, zone: &Zone, now: Instant) -> Result<PausedLine, Fault> {
        let label = |at| Ok::<_, Fault>(zone.moment(codec::instant("restriction", at)?, now).label);
        let by = codec::text("restriction.kind", &self.kind, Restriction::parse)?;
        let back = self.back_at.map(label).transpose()?;
        let asked = self.asked_at.map(label).transpose()?;
        Ok(PausedLine {
            by: match by {
                Restriction::PausedByTeam => Role::Staff,
                _ => Role::Therapist,
            },
            since: label(self.since)?,
            // They are back as a day begins.
            back: back.map(|at| at.split(',').next().unwrap_or_default().to_owned()),
            reason: match Reason::of(&self.reason, self.words) {
                Some(reason) => words::reason(&reason),
                None => self.reason,
            },
            asked: asked.map(|at| AskedLine {
                at,
                words: self.asked_words.unwrap_or_default(),
            }),
        })
    }
}

/// How the therapist's own pause stands, and what it did.
async fn paused(
    tx: &mut Tx,
    therapist: TherapistId,
    zone: &Zone,
    now: Instant,
) -> Result<PausedPage, Fault> {
    let row: StandingRow = tx.one(sql(STANDING).bind(therapist)).await?;
    let last = sql(
        "SELECT body FROM account_event WHERE therapist_id = $1 AND kind = 'paused' \
                    ORDER BY number DESC LIMIT 1",
    );
    let last: Option<(String,)> = tx.optional(last.bind(therapist)).await?;
    let did = last.map(|(body,)| did(body)).transpose()?;
    let (kept, to_move, cancelled) = did.map_or_else(Default::default, |did| {
        (did.kept.len(), did.to_move, did.cancelled)
    });
    Ok(PausedPage {
        line: row.line(zone, now)?,
        kept: u32::try_from(kept).unwrap_or(u32::MAX),
        to_move: of(tx, &to_move, zone, now).await?,
        cancelled: of(tx, &cancelled, zone, now).await?,
    })
}

fn did(body: String) -> Result<Pausing, Fault> {
    match serde_json::from_str(&body) {
        Ok(AccountEvent::Paused { pausing }) => Ok(*pausing),
        _ => Err(Fault::unreadable("account_event.body", body)),
    }
}

const LINES: &str = "\
SELECT s.id, s.kind, s.state, s.starts_at, s.ends_at, s.client_id, c.name, c.zone, c.city \
FROM session s JOIN account c ON c.id = s.client_id";

/// As a pause asks about them: booked, and not started.
async fn to_come(
    tx: &mut Tx,
    therapist: TherapistId,
    zone: &Zone,
    now: Instant,
) -> Result<Vec<PauseLine>, Fault> {
    let question = format!(
        "{LINES} WHERE s.therapist_id = $1 AND s.starts_at > $2 \
         AND s.state IN ('awaiting_confirmation', 'confirmed') ORDER BY s.starts_at, s.id"
    );
    let question = sql(AssertSqlSafe(question)).bind(therapist).bind(now);
    let rows: Vec<LineRow> = tx.all(question).await?;
    rows.into_iter().map(|row| row.line(zone, now)).collect()
}

async fn of(
    tx: &mut Tx,
    sessions: &[SessionId],
    zone: &Zone,
    now: Instant,
) -> Result<Vec<PauseLine>, Fault> {
    if sessions.is_empty() {
        return Ok(Vec::new());
    }
    let list = places(1, sessions.len());
    let question = format!("{LINES} WHERE s.id IN ({list}) ORDER BY s.starts_at, s.id");
    let question = sql(AssertSqlSafe(question)).bind_all(sessions.iter().copied());
    let rows: Vec<LineRow> = tx.all(question).await?;
    rows.into_iter().map(|row| row.line(zone, now)).collect()
}

#[derive(FromRow)]
struct LineRow {
    id: String,
    kind: String,
    state: String,
    starts_at: i64,
    ends_at: i64,
    client_id: String,
    name: String,
    zone: String,
    city: String,
}

impl LineRow {
    fn line(self, own: &Zone, now: Instant) -> Result<PauseLine, Fault> {
        let start = codec::instant("session.starts_at", self.starts_at)?;
        let span = Interval::new(start, codec::instant("session.ends_at", self.ends_at)?);
        let span = span.ok_or_else(|| Fault::unreadable("session.ends_at", self.id.clone()))?;
        let theirs = Zone::named(&self.zone, &self.city)?;
        Ok(PauseLine {
            session: codec::id("session.id", &self.id)?,
            kind: codec::text("session.kind", &self.kind, SessionKind::parse)?,
            start,
            state: codec::text("session.state", &self.state, State::parse)?,
            client: codec::id("session.client_id", &self.client_id)?,
            client_name: self.name,
            when: zones::when(span, own, &theirs, now),
        })
    }
}
