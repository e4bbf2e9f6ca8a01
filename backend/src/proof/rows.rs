//! All that the proof looks at, read in one snapshot with four statements.

use crate::fault::Fault;
use crate::store::{Tx, codec, sql};
use domain::ids::{PaymentId, RefundId};
use domain::payment::ledger::{Account, Books, Entry};
use domain::view::chip::RefundState;
use sqlx::FromRow;
use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Found {
    pub payments: BTreeMap<PaymentId, Payment>,
    pub refunds: BTreeMap<RefundId, Refund>,
    pub provider: Vec<ProviderRow>,
    pub entries: i64,
}

pub(super) struct Payment {
    pub amount: i64,
    pub charge: String,
    pub books: Books,
}

pub(super) struct Refund {
    pub payment: PaymentId,
    pub amount: i64,
    pub state: RefundState,
    /// Undone before it was ever asked of the provider.
    pub withdrawn: bool,
    /// Into `refunding`, and by how many acts.
    pub moved: i64,
    pub acts: i64,
    /// Out of `refunding`: to the provider, less what came back from there, and to where it was.
    pub out: i64,
    pub back: i64,
}

/// A line of the provider's own books.
#[derive(FromRow)]
pub(super) struct ProviderRow {
    pub id: String,
    pub asked_key: Option<String>,
    pub charge_id: String,
    pub amount: i64,
    pub state: String,
    /// Only of one that does not stay where it arrived.
    pub returns_at: Option<i64>,
    pub charged: i64,
}

#[derive(FromRow)]
struct EntryRow {
    payment_id: String,
    from_account: String,
    to_account: String,
    refund_id: Option<String>,
    amount: i64,
    entries: i64,
    acts: i64,
}

pub(super) async fn load(tx: &mut Tx) -> Result<Found, Fault> {
    let mut found = Found::default();
    payments(tx, &mut found).await?;
    refunds(tx, &mut found).await?;
    entries(tx, &mut found).await?;
    found.provider = tx
        .all(sql(
            "SELECT r.id, r.asked_key, r.charge_id, r.amount, r.state, r.returns_at, \
             c.amount AS charged \
             FROM sandbox_refund r JOIN sandbox_charge c ON c.id = r.charge_id ORDER BY r.id",
        ))
        .await?;
    Ok(found)
}

async fn payments(tx: &mut Tx, found: &mut Found) -> Result<(), Fault> {
    let rows: Vec<(String, i64, String)> = tx
        .all(sql("SELECT id, amount, provider_charge FROM payment"))
        .await?;
    for (id, amount, charge) in rows {
        let books = Books::default();
        let payment = Payment {
            amount,
            charge,
            books,
        };
        found
            .payments
            .insert(codec::id("payment.id", &id)?, payment);
    }
    Ok(())
}

async fn refunds(tx: &mut Tx, found: &mut Found) -> Result<(), Fault> {
    let rows: Vec<(String, String, i64, String, Option<i64>)> = tx
        .all(sql(
            "SELECT id, payment_id, amount, state, withdrawn_at FROM refund",
        ))
        .await?;
    for (id, payment, amount, state, withdrawn_at) in rows {
        let refund = Refund {
            payment: codec::id("refund.payment_id", &payment)?,
            amount,
            state: codec::text("refund.state", &state, RefundState::parse)?,
            withdrawn: withdrawn_at.is_some(),
            moved: 0,
            acts: 0,
            out: 0,
            back: 0,
        };
        found.refunds.insert(codec::id("refund.id", &id)?, refund);
    }
    Ok(())
}

async fn entries(tx: &mut Tx, found: &mut Found) -> Result<(), Fault> {
    let rows: Vec<EntryRow> = tx
        .all(sql(
            "SELECT payment_id, from_account, to_account, refund_id, \
             CAST(SUM(amount) AS BIGINT) AS amount, COUNT(*) AS entries, \
             COUNT(DISTINCT act_id) AS acts FROM ledger_entry \
             GROUP BY payment_id, from_account, to_account, refund_id",
        ))
        .await?;
    for row in rows {
        found.entries += row.entries;
        let account = |text: &str| codec::text("ledger_entry.account", text, Account::parse);
        let entry = Entry::new(
            account(&row.from_account)?,
            account(&row.to_account)?,
            row.amount,
        );
        let payment = codec::id("ledger_entry.payment_id", &row.payment_id)?;
        if let Some(payment) = found.payments.get_mut(&payment) {
            payment.books = payment.books.after(entry);
        }
        let Some(refund) = &row.refund_id else {
            continue;
        };
        let refund = codec::id("ledger_entry.refund_id", refund)?;
        if let Some(refund) = found.refunds.get_mut(&refund) {
            refund.follow(entry, row.acts);
        }
    }
    Ok(())
}

impl ProviderRow {
    /// The refund that it was asked for under.
    pub(super) fn key(&self) -> Option<RefundId> {
        self.asked_key.as_deref()?.parse().ok()
    }
}

impl Refund {
    fn follow(&mut self, entry: Entry, acts: i64) {
        match (entry.from, entry.to) {
            (Account::Provider, Account::Refunding) => self.out -= entry.amount,
            (_, Account::Refunding) => {
                self.moved += entry.amount;
                self.acts = self.acts.max(acts);
            }
            (Account::Refunding, Account::Provider) => self.out += entry.amount,
            (Account::Refunding, _) => self.back += entry.amount,
            _ => {}
        }
    }
}
