//! Holds the log of every session against the rows that it has, table by table.

use backend::fault::Fault;
use backend::store::case::{self, Case};
use backend::store::{Store, Tx, codec, event, sql};
use domain::actor::Role;
use domain::consequence::TaskKind;
use domain::event::replay::{
    About, Asks, Became, Charge, Incident, Intent, IntentKind, Plan, Replayed, Request, Stands,
    replay as replayed,
};
use domain::ids::{ActId, SessionId};
use domain::money::Money;
use domain::request::{Filed, Particulars, RequestKind};
use domain::session::Cause;
use domain::session::object::{Dispute, Freeze};
use domain::session::offer::OpenOffer;
use domain::time::{Instant, interval::Interval};
use sqlx::FromRow;
use std::collections::BTreeMap;

/// # Panics
/// Where a row is not as its session's log has it.
pub async fn replay(store: &Store) {
    let read = store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let rows = Rows::of(tx).await?;
            let sessions: Vec<(String,)> = tx.all(sql("SELECT id FROM session")).await?;
            for (id,) in sessions {
                let session: SessionId = id.parse().expect("an id");
                let log = event::of(tx, session).await?;
                let case = case::load(tx, session, Instant::UNIX_EPOCH).await?;
                // What is in checkout, or never came out of it, has no log yet.
                if log.is_empty() {
                    continue;
                }
                let said = replayed(&log).expect("a log begins with a booking");
                let stands = rows.of_session(&id, case.expect("a session"), &said)?;
                rows.failed_are_asked_about(&id, &said);
                assert_eq!(said, stands, "the log of {id}, and its rows");
            }
            Ok(())
        })
    });
    read.await.unwrap();
}

#[derive(FromRow)]
struct OfferRow {
    session_id: String,
    body: String,
}

#[derive(FromRow)]
struct RequestRow {
    session_id: String,
    act_id: String,
    kind: String,
    filed_by: String,
    words: String,
    for_client: Option<String>,
    body: Option<String>,
    at: i64,
    voided_by: Option<String>,
}

#[derive(FromRow)]
struct DisputeRow {
    session_id: String,
    act_id: String,
    effect: String,
    words: Option<String>,
    at: i64,
}

#[derive(FromRow)]
struct ChargeRow {
    session_id: String,
    due_at: i64,
    state: String,
}

#[derive(FromRow)]
struct RefundRow {
    session_id: String,
    act_id: String,
    amount: i64,
    state: String,
    requested_at: i64,
    sent_at: Option<i64>,
    /// For the first time: what arrived can come back.
    settled_at: Option<i64>,
    is_exception: i64,
    withdrawn_at: Option<i64>,
}

#[derive(FromRow)]
struct BlockRow {
    session_id: Option<String>,
    act_id: String,
    starts_at: i64,
    ends_at: i64,
}

#[derive(FromRow)]
struct IncidentRow {
    session_id: String,
    act_id: String,
    cause: String,
    at: i64,
}

#[derive(FromRow)]
struct TaskRow {
    session_id: Option<String>,
    kind: String,
    subject: String,
    done_at: Option<i64>,
    done_by: Option<String>,
    /// Where it is about a row that asks for a refund: whether nobody knows of it yet.
    requested: i64,
}

/// What is written about all sessions; a table is read once.
struct Rows {
    offers: Vec<OfferRow>,
    requests: Vec<RequestRow>,
    disputes: Vec<DisputeRow>,
    charges: Vec<ChargeRow>,
    refunds: Vec<RefundRow>,
    blocks: Vec<BlockRow>,
    incidents: Vec<IncidentRow>,
    tasks: Vec<TaskRow>,
}

