//! The whole database as it stands, past every use case, and what each therapist offers.

use super::reminders::{self, Reminder};
use super::rows::{self, Everything};
use super::send::Member;
use backend::Backend;
use backend::availability::next_free;
use backend::fault::Fault;
use backend::seed::cast::{MAYA, RUTH, TOMAS};
use backend::store::availability::{self, Calendar};
use backend::store::{Tx, sql};
use domain::availability::edit::stranded::stands_outside;
use domain::availability::slots;
use domain::ids::{SessionId, TherapistId};
use domain::time::{Instant, TimeDelta, interval::Interval};
use domain::told::hex_digest;
use sqlx::FromRow;

pub const THERAPISTS: [Member; 3] = [MAYA, TOMAS, RUTH];
/// Past every horizon.
pub const AHEAD: TimeDelta = TimeDelta::days(90);

#[derive(Clone, Debug, FromRow)]
pub struct SessionRow {
    pub id: String,
    pub therapist_id: String,
    pub client_id: String,
    pub kind: String,
    pub state: String,
    pub starts_at: i64,
    pub ends_at: i64,
    pub price: i64,
    pub revision: i64,
    pub booked_at: i64,
    pub late_since: Option<i64>,
    pub moved_from: Option<i64>,
    pub held_at: Option<i64>,
    pub confirm_by: Option<i64>,
    /// Since when the therapist's word is awaited.
    pub asked_at: Option<i64>,
    /// When to look at what they are reminded of.
    pub remind_at: Option<i64>,
}

#[derive(Clone, Debug, FromRow)]
pub struct SpanRow {
    pub therapist_id: String,
    pub client_id: Option<String>,
    pub kind: String,
    pub session_id: Option<String>,
    pub starts_at: i64,
    pub ends_at: i64,
    pub expires_at: Option<i64>,
}

#[derive(Clone, Debug, FromRow)]
pub struct OfferRow {
    pub session_id: String,
    /// JSON.
    pub body: String,
    pub until: i64,
    pub ended_at: Option<i64>,
}

/// What a therapist offers, as each of two ways finds it.
pub struct Own {
    pub member: Member,
    pub calendar: Calendar,
    /// Every slot up to the horizon.
    pub slots: Vec<Interval>,
    /// As it is kept.
    pub next: Option<Instant>,
}

pub struct Seen {
    pub sessions: Vec<SessionRow>,
    pub spans: Vec<SpanRow>,
    pub offers: Vec<OfferRow>,
    pub reminders: Vec<Reminder>,
    /// Actor, key and answer.
    pub commands: Vec<(String, String, String)>,
    /// Charges that are still to be taken from sessions that are over or gone.
    pub wrong_charges: i64,
    /// Letters and refunds that have not left.
    pub waiting: i64,
    pub own: Vec<Own>,
    pub now: Instant,
    pub everything: Everything,
}

impl SessionRow {
    pub fn id(&self) -> SessionId {
        self.id.parse().expect("an id")
    }

    pub fn start(&self) -> Instant {
        at(self.starts_at)
    }

    pub fn span(&self) -> Interval {
        Interval::new(self.start(), at(self.ends_at)).expect("it ends after it starts")
    }

    pub fn is_booked(&self) -> bool {
        matches!(self.state.as_str(), "awaiting_confirmation" | "confirmed")
    }
}

impl SpanRow {
    pub fn stands(&self, now: Instant) -> bool {
        self.expires_at
            .is_none_or(|expires| expires > now.timestamp_millis())
    }

    pub fn overlaps(&self, span: Interval) -> bool {
        at(self.starts_at) < span.end() && span.start() < at(self.ends_at)
    }
}

pub fn at(millis: i64) -> Instant {
    Instant::from_timestamp_millis(millis).expect("an instant")
}

impl Own {
    /// By the way that edits take: an instant outside of the hours, or within a block.
    pub fn keeps_closed(&self, span: Interval) -> bool {
        self.is_restricted() || stands_outside(self.plan(), span)
    }

    pub fn is_restricted(&self) -> bool {
        self.calendar.account == domain::availability::Account::NotActive
    }
}

