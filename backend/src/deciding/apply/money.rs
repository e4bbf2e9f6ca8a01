//! The money of a decision: the charge that goes or is put off, the refund's intent, and the
//! entries of the ledger.

use super::Doing;
use crate::chance;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::store::ledger::{self, Posting};
use crate::store::{Tx, sql};
use domain::consequence::MoneyEffect;
use domain::ids::{PaymentId, RefundId};
use domain::payment::ledger::Account;
use domain::policy::Clause;

/// The id of the refund's intent is answered.
pub(super) async fn write(tx: &mut Tx, doing: &Doing<'_>) -> Result<Option<RefundId>, Fault> {
    charge(tx, doing).await?;
    let paid = doing.case.facts.payment.paid();
    let (Some(money), Some(paid)) = (&doing.done.money, paid) else {
        return Ok(None);
    };
    let at = doing.received_at;
    let refund = (!money.refund.is_zero()).then(|| RefundId(chance::id(at)));
    if let Some(refund) = refund {
        intent(tx, doing, money, paid.id, refund).await?;
        crash::point(Point::RefundWritten);
    }
    let (back, others): (Vec<_>, Vec<_>) = money
        .legs
        .iter()
        .copied()
        .partition(|leg| leg.to == Account::Refunding);
    let posting = |what, refund| Posting {
        payment: paid.id,
        what,
        act: doing.act,
        refund,
        at,
    };
    ledger::append(tx, posting("refund_requested", refund), &back).await?;
    crash::point(Point::RefundBooked);
    let what = match doing.done.dispute {
        Some(_) => "frozen",
        None => "kept",
    };
    ledger::append(tx, posting(what, None), &others).await?;
    Ok(refund)
}

/// A charge that is to come goes with a cancel, and follows its session to another time.
async fn charge(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    let session = doing.done.session;
    if doing.done.charge_withdrawn.is_some() {
        let withdraw = "UPDATE charge SET state = 'withdrawn' \
                        WHERE session_id = $1 AND state = 'scheduled'";
        tx.run(sql(withdraw).bind(session)).await?;
    }
    let moved = doing.done.moved.as_ref();
    if let Some((moved, due)) = moved.and_then(|moved| Some((moved, moved.charge?))) {
        let put_off = "UPDATE charge SET due_at = $1 \
                       WHERE session_id = $2 AND state = 'scheduled'";
        tx.run(sql(put_off).bind(due.instant(moved.at)).bind(session))
            .await?;
    }
    Ok(())
}

async fn intent(
    tx: &mut Tx,
    doing: &Doing<'_>,
    money: &MoneyEffect,
    payment: PaymentId,
    refund: RefundId,
) -> Result<(), Fault> {
    let clauses = doing.done.clauses.iter();
    let exceptions = clauses.filter(|clause| clause.id == Clause::Exception);
    let intent = sql(
        "INSERT INTO refund (id, payment_id, session_id, act_id, amount, currency, \
         state, requested_at, is_exception) \
         VALUES ($1, $2, $3, $4, $5, $6, 'requested', $7, $8)",
    );
    let intent = intent
        .bind(refund)
        .bind(payment)
        .bind(doing.done.session)
        .bind(doing.act)
        .bind(money.refund.minor)
        .bind(money.refund.currency.code())
        .bind(doing.received_at)
        .bind(i64::from(exceptions.count() > 0));
    tx.run(intent).await?;
    Ok(())
}