impl Rows {
    async fn of(tx: &mut Tx) -> Result<Rows, Fault> {
        Ok(Rows {
            offers: tx
                .all(sql(
                    "SELECT session_id, body FROM offer WHERE ended_at IS NULL",
                ))
                .await?,
            requests: tx
                .all(sql(
                    "SELECT session_id, act_id, kind, filed_by, words, for_client, body, at, voided_by \
                     FROM request WHERE session_id IS NOT NULL",
                ))
                .await?,
            disputes: tx
                .all(sql(
                    "SELECT session_id, act_id, effect, words, at FROM dispute",
                ))
                .await?,
            charges: tx
                .all(sql("SELECT session_id, due_at, state FROM charge"))
                .await?,
            refunds: tx
                .all(sql(
                    "SELECT session_id, act_id, amount, state, requested_at, sent_at, \
                     COALESCE((SELECT MIN(e.at) FROM ledger_entry e \
                     WHERE e.refund_id = refund.id AND e.to_account = 'provider'), settled_at) \
                     AS settled_at, is_exception, withdrawn_at \
                     FROM refund ORDER BY requested_at, id",
                ))
                .await?,
            blocks: tx
                .all(sql(
                    "SELECT session_id, act_id, starts_at, ends_at FROM block \
                     WHERE session_id IS NOT NULL AND act_id IS NOT NULL ORDER BY created_at, id",
                ))
                .await?,
            incidents: tx
                .all(sql(
                    "SELECT session_id, act_id, cause, at FROM incident ORDER BY at, id",
                ))
                .await?,
            tasks: tx
                .all(sql(
                    "SELECT t.session_id, t.kind, t.subject, t.done_at, t.done_by, \
                     CASE WHEN r.state = 'requested' THEN 1 ELSE 0 END AS requested \
                     FROM task t LEFT JOIN outbox o ON o.id = t.subject \
                     LEFT JOIN refund r ON r.id = o.recipient",
                ))
                .await?,
        })
    }

    fn of_session(&self, id: &str, case: Case, said: &Replayed) -> Result<Replayed, Fault> {
        let session = case.facts.session;
        let of = |row: &&RefundRow| row.session_id == id;
        let refunds: Vec<&RefundRow> = self.refunds.iter().filter(of).collect();
        let mut became: BTreeMap<i64, Became> = BTreeMap::new();
        for row in refunds.iter().filter(|row| row.took_a_step()) {
            row.count(became.entry(row.amount).or_default());
        }
        for row in refunds.iter().filter(|row| row.settled_as_it_was_sent()) {
            let counts = (became.get_mut(&row.amount), said.became.get(&row.amount));
            if let (Some(count), Some(said)) = counts {
                count.sent = said.sent;
            }
        }
        let intent = |row: &&RefundRow| row.intent(session.price);
        let charge = self.charges.iter().find(|row| row.session_id == id);
        let blocks = self.blocks.iter();
        let blocks = blocks.filter(|row| row.session_id.as_deref() == Some(id));
        let incidents = self.incidents.iter().filter(|row| row.session_id == id);
        let tasks = self.tasks.iter();
        let tasks = tasks.filter(|row| row.session_id.as_deref() == Some(id));
        let offer = self.offers.iter().find(|row| row.session_id == id);
        let requests = self.requests.iter().filter(|row| row.session_id == id);
        let disputes = self.disputes.iter().filter(|row| row.session_id == id);
        Ok(Replayed {
            charge: charge.map(ChargeRow::read).transpose()?,
            books: case
                .facts
                .payment
                .paid()
                .map(|paid| paid.books)
                .unwrap_or_default(),
            refunds: refunds.iter().map(intent).collect::<Result<_, _>>()?,
            became,
            blocks: blocks.map(BlockRow::read).collect::<Result<_, _>>()?,
            incidents: incidents.map(IncidentRow::read).collect::<Result<_, _>>()?,
            tasks: tasks
                .filter_map(|row| row.read().transpose())
                .collect::<Result<_, _>>()?,
            session: Stands {
                state: session.state,
                span: session.span,
                moved_from: case.moved_from,
                revision: session.revision,
                late_since: session.late_since,
                cancellation: session.cancellation,
                confirm_by: session.confirm_by,
            },
            requests: requests.map(RequestRow::read).collect::<Result<_, _>>()?,
            disputes: disputes.map(DisputeRow::read).collect::<Result<_, _>>()?,
            offer: offer.map(OfferRow::read),
        })
    }

    /// Each refund that failed has its task; one more may be there where the provider contradicts
    /// the books: that moves nothing, and is no event of the session.
    fn failed_are_asked_about(&self, id: &str, said: &Replayed) {
        let failed: u32 = said.became.values().map(|became| became.failed).sum();
        let kind = TaskKind::RefundFailed.as_str();
        let asked = self.tasks.iter();
        let asked = asked.filter(|row| row.kind == kind && row.session_id.as_deref() == Some(id));
        assert!(asked.count() >= failed as usize, "{id}: {failed} failed");
    }
}

impl OfferRow {
    fn read(&self) -> OpenOffer {
        serde_json::from_str(&self.body).expect("an offer")
    }
}

