//! The three books beside each other: the ledger, the refunds' rows, the provider's.

use super::Broken;
use super::rows::{Found, Payment, ProviderRow, Refund};
use domain::ids::{PaymentId, RefundId};
use domain::payment::proof::{self, RefundTotals};
use domain::view::chip::RefundState;
use std::collections::BTreeMap;

pub(super) fn breaks(found: &Found) -> Vec<Broken> {
    let mut breaks = Vec::new();
    let totals = totals(found);
    for (id, payment) in &found.payments {
        breaks.extend(captured(*id, payment));
        let totals = totals.get(id).copied().unwrap_or_default();
        let proved = proof::refunds(&payment.books, totals);
        breaks.extend(proved.err().map(|fault| {
            let payment = *id;
            Broken::Books(proof::Broken { payment, fault })
        }));
    }
    for (id, refund) in &found.refunds {
        breaks.extend(movement(*id, refund));
        breaks.extend(outcome(*id, refund));
    }
    for row in &found.provider {
        breaks.extend(asked(found, row));
    }
    breaks.extend(twice(&found.provider));
    breaks.extend(above(&found.provider));
    breaks
}

fn captured(id: PaymentId, payment: &Payment) -> Option<Broken> {
    let (amount, captured) = (payment.amount, payment.books.captured);
    (amount != captured).then_some(Broken::Captured {
        payment: id,
        amount,
        captured,
    })
}

fn totals(found: &Found) -> BTreeMap<PaymentId, RefundTotals> {
    let mut totals: BTreeMap<PaymentId, RefundTotals> = BTreeMap::new();
    for refund in found.refunds.values().filter(|refund| !refund.withdrawn) {
        let totals = totals.entry(refund.payment).or_default();
        match refund.state {
            RefundState::Requested | RefundState::Sent => totals.open += refund.amount,
            RefundState::Arrived => totals.arrived += refund.amount,
            RefundState::Failed => {}
        }
    }
    let of_charge = |(id, payment): (&PaymentId, &Payment)| (payment.charge.clone(), *id);
    let payments: BTreeMap<String, PaymentId> = found.payments.iter().map(of_charge).collect();
    for row in &found.provider {
        let Some(payment) = payments.get(&row.charge_id) else {
            continue;
        };
        let totals = totals.entry(*payment).or_default();
        match row.state.as_str() {
            "succeeded" => totals.provider += row.amount,
            "failed" if is_coming_back(found, row) => totals.coming_back += row.amount,
            _ => {}
        }
    }
    totals
}

/// It had arrived, and we have not heard yet that it did not stay.
fn is_coming_back(found: &Found, row: &ProviderRow) -> bool {
    let refund = row.key().and_then(|key| found.refunds.get(&key));
    let arrived = refund.is_some_and(|refund| refund.state == RefundState::Arrived);
    arrived && row.returns_at.is_some()
}

/// Several entries may feed one refund, of one act only.
fn movement(id: RefundId, refund: &Refund) -> Option<Broken> {
    let once = refund.moved == refund.amount && refund.acts == 1;
    (!once).then_some(Broken::Movement {
        refund: id,
        asked: refund.amount,
        moved: refund.moved,
        acts: refund.acts,
    })
}

fn outcome(id: RefundId, refund: &Refund) -> Option<Broken> {
    let expected = match refund.state {
        _ if refund.withdrawn => (0, refund.amount),
        RefundState::Requested | RefundState::Sent => (0, 0),
        RefundState::Arrived => (refund.amount, 0),
        RefundState::Failed => (0, refund.amount),
    };
    ((refund.out, refund.back) != expected).then_some(Broken::Outcome {
        refund: id,
        state: refund.state.as_str(),
        out: refund.out,
        back: refund.back,
    })
}

/// The provider's books hold only what a refund's row asked for, as it asked for it; one that was
/// withdrawn asked for nothing.
fn asked(found: &Found, row: &ProviderRow) -> Option<Broken> {
    let id = row.id.clone();
    let refund = row.key().and_then(|key| found.refunds.get(&key));
    let Some(refund) = refund.filter(|refund| !refund.withdrawn) else {
        return Some(Broken::Unasked { id });
    };
    let payment = found.payments.get(&refund.payment);
    let same = refund.amount == row.amount && payment.is_some_and(|p| p.charge == row.charge_id);
    (!same).then_some(Broken::AskedOtherwise { id })
}

/// One intent moves money once, whatever was asked how often.
fn twice(rows: &[ProviderRow]) -> Vec<Broken> {
    let mut times: BTreeMap<RefundId, u32> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.state != "failed") {
        if let Some(key) = row.key() {
            *times.entry(key).or_default() += 1;
        }
    }
    let twice = times.into_iter().filter(|(_, times)| *times > 1);
    twice
        .map(|(refund, times)| Broken::PaidAgain { refund, times })
        .collect()
}

fn above(rows: &[ProviderRow]) -> Vec<Broken> {
    let mut left: BTreeMap<&str, i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.state != "failed") {
        *left.entry(&row.charge_id).or_insert(row.charged) -= row.amount;
    }
    let above = left.into_iter().filter(|(_, left)| *left < 0);
    above
        .map(|(charge, _)| Broken::AboveCharge {
            charge: charge.into(),
        })
        .collect()
}
