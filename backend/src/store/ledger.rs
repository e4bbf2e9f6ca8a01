//! The ledger: entries are appended and read, and the database refuses anything else.

use super::{Tx, codec, sql};
use crate::chance;
use crate::fault::Fault;
use domain::ids::{ActId, PaymentId, RefundId};
use domain::payment::ledger::{Account, Books, Entry};
use domain::time::Instant;
use sqlx::FromRow;

/// Why, and by which act, money moves.
#[derive(Clone, Copy, Debug)]
pub struct Posting<'a> {
    pub payment: PaymentId,
    /// A word: `capture`, `cancel`, `refund_arrived`.
    pub what: &'a str,
    pub act: ActId,
    pub refund: Option<RefundId>,
    pub at: Instant,
}

pub async fn append(tx: &mut Tx, posting: Posting<'_>, entries: &[Entry]) -> Result<(), Fault> {
    for entry in entries {
        tx.run(
            sql(
                "INSERT INTO ledger_entry (id, payment_id, from_account, to_account, amount, \
                 what, act_id, refund_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(chance::id(posting.at).to_string())
            .bind(posting.payment)
            .bind(entry.from.as_str())
            .bind(entry.to.as_str())
            .bind(entry.amount)
            .bind(posting.what)
            .bind(posting.act)
            .bind(posting.refund)
            .bind(posting.at),
        )
        .await?;
    }
    Ok(())
}

#[derive(FromRow)]
struct Row {
    from_account: String,
    to_account: String,
    amount: i64,
}

/// Where the money of a payment stands.
pub async fn books(tx: &mut Tx, payment: PaymentId) -> Result<Books, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql(
                "SELECT from_account, to_account, CAST(SUM(amount) AS BIGINT) AS amount \
                 FROM ledger_entry WHERE payment_id = $1 GROUP BY from_account, to_account",
            )
            .bind(payment),
        )
        .await?;
    let account = |text: &str| codec::text("ledger_entry.account", text, Account::parse);
    let entries: Vec<Entry> = rows
        .iter()
        .map(|row| {
            Ok(Entry::new(
                account(&row.from_account)?,
                account(&row.to_account)?,
                row.amount,
            ))
        })
        .collect::<Result<_, Fault>>()?;
    Ok(Books::of(&entries))
}
