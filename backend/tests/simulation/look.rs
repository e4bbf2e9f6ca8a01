//! The whole database as it stands, past every use case: what the oracle is held against.

use super::rows::{self, Everything};
use backend::Backend;
use backend::store::{Sql, StoreFault, Tx, sql};
use domain::told::hex_digest;
use sqlx::FromRow;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

#[derive(FromRow)]
pub struct SessionRow {
    pub id: String,
    pub state: String,
    pub revision: i64,
    pub starts_at: i64,
    pub ends_at: i64,
    pub cancelled_clause: Option<String>,
}

#[derive(FromRow)]
pub struct SpanRow {
    pub id: String,
    pub therapist_id: String,
    pub client_id: Option<String>,
    pub kind: String,
    pub starts_at: i64,
    pub ends_at: i64,
    pub expires_at: Option<i64>,
}

#[derive(FromRow)]
pub struct PaymentRow {
    pub id: String,
    pub session_id: String,
    pub amount: i64,
    pub provider_charge: String,
}

#[derive(FromRow)]
pub struct EntryRow {
    pub payment_id: String,
    pub from_account: String,
    pub to_account: String,
    pub refund_id: Option<String>,
    pub amount: i64,
}

#[derive(FromRow)]
pub struct RefundRow {
    pub id: String,
    pub payment_id: String,
    pub act: String,
    pub amount: i64,
    pub state: String,
    pub sent_at: Option<i64>,
    /// For the first time: what arrived can come back.
    pub settled_at: Option<i64>,
    /// Undone before it was asked for.
    pub withdrawn_at: Option<i64>,
}

impl RefundRow {
    /// The provider had it before it was settled.
    pub fn was_sent(&self) -> bool {
        self.sent_at.is_some() && self.sent_at != self.settled_at
    }
}

/// A line of the provider's own books.
#[derive(FromRow)]
pub struct TheirRow {
    pub id: String,
    /// The refund that it was asked for under.
    pub asked_key: String,
    pub charge_id: String,
    pub amount: i64,
    pub state: String,
    /// Only of one that does not stay where it arrives.
    pub returns_at: Option<i64>,
    pub charged: i64,
}

#[derive(FromRow)]
pub struct OutboxRow {
    pub id: String,
    pub stream: String,
    pub number: i64,
    pub kind: String,
    pub session_id: String,
    pub revision: i64,
    pub recipient: String,
    pub body: String,
    pub not_before: i64,
    pub attempts: i64,
    pub claimed_until: Option<i64>,
    pub done_at: Option<i64>,
    pub parked_at: Option<i64>,
}

#[derive(FromRow)]
pub struct EventRow {
    pub session_id: String,
    pub number: i64,
    pub kind: String,
    pub revision: i64,
    pub actor_id: Option<String>,
    /// JSON.
    pub body: String,
}

#[derive(Clone, FromRow)]
pub struct TaskRow {
    pub id: String,
    pub kind: String,
    pub subject: String,
    pub done_at: Option<i64>,
    pub done_by: Option<String>,
}

pub struct Seen {
    pub sessions: Vec<SessionRow>,
    pub spans: Vec<SpanRow>,
    /// Session and state.
    pub charges: Vec<(String, String)>,
    pub payments: Vec<PaymentRow>,
    pub entries: Vec<EntryRow>,
    pub refunds: Vec<RefundRow>,
    pub theirs: Vec<TheirRow>,
    pub outbox: Vec<OutboxRow>,
    pub events: Vec<EventRow>,
    pub tasks: Vec<TaskRow>,
    /// Actor, key and answer.
    pub commands: Vec<(String, String, String)>,
    /// Session of each.
    pub blocks: Vec<(String,)>,
    pub incidents: Vec<(String,)>,
    /// When the refunds that nobody has heard of were asked for.
    pub requested: Vec<(i64,)>,
    /// The provider's events that nobody has heard.
    pub unheard: i64,
    pub everything: Everything,
}

impl Seen {
    pub async fn of(backend: Backend) -> Seen {
        let everything = rows::everything(&backend.store).await;
        let read = backend
            .store
            .read::<_, StoreFault, _>(|tx| Box::pin(load(tx, everything)));
        read.await.unwrap()
    }

    /// Table by table, without the machine's own time.
    pub fn digest(&self) -> String {
        let mut everything = self.everything.clone();
        for line in everything.entry("event").or_default() {
            let cut = line.rfind(" | ").unwrap_or(line.len());
            line.truncate(cut);
        }
        hex_digest(&format!("{everything:?}"))[..12].to_owned()
    }

    pub fn tables(&self) -> &BTreeMap<&'static str, Vec<String>> {
        &self.everything
    }
}

async fn load(tx: &mut Tx, everything: Everything) -> Result<Seen, StoreFault> {
    async fn all<R>(tx: &mut Tx, question: &'static str) -> Result<Vec<R>, StoreFault>
    where
        R: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
    {
        let question: Sql = sql(question);
        tx.all(question).await
    }
    Ok(Seen {
        sessions: all(
            tx,
            "SELECT id, state, revision, starts_at, ends_at, cancelled_clause FROM session",
        )
        .await?,
        spans: all(
            tx,
            "SELECT id, therapist_id, client_id, kind, starts_at, ends_at, expires_at FROM span",
        )
        .await?,
        charges: all(tx, "SELECT session_id, state FROM charge").await?,
        payments: all(
            tx,
            "SELECT id, session_id, amount, provider_charge FROM payment",
        )
        .await?,
        entries: all(
            tx,
            "SELECT payment_id, from_account, to_account, refund_id, amount FROM ledger_entry",
        )
        .await?,
        refunds: all(
            tx,
            "SELECT id, payment_id, act_id AS act, amount, state, sent_at, \
             COALESCE((SELECT MIN(e.at) FROM ledger_entry e WHERE e.refund_id = refund.id \
             AND e.to_account = 'provider'), settled_at) AS settled_at, withdrawn_at FROM refund",
        )
        .await?,
        theirs: all(
            tx,
            "SELECT r.id, r.asked_key, r.charge_id, r.amount, r.state, r.returns_at, \
             c.amount AS charged FROM sandbox_refund r JOIN sandbox_charge c ON c.id = r.charge_id",
        )
        .await?,
        outbox: all(
            tx,
            "SELECT id, stream, number, kind, session_id, revision, recipient, body, not_before, attempts, \
             claimed_until, done_at, parked_at FROM outbox ORDER BY stream, number",
        )
        .await?,
        events: all(
            tx,
            "SELECT session_id, number, kind, revision, actor_id, body FROM event \
             ORDER BY session_id, number",
        )
        .await?,
        tasks: all(
            tx,
            "SELECT id, kind, subject, done_at, done_by FROM task ORDER BY id",
        )
        .await?,
        commands: all(tx, "SELECT actor_id, key, answer FROM command").await?,
        blocks: all(tx, "SELECT session_id FROM block").await?,
        incidents: all(tx, "SELECT session_id FROM incident").await?,
        requested: all(
            tx,
            "SELECT requested_at FROM refund WHERE state = 'requested' AND withdrawn_at IS NULL",
        )
        .await?,
        unheard: all::<(i64,)>(
            tx,
            "SELECT COUNT(*) FROM sandbox_event WHERE delivered_at IS NULL",
        )
        .await?[0]
            .0,
        everything,
    })
}