impl Seen {
    pub async fn of(backend: Backend) -> Seen {
        let now = backend.clock.now();
        let mut nexts = Vec::new();
        for member in THERAPISTS {
            nexts.push(next_free::of(&backend, therapist(member)).await.unwrap());
        }
        let everything = rows::everything(&backend.store).await;
        let read = backend.store.read::<_, Fault, _>(|tx| {
            Box::pin(async move { load(tx, nexts, everything, now).await })
        });
        read.await.unwrap()
    }

    pub fn session(&self, id: SessionId) -> Option<&SessionRow> {
        let id = id.to_string();
        self.sessions.iter().find(|row| row.id == id)
    }

    pub fn own(&self, therapist: &str) -> &Own {
        let mut own = self.own.iter();
        let found = own.find(|own| own.member.id().to_string() == therapist);
        found.expect("a therapist")
    }

    pub fn open_offer(&self, session: &str) -> Option<&OfferRow> {
        let mut offers = self.offers.iter();
        offers.find(|offer| offer.session_id == session && offer.ended_at.is_none())
    }

    /// The times that are held for the session to choose from.
    pub fn offered(&self, session: &str) -> Vec<&SpanRow> {
        let of =
            |span: &&SpanRow| span.kind == "offered" && span.session_id.as_deref() == Some(session);
        self.spans.iter().filter(of).collect()
    }

    /// What either of the two has then, but for what is of `session` itself.
    pub fn in_the_way(
        &self,
        (therapist, client): (&str, &str),
        session: &str,
        span: Interval,
        now: Instant,
    ) -> Vec<&SpanRow> {
        let theirs = |row: &&SpanRow| {
            row.therapist_id == therapist || row.client_id.as_deref() == Some(client)
        };
        let other = |row: &&SpanRow| row.session_id.as_deref() != Some(session);
        let met = self.spans.iter().filter(theirs).filter(other);
        met.filter(|row| row.stands(now) && row.overlaps(span))
            .collect()
    }

    /// Table by table, without the machine's own time.
    pub fn digest(&self) -> String {
        let mut everything = self.everything.clone();
        for table in ["event", "account_event"] {
            for line in everything.entry(table).or_default() {
                let cut = line.rfind(" | ").unwrap_or(line.len());
                line.truncate(cut);
            }
        }
        hex_digest(&format!("{everything:?}"))[..12].to_owned()
    }
}

pub fn therapist(member: Member) -> TherapistId {
    TherapistId(member.id().0)
}

async fn load(
    tx: &mut Tx,
    nexts: Vec<Option<Instant>>,
    everything: Everything,
    now: Instant,
) -> Result<Seen, Fault> {
    let mut own = Vec::new();
    for (member, next) in THERAPISTS.into_iter().zip(nexts) {
        let calendar = availability::load_bookable(tx, therapist(member), now).await?;
        let calendar = calendar.expect("a therapist");
        let ahead = Interval::new(now, now + AHEAD).expect("a span");
        let slots = slots(calendar.diary(), now, ahead);
        own.push(Own {
            slots: slots.map(|slot| slot.span()).collect(),
            member,
            calendar,
            next,
        });
    }
    let (wrong_charges,) = tx
        .one(sql(
            "SELECT COUNT(*) FROM charge c JOIN session s ON s.id = c.session_id \
             WHERE c.state = 'scheduled' AND s.state IN ('cancelled', 'expired', 'held')",
        ))
        .await?;
    let (waiting,) = tx
        .one(sql("SELECT COUNT(*) FROM outbox WHERE done_at IS NULL"))
        .await?;
    Ok(Seen {
        sessions: tx
            .all(sql(
                "SELECT id, therapist_id, client_id, kind, state, starts_at, ends_at, price, \
                 revision, booked_at, late_since, moved_from, held_at, confirm_by, asked_at, \
                 remind_at FROM session ORDER BY id",
            ))
            .await?,
        spans: tx
            .all(sql(
                "SELECT therapist_id, client_id, kind, session_id, starts_at, ends_at, \
                 expires_at FROM span ORDER BY id",
            ))
            .await?,
        offers: tx
            .all(sql(
                "SELECT session_id, body, until, ended_at FROM offer ORDER BY act_id",
            ))
            .await?,
        reminders: tx.all(sql(reminders::ALL)).await?,
        commands: tx
            .all(sql("SELECT actor_id, key, answer FROM command"))
            .await?,
        wrong_charges,
        waiting,
        own,
        now,
        everything,
    })
}
