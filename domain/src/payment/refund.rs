//! How much goes back: the policy's answer, an exception, a part, and refunding later
//! (docs/POLICIES.md, rules P3 and P4).

use crate::consequence::{Consequence, MoneyEffect, TaskKind};
use crate::facts::Facts;
use crate::payment::{Paid, Payment};
use crate::policy::{Clause, ClauseRef, Owed};
use crate::refusal::Refusal;
use crate::session::{State, undo};
use crate::standing::StandingEffect;
use crate::time::Instant;
use crate::told::{Recipient, Template, Told};
use serde::{Deserialize, Serialize};

/// What the therapist chose to do with a payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// Nothing was chosen: what the policy answers.
    #[default]
    Policy,
    Keep,
    All,
    /// This many minor units.
    Part(i64),
}

/// Refund later, or the rest, up to what remains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiveBack {
    /// [`Choice::All`] or a part.
    pub choice: Choice,
    /// Words for the client.
    pub note: Option<String>,
}

/// Free words are at most this many characters.
pub const MOST_WORDS: usize = 500;

/// Whether anything can be refunded now at all, before any form is filled in.
///
/// # Errors
/// The rule that forbids it.
pub fn may(facts: &Facts, now: Instant) -> Result<(), Refusal> {
    let session = &facts.session;
    if session.state.is_booked() {
        return Err(Refusal::CancelInstead);
    }
    if !session.state.is_over() {
        return Err(Refusal::NotInState(session.state));
    }
    undo::waits(session, now)?;
    let paid = facts.payment.paid().ok_or(Refusal::NotPaid)?;
    if paid.books.disputed > 0 {
        return Err(facts.why_disputed());
    }
    if paid.books.refundable() == 0 {
        return Err(Refusal::NothingLeft);
    }
    Ok(())
}

pub(crate) fn decide(
    facts: &Facts,
    command: &GiveBack,
    now: Instant,
) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    may(facts, now)?;
    if matches!(command.choice, Choice::Policy | Choice::Keep) {
        return Err(Refusal::OutcomeMissing);
    }
    note_fits(command.note.as_deref())?;
    let clause = clause_of_the_end(facts);
    let money = weigh(facts, owed_for(clause), command.choice, false)?;
    let exception = money
        .as_ref()
        .is_some_and(|money| money.exception.is_some());
    Ok(Consequence {
        money,
        told: vec![Told {
            to: Recipient::Client,
            template: Template::RefundStarted,
            words: command.note.clone(),
        }],
        clauses: clauses(facts, clause, exception, false),
        ..Consequence::of(session)
    })
}

/// The clause under which the session ended.
fn clause_of_the_end(facts: &Facts) -> Clause {
    match (&facts.session.cancellation, facts.session.state) {
        (Some(cancellation), _) => cancellation.clause,
        (None, State::ClientNoShow) => Clause::ClientNoShow,
        (None, State::TherapistNoShow) => Clause::TherapistNoShow,
        (None, _) => Clause::TookPlace,
    }
}

fn owed_for(clause: Clause) -> Owed {
    match clause {
        Clause::Late | Clause::LateStays | Clause::TookPlace | Clause::ClientNoShow => {
            Owed::Nothing
        }
        _ => Owed::All,
    }
}

/// What a choice does to the payment; `None` where there is no money question. With `closes`
/// the session ends by this decision, and what is not refunded is earned.
pub(crate) fn weigh(
    facts: &Facts,
    owed: Owed,
    choice: Choice,
    closes: bool,
) -> Result<Option<MoneyEffect>, Refusal> {
    let Payment::Paid(Paid { books, .. }) = &facts.payment else {
        return Ok(None);
    };
    let balance = books.refundable();
    let owed = match owed {
        Owed::All => balance,
        Owed::Nothing if closes => 0,
        // Of a session that is over, only a refund that failed stands in `held`: it was
        // decided once, and sending it again is no second exception.
        Owed::Nothing => books.held.min(balance),
    };
    let refund = match choice {
        Choice::Policy => owed,
        Choice::Keep => 0,
        Choice::Part(0) => return Err(Refusal::AmountIsZero),
        Choice::All | Choice::Part(_) if books.disputed > 0 => return Err(facts.why_disputed()),
        Choice::All => balance,
        Choice::Part(part) => part,
    };
    let money = |minor| facts.session.price.with(minor);
    if refund > balance || refund < 0 {
        return Err(Refusal::AboveRemaining {
            remaining: money(balance),
        });
    }
    let legs = books.settle(refund, closes, facts.rate());
    if legs.is_empty() && balance == 0 {
        return Ok(None);
    }
    let after = legs.iter().fold(*books, |books, leg| books.after(*leg));
    Ok(Some(MoneyEffect {
        balance: money(balance),
        owed: money(owed),
        refund: money(refund),
        kept: money(after.kept()),
        therapist: money(after.payable),
        commission: money(after.commission),
        legs,
        exception: (refund > owed).then_some(facts.exceptions + 1),
    }))
}

/// The clauses of a decision, each with the version that was agreed.
pub(crate) fn clauses(
    facts: &Facts,
    base: Clause,
    exception: bool,
    departure: bool,
) -> Vec<ClauseRef> {
    let version = facts.policy.version;
    let also = [
        (exception, Clause::Exception),
        (departure, Clause::Departure),
    ];
    let also = also
        .into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, clause)| clause);
    std::iter::once(base)
        .chain(also)
        .map(|id| ClauseRef { id, version })
        .collect()
}

/// Whether the money effect keeps what the policy owes; then a reason is asked.
///
/// # Errors
/// [`Refusal::ReasonMissing`] where it is owed and missing.
pub(crate) fn departure(
    money: Option<&MoneyEffect>,
    reason: Option<&str>,
) -> Result<bool, Refusal> {
    let departs = money.is_some_and(|money| money.refund.minor < money.owed.minor);
    match reason.filter(|reason| !reason.trim().is_empty()) {
        None if departs => Err(Refusal::ReasonMissing),
        Some(reason) if reason.chars().count() > MOST_WORDS => {
            Err(Refusal::ReasonTooLong { most: MOST_WORDS })
        }
        _ => Ok(departs),
    }
}

pub(crate) fn note_fits(note: Option<&str>) -> Result<(), Refusal> {
    match note {
        Some(note) if note.chars().count() > MOST_WORDS => {
            Err(Refusal::NoteTooLong { most: MOST_WORDS })
        }
        _ => Ok(()),
    }
}

/// The tasks that come of a policy's answer and of departing from it.
pub(crate) fn tasks(
    standing: StandingEffect,
    departs: bool,
    more: Option<TaskKind>,
) -> Vec<TaskKind> {
    let judged = (standing == StandingEffect::TeamDecides).then_some(TaskKind::JudgeStanding);
    let departed = departs.then_some(TaskKind::DepartureFromPolicy);
    [judged, departed, more].into_iter().flatten().collect()
}