impl RequestRow {
    fn read(&self) -> Result<(ActId, Request), Fault> {
        let filed = Filed {
            kind: codec::text("request.kind", &self.kind, RequestKind::parse)?,
            by: codec::text("request.filed_by", &self.filed_by, Role::parse)?,
            words: self.words.clone(),
            for_client: self.for_client.clone(),
            particulars: self.particulars()?,
            at: codec::instant("request.at", self.at)?,
        };
        let by = self.voided_by.as_deref();
        let voided_by = by
            .map(|act| codec::id("request.voided_by", act))
            .transpose()?;
        let act = codec::id("request.act_id", &self.act_id)?;
        Ok((act, Request { filed, voided_by }))
    }
}

impl RequestRow {
    fn particulars(&self) -> Result<Option<Particulars>, Fault> {
        let read = |body: &String| {
            let read = serde_json::from_str(body).map_err(|_| Fault::unreadable("request", body));
            read.map(Some)
        };
        self.body.as_ref().map_or(Ok(None), read)
    }
}

impl DisputeRow {
    fn read(&self) -> Result<(ActId, Dispute), Fault> {
        let dispute = Dispute {
            effect: codec::text("dispute.effect", &self.effect, Freeze::parse)?,
            words: self.words.clone(),
            at: codec::instant("dispute.at", self.at)?,
        };
        Ok((codec::id("dispute.act_id", &self.act_id)?, dispute))
    }
}

impl ChargeRow {
    fn read(&self) -> Result<Charge, Fault> {
        Ok(Charge {
            due: codec::instant("charge.due_at", self.due_at)?,
            plan: match self.state.as_str() {
                "scheduled" => Plan::Scheduled,
                _ => Plan::Withdrawn,
            },
        })
    }
}

impl RefundRow {
    fn intent(&self, price: Money) -> Result<(ActId, Intent), Fault> {
        let withdrawn_at = self.withdrawn_at;
        let intent = Intent {
            amount: price.with(self.amount),
            requested_at: codec::instant("refund.requested_at", self.requested_at)?,
            kind: match self.is_exception {
                1 => IntentKind::Exception,
                _ => IntentKind::ByPolicy,
            },
            withdrawn_at: withdrawn_at
                .map(|at| codec::instant("refund.withdrawn_at", at))
                .transpose()?,
        };
        Ok((codec::id("refund.act_id", &self.act_id)?, intent))
    }

    /// The provider had it before it was settled.
    fn was_sent(&self) -> bool {
        self.sent_at.is_some() && self.sent_at != self.settled_at
    }

    /// At once, or within one millisecond: of these the row cannot say which, and the log is
    /// believed.
    fn settled_as_it_was_sent(&self) -> bool {
        self.sent_at.is_some() && self.sent_at == self.settled_at
    }

    fn took_a_step(&self) -> bool {
        self.was_sent() || self.state == "arrived" || self.state == "failed"
    }

    fn count(&self, became: &mut Became) {
        became.sent += u32::from(self.was_sent());
        became.arrived += u32::from(self.state == "arrived");
        became.failed += u32::from(self.state == "failed");
    }
}

impl BlockRow {
    fn read(&self) -> Result<(ActId, Interval), Fault> {
        let start = codec::instant("block.starts_at", self.starts_at)?;
        let end = codec::instant("block.ends_at", self.ends_at)?;
        let span = Interval::new(start, end).expect("it ends after it starts");
        Ok((codec::id("block.act_id", &self.act_id)?, span))
    }
}

impl IncidentRow {
    fn read(&self) -> Result<(ActId, Incident), Fault> {
        let incident = Incident {
            cause: codec::text("incident.cause", &self.cause, Cause::parse)?,
            at: codec::instant("incident.at", self.at)?,
        };
        Ok((codec::id("incident.act_id", &self.act_id)?, incident))
    }
}

impl TaskRow {
    /// `None` for a refund that failed or that the provider contradicts: the log does not name it.
    fn read(&self) -> Result<Option<(About, Asks)>, Fault> {
        let kind = codec::text("task.kind", &self.kind, TaskKind::parse)?;
        if matches!(kind, TaskKind::RefundFailed | TaskKind::RefundContradicted) {
            return Ok(None);
        }
        // What was given up may have been answered by an event: nobody has done it then, and the
        // log has the answer, but does not say to which refund.
        let answered =
            kind == TaskKind::RefundUnanswered && self.done_by.is_none() && self.requested == 0;
        let asks = match self.done_at {
            Some(_) if !answered => Asks::Done,
            _ => Asks::Open,
        };
        Ok(Some(((kind.as_str(), self.subject.clone()), asks)))
    }
}
