//! Refund intents, and what became of them.

use super::{Tx, codec, sql};
use crate::fault::Fault;
use domain::ids::{ActId, PaymentId, RefundId, SessionId};
use domain::money::Money;
use domain::time::Instant;
use domain::view::chip::RefundState;
use sqlx::FromRow;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    pub id: RefundId,
    pub payment: PaymentId,
    pub session: SessionId,
    pub act: ActId,
    pub amount: Money,
    pub state: RefundState,
    pub requested_at: Instant,
    /// What the provider calls the charge that is paid back.
    pub charge: String,
    pub card: String,
    /// The session's revision with the decision that asked for it.
    pub revision: Option<u32>,
}

#[derive(FromRow)]
struct Row {
    payment_id: String,
    session_id: String,
    act_id: String,
    amount: i64,
    currency: String,
    state: String,
    requested_at: i64,
    provider_charge: String,
    card: String,
    revision: Option<i64>,
}

/// `None` where there is no such refund, or it was withdrawn. Who writes locks its people first (`store::person`).
pub async fn load(tx: &mut Tx, id: RefundId) -> Result<Option<Refund>, Fault> {
    let row: Option<Row> = tx
        .optional(
            sql(
                "SELECT r.payment_id, r.session_id, r.act_id, r.amount, r.currency, r.state, \
                 r.requested_at, p.provider_charge, p.card, (SELECT MAX(o.revision) FROM outbox o \
                 WHERE o.session_id = r.session_id AND o.kind = 'refund' AND o.recipient = r.id) \
                 AS revision \
                 FROM refund r JOIN payment p ON p.id = r.payment_id \
                 WHERE r.id = $1 AND r.withdrawn_at IS NULL",
            )
            .bind(id),
        )
        .await?;
    row.map(|row| read(id, row)).transpose()
}

fn read(id: RefundId, row: Row) -> Result<Refund, Fault> {
    let revision = row.revision;
    Ok(Refund {
        id,
        payment: codec::id("refund.payment_id", &row.payment_id)?,
        session: codec::id("refund.session_id", &row.session_id)?,
        act: codec::id("refund.act_id", &row.act_id)?,
        amount: Money::new(row.amount, codec::currency(&row.currency)?),
        state: codec::text("refund.state", &row.state, RefundState::parse)?,
        requested_at: codec::instant("refund.requested_at", row.requested_at)?,
        charge: row.provider_charge,
        card: row.card,
        revision: revision
            .map(|number| codec::count("outbox.revision", number))
            .transpose()?,
    })
}

/// A step of a refund, and what is written down with it.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    pub to: RefundState,
    pub at: Instant,
    /// The provider's name for it, where it has one.
    pub provider: Option<&'a str>,
    pub failure: Option<&'a str>,
}

/// Takes the step; `false` where the refund no longer stands as it was loaded.
pub async fn step(tx: &mut Tx, refund: &Refund, step: Step<'_>) -> Result<bool, Fault> {
    let settled = matches!(step.to, RefundState::Arrived | RefundState::Failed);
    let sent = step.provider.is_some();
    let changed = tx
        .run(
            sql(
                "UPDATE refund SET state = $1, sent_at = COALESCE(sent_at, $2), \
                 settled_at = $3, provider_refund = COALESCE(provider_refund, $4), failure = $5 \
                 WHERE id = $6 AND state = $7",
            )
            .bind(step.to.as_str())
            .bind(sent.then_some(step.at))
            .bind(settled.then_some(step.at))
            .bind(step.provider)
            .bind(step.failure)
            .bind(refund.id)
            .bind(refund.state.as_str()),
        )
        .await?;
    Ok(changed == 1)
}
