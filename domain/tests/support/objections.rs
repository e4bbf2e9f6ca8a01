//! The move that an example's client objects to.

use crate::doc::Example;
use crate::follows::plain;
use crate::given::{given, time};
use domain::consequence::Consequence;
use domain::payment::ledger::Account;
use domain::policy::Clause;
use domain::session::Cause;
use domain::session::moving::Way;
use domain::session::object::LastMove;

pub fn last_move(example: &Example) -> Option<LastMove> {
    use Clause::{LateStays, MovedCorrection, MovedInTime, MovedLate, MovedUnavailable};
    let (way, cause, clause) = match given(example, "moved because")? {
        "therapist unavailable" => (Way::Agreed, Cause::TherapistUnavailable, MovedUnavailable),
        "correction" => (Way::Agreed, Cause::Correction, MovedCorrection),
        "client asked, in time" => (Way::Agreed, Cause::ClientAsked, MovedInTime),
        "client asked, late" => (Way::Agreed, Cause::ClientAsked, MovedLate),
        "client asked, late before" => (Way::Agreed, Cause::ClientAsked, LateStays),
        "client moved" => (Way::Own, Cause::ClientAsked, MovedInTime),
        "taken from an offer" => (Way::Offered, Cause::ClientAsked, LateStays),
        other => panic!("no such move: {other}"),
    };
    Some(LastMove {
        way,
        cause,
        clause: Some(clause),
        told_at: time(example, "told"),
        disputed_at: time(example, "disputed"),
    })
}

pub fn frozen(done: &Consequence) -> Option<String> {
    let money = done.money.as_ref()?;
    let legs = money.legs.iter().filter(|leg| leg.to == Account::Disputed);
    let amount: i64 = legs.map(|leg| leg.amount).sum();
    (amount > 0).then(|| plain(money.balance.with(amount)))
}
