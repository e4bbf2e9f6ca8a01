//! What holds of the money after every step: per payment `captured = kept + refunded + (held +
//! parked + refunding + disputed)`, one movement a refund, and the provider's books and ours
//! agree on what was moved. Added up here from the rows themselves.

use super::check;
use super::look::{RefundRow, Seen, TheirRow};
use super::model::{Case, Model};
use std::collections::BTreeMap;

pub fn holds(model: &Model, seen: &Seen) -> Result<(), String> {
    for case in &model.cases {
        let id = case.id.to_string();
        let payments: Vec<_> = seen
            .payments
            .iter()
            .filter(|p| p.session_id == id)
            .collect();
        check(payments.len() == usize::from(case.is_paid()), || {
            format!("{id} has {} payments", payments.len())
        })?;
        if let [payment] = payments[..] {
            check(payment.amount == case.price, || {
                format!("{id} was paid otherwise")
            })?;
            books(case, seen, &payment.id)?;
            at_the_provider(seen, &payment.provider_charge)?;
        }
        charge(case, seen, &id)?;
    }
    let asked: usize = model.cases.iter().map(|case| case.refunds.len()).sum();
    check(asked == seen.refunds.len(), || {
        format!(
            "{asked} refunds were decided, {} are written",
            seen.refunds.len()
        )
    })?;
    seen.refunds
        .iter()
        .try_for_each(|refund| moved(seen, refund))?;
    seen.theirs.iter().try_for_each(|row| {
        let asked = seen.refunds.iter().any(|r| row.asked_key == r.id);
        check(asked, || {
            format!("the provider paid {} that nobody asked for", row.id)
        })
    })
}

fn books(case: &Case, seen: &Seen, payment: &str) -> Result<(), String> {
    let mut accounts: BTreeMap<&str, i64> = BTreeMap::new();
    let (mut captured, mut refunded) = (0, 0);
    for entry in seen.entries.iter().filter(|e| e.payment_id == payment) {
        match entry.from_account.as_str() {
            // A refund that did not stay where it arrived.
            "provider" if entry.refund_id.is_some() => refunded -= entry.amount,
            "provider" => captured += entry.amount,
            account => *accounts.entry(account).or_default() -= entry.amount,
        }
        match entry.to_account.as_str() {
            "provider" => refunded += entry.amount,
            account => *accounts.entry(account).or_default() += entry.amount,
        }
    }
    let account = |name: &str| accounts.get(name).copied().unwrap_or_default();
    let accounted: i64 = refunded + accounts.values().sum::<i64>();
    check(captured == case.price && accounted == captured, || {
        format!("{payment}: {captured} captured, {accounted} accounted for")
    })?;
    check(accounts.values().all(|amount| *amount >= 0), || {
        format!("{payment}: below zero: {accounts:?}")
    })?;
    let (therapist, platform) = case.shares(case.kept);
    let wanted = [
        case.held,
        case.refunding,
        refunded,
        therapist,
        platform,
        0,
        0,
    ];
    let found = [
        account("held"),
        account("refunding"),
        case.refunded,
        account("therapist_payable"),
        account("commission"),
        account("parked"),
        account("disputed"),
    ];
    check(wanted == found, || {
        format!(
            "{payment}: held, refunding, refunded, therapist, platform should be {wanted:?}, are {found:?}"
        )
    })
}

/// Into `refunding` once, out of it at most once, and as the provider's books say: but that what
/// had arrived may have come back, and then has gone on to where it is held.
fn moved(seen: &Seen, refund: &RefundRow) -> Result<(), String> {
    let sum = |from: Option<&str>, to: Option<&str>| -> i64 {
        let of = seen.entries.iter().filter(|e| {
            e.refund_id.as_ref() == Some(&refund.id)
                && from.is_none_or(|from| e.from_account == from)
                && to.is_none_or(|to| e.to_account == to)
        });
        of.map(|e| e.amount).sum()
    };
    let (back, out) = match refund.state.as_str() {
        _ if refund.withdrawn_at.is_some() => (refund.amount, 0),
        "arrived" => (0, refund.amount),
        "failed" => (refund.amount, 0),
        _ => (0, 0),
    };
    let came_back = sum(Some("provider"), Some("refunding"));
    let found = (
        sum(None, Some("refunding")) - came_back,
        sum(Some("refunding"), Some("held")),
        sum(Some("refunding"), Some("provider")) - came_back,
    );
    check(found == (refund.amount, back, out), || {
        format!(
            "refund {} is {}, its entries are {found:?}",
            refund.id, refund.state
        )
    })?;
    let theirs: Vec<_> = seen
        .theirs
        .iter()
        .filter(|row| row.asked_key == refund.id)
        .collect();
    check(theirs.len() <= 1, || {
        format!("refund {} was paid {} times", refund.id, theirs.len())
    })?;
    let their_state = theirs.first().map_or("unknown", |row| row.state.as_str());
    let agrees = match refund.state.as_str() {
        _ if refund.withdrawn_at.is_some() => theirs.is_empty(),
        "requested" => true,
        "sent" => their_state != "unknown",
        "arrived" => {
            their_state == "succeeded" || theirs.first().is_some_and(|row| did_not_stay(row))
        }
        _ => their_state == "failed",
    };
    let same = theirs.iter().all(|row| row.amount == refund.amount);
    check(agrees && same, || {
        format!(
            "refund {} is {}, at the provider {their_state}",
            refund.id, refund.state
        )
    })
}

/// It arrived, and came back; whether we have heard of that or not.
fn did_not_stay(row: &TheirRow) -> bool {
    row.state == "failed" && row.returns_at.is_some()
}

fn at_the_provider(seen: &Seen, charge: &str) -> Result<(), String> {
    let of = || seen.theirs.iter().filter(|row| row.charge_id == charge);
    let gone: i64 = of()
        .filter(|row| row.state != "failed")
        .map(|row| row.amount)
        .sum();
    let charged = of().map(|row| row.charged).next().unwrap_or(gone);
    check(gone <= charged, || {
        format!("{gone} of {charged} went back on {charge}")
    })
}

/// No charge after a cancel, ever.
fn charge(case: &Case, seen: &Seen, id: &str) -> Result<(), String> {
    let states: Vec<&str> = seen
        .charges
        .iter()
        .filter(|(session, _)| session == id)
        .map(|(_, state)| state.as_str())
        .collect();
    let wanted: Vec<&str> = Some(case.charge)
        .filter(|charge| !charge.is_empty())
        .into_iter()
        .collect();
    check(states == wanted, || {
        format!(
            "the charge of {id} ({}) should be {wanted:?}, is {states:?}",
            case.state
        )
    })
}
