//! What a commitment said before it stopped holding, part by part, to stand struck through
//! beside what would happen now.

use crate::commitment::{Commitment, Difference};
use crate::consequence::SlotEffect;
use crate::money::Money;
use crate::payment::ledger::Account;
use crate::standing::StandingEffect;

/// `price` gives the currency.
pub fn was(shown: &Commitment, part: Difference, price: Money) -> String {
    match part {
        Difference::Session if shown.moved.is_some() => {
            "it was at another time, or moved to one under \
             other rules"
                .into()
        }
        Difference::Session if shown.offer.is_some() => {
            "other times were on offer, or in another state".into()
        }
        Difference::Session => format!("the session was {}", shown.from.label()),
        Difference::Money => money(shown, price),
        Difference::Slot => match shown.slot {
            SlotEffect::Untouched => "the time stayed as it was".into(),
            SlotEffect::Freed => "the time opened for booking again".into(),
            SlotEffect::Blocked => "the time was blocked".into(),
            SlotEffect::HourStopped => "that hour was no longer offered".into(),
            SlotEffect::AccountPaused => "your account was paused".into(),
        },
        Difference::Told => match shown.told.len() {
            0 => "nobody was written to".into(),
            _ => "other words, or to someone else".into(),
        },
        Difference::Standing => match shown.standing {
            StandingEffect::Untouched => "no change".into(),
            StandingEffect::Incident { now } => {
                format!("your {} in 90 days", super::ordinal(now))
            }
            StandingEffect::TeamDecides => "the team decides".into(),
        },
        Difference::Policy => {
            let clauses = shown.clauses.iter().map(|clause| clause.id.text());
            clauses.collect::<Vec<_>>().join(" ")
        }
    }
}

fn money(shown: &Commitment, price: Money) -> String {
    let into = |account: Account| {
        let legs = shown.legs.iter().filter(|leg| leg.to == account);
        price.with(legs.map(|leg| leg.amount).sum())
    };
    match shown.balance {
        None => "no money moved".into(),
        Some(_) => format!(
            "{} back to the client, {} to you, {} commission",
            into(Account::Refunding),
            into(Account::TherapistPayable),
            into(Account::Commission)
        ),
    }
}
