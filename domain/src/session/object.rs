//! A client objects to a move that they did not make (docs/POLICIES.md, rule P21). To one that the
//! therapist caused: the session is cancelled and refunded in full. To one that is marked as their
//! own wish: the cause is disputed, and where it was late nobody gets the money until the team has
//! decided.

use super::moving::Way;
use super::{Cancellation, Cause, Session, State, confirm, offer, undo};
use crate::actor::Role;
use crate::consequence::{Consequence, MoneyEffect, TaskKind};
use crate::event::{Event, Recorded};
use crate::facts::Facts;
use crate::payment::refund::{Choice, clauses, note_fits, weigh};
use crate::policy::{self, Clause, Ending, Timing};
use crate::refusal::Refusal;
use crate::request;
use crate::time::{Instant, TimeDelta};
use crate::times::OldTime;
use crate::told::{Recipient, Template, Told};
use serde::{Deserialize, Serialize};

/// For how long after the message left a client may object, unless the new start comes sooner.
pub const WINDOW: TimeDelta = TimeDelta::hours(24);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// The client's words; for the therapist, or for the team where the cause is disputed.
    pub note: Option<String>,
}

/// The move that brought the session to where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastMove {
    pub way: Way,
    pub cause: Cause,
    pub clause: Option<Clause>,
    /// When the letter about it left; `None` while it waits.
    pub told_at: Option<Instant>,
    /// When the client disputed its cause.
    pub disputed_at: Option<Instant>,
}

impl LastMove {
    /// As the session's log has it; when its letter left stands in the outbox.
    pub fn of(log: &[Recorded], told_at: Option<Instant>) -> Option<LastMove> {
        let (place, decided, moved) =
            log.iter().enumerate().rev().find_map(|(place, recorded)| {
                let Event::Decided { consequence, .. } = &recorded.event else {
                    return None;
                };
                Some((place, consequence, consequence.moved.as_ref()?))
            })?;
        let disputed = log[place..].iter().find(|later| is_dispute(later));
        Some(LastMove {
            way: moved.way,
            cause: moved.cause,
            clause: decided.clauses.first().map(|clause| clause.id),
            told_at,
            disputed_at: disputed.map(|later| later.received_at),
        })
    }

    /// The first instant at which it is too late to object.
    pub fn until(&self, start: Instant) -> Instant {
        self.told_at
            .map_or(start, |told| (told + WINDOW).min(start))
    }

    pub(crate) fn is_disputed_as_late(&self) -> bool {
        self.disputed_at.is_some() && self.is_late()
    }

    /// It made later cancels late, or found them so.
    fn is_late(&self) -> bool {
        matches!(self.clause, Some(Clause::MovedLate | Clause::LateStays))
    }
}

/// Since when a payment has been frozen by a dispute, whatever has happened to the session since.
pub fn frozen_since(log: &[Recorded]) -> Option<Instant> {
    let frozen = log.iter().find(|recorded| {
        let effect = match &recorded.event {
            Event::Decided { consequence, .. } => consequence.dispute.as_ref(),
            _ => None,
        };
        effect.is_some_and(|dispute| dispute.effect == Freeze::Payment)
    });
    frozen.map(|recorded| recorded.received_at)
}

fn is_dispute(recorded: &Recorded) -> bool {
    matches!(&recorded.event, Event::Decided { consequence, .. } if consequence.dispute.is_some())
}

/// The client denies that they asked for a move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    pub effect: Freeze,
    /// The client's words, for the team.
    pub words: Option<String>,
    pub at: Instant,
}

/// What a dispute does to the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freeze {
    /// It is not about money: the move was in time, or nothing is paid.
    Nothing,
    /// Neither refunded nor earned until the team has decided.
    Payment,
}

impl Freeze {
    pub fn as_str(self) -> &'static str {
        match self {
            Freeze::Nothing => "nothing",
            Freeze::Payment => "payment",
        }
    }

    pub fn parse(text: &str) -> Option<Freeze> {
        let all = [Freeze::Nothing, Freeze::Payment];
        all.into_iter().find(|effect| effect.as_str() == text)
    }
}

/// Whether the client may object now at all.
///
/// # Errors
/// The rule that forbids it.
pub fn may(session: &Session, last: Option<&LastMove>, now: Instant) -> Result<LastMove, Refusal> {
    match session.state {
        State::AwaitingConfirmation | State::Confirmed => confirm::in_time(session, now)?,
        State::Cancelled => {
            undo::waits(session, now)?;
            return Err(Refusal::AlreadyCancelled);
        }
        state => return Err(Refusal::NotInState(state)),
    }
    let last = last.filter(|last| last.way == Way::Agreed);
    let last = last.ok_or(Refusal::NothingToObjectTo)?;
    if last.disputed_at.is_some() {
        return Err(Refusal::DisputedAlready);
    }
    let until = last.until(session.span.start());
    match now < until {
        true => Ok(*last),
        false => Err(Refusal::ObjectionOver { until }),
    }
}

pub(crate) fn decide(
    facts: &Facts,
    command: &Object,
    now: Instant,
) -> Result<Consequence, Refusal> {
    let last = may(&facts.session, facts.times.last_move.as_ref(), now)?;
    note_fits(command.note.as_deref())?;
    match last.cause {
        Cause::ClientAsked => Ok(dispute(facts, last, command, now)),
        _ => refuse(facts, command, now),
    }
}

/// The client does not take the new time: the session ends, and all that was paid goes back.
fn refuse(facts: &Facts, command: &Object, now: Instant) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    let answer = policy::answer(Ending::Cancelled(Cause::Objection), Timing::OnTime);
    let note = command.note.clone();
    Ok(Consequence {
        to: State::Cancelled,
        cancellation: Some(Cancellation {
            by: Role::Client,
            on_behalf_of: answer.counts_as.unwrap_or(Role::Therapist),
            cause: Cause::Objection,
            words: None,
            notice_ms: (session.span.start() - now).num_milliseconds(),
            clause: answer.clause,
            at: now,
        }),
        money: weigh(facts, answer.owed, Choice::Policy, true)?,
        charge_withdrawn: facts.payment.charge_due(),
        slot: OldTime::Open.effect(),
        told: vec![
            Told::new(Recipient::Client, Template::CancellationConfirmed, None),
            Told::new(Recipient::Therapist, Template::ClientObjected, note),
        ],
        standing: answer.standing.effect(facts.incidents),
        clauses: clauses(facts, answer.clause, false, false),
        offer: offer::overtaken(facts),
        request: request::voided_by_change(facts),
        ..Consequence::of(session)
    })
}

/// The session stays; who asked for the move is for the team to find out.
fn dispute(facts: &Facts, last: LastMove, command: &Object, now: Instant) -> Consequence {
    let money = last.is_late().then(|| frozen(facts)).flatten();
    let effect = match money {
        Some(_) => Freeze::Payment,
        None => Freeze::Nothing,
    };
    Consequence {
        money,
        told: vec![
            Told::new(Recipient::Client, Template::ObjectionReceived, None),
            Told::new(Recipient::Therapist, Template::CauseDisputed, None),
        ],
        tasks: vec![TaskKind::DisputedCause],
        dispute: Some(Dispute {
            effect,
            words: command.note.clone(),
            at: now,
        }),
        ..Consequence::of(&facts.session)
    }
}

/// All that is held goes where nothing can take it from. An account of its own would say no more:
/// what is disputed there, by the client's bank or by the client, waits for somebody's decision.
fn frozen(facts: &Facts) -> Option<MoneyEffect> {
    let books = facts.payment.paid()?.books;
    let legs = books.freeze();
    let money = |minor| facts.session.price.with(minor);
    (!legs.is_empty()).then(|| MoneyEffect {
        balance: money(books.refundable()),
        owed: money(0),
        refund: money(0),
        kept: money(books.kept()),
        therapist: money(books.payable),
        commission: money(books.commission),
        legs,
        exception: None,
    })
}
