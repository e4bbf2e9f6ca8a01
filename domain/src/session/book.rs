//! A session comes into being (docs/POLICIES.md, rules P18 and P19). What a client has in checkout
//! and paid awaits the therapist's word; a follow-up that the therapist books stands at once, and
//! its charge is planned.

use super::{Session, SessionKind, State, confirm, moving};
use crate::actor::Role;
use crate::consequence::Consequence;
use crate::facts::Facts;
use crate::money::Money;
use crate::payment::Payment;
use crate::payment::charge::Due;
use crate::payment::refund::note_fits;
use crate::refusal::Refusal;
use crate::time::Instant;
use crate::times::OwnRule;
use crate::told::{Recipient, Template, Told};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Book the session of the facts, which is [`State::Held`] until then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    pub by: Role,
    /// Words for the other party.
    pub note: Option<String>,
}

/// What a booking is, beside its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    pub by: Role,
    pub price: Money,
    /// The version of the policy that was agreed to.
    pub policy: u32,
    /// Until when the therapist can confirm it, where it awaits that.
    pub confirm_by: Option<Instant>,
    /// When a stored card is charged.
    pub charge: Option<Due>,
    /// The therapist's own rules that were overridden.
    pub against: BTreeSet<OwnRule>,
    pub at: Instant,
}

/// Whether a therapist can book the pair's next session, before any form is filled in.
///
/// # Errors
/// An initial session is the client's to book.
pub fn may(session: &Session) -> Result<(), Refusal> {
    match session.kind {
        SessionKind::Initial => Err(Refusal::InitialIsTheClients),
        SessionKind::FollowUp => Ok(()),
    }
}

pub(crate) fn decide(facts: &Facts, command: &Book, now: Instant) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    match session.state {
        State::Held => {}
        State::Expired => return Err(Refusal::HoldOver),
        state => return Err(Refusal::NotInState(state)),
    }
    note_fits(command.note.as_deref())?;
    match command.by {
        Role::Client => by_client(facts, command, now),
        Role::Therapist | Role::Staff => by_therapist(facts, command, now),
    }
}

/// The hold has kept the time, also from the therapist's own changes, and the payment is in.
fn by_client(facts: &Facts, command: &Book, now: Instant) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    if !facts.times.hold.is_some_and(|hold| hold.stands(now)) {
        return Err(Refusal::HoldOver);
    }
    if matches!(facts.payment, Payment::Unpaid { .. }) {
        return Err(Refusal::PayFirst);
    }
    let start = session.span.start();
    Ok(Consequence {
        to: State::AwaitingConfirmation,
        told: vec![
            Told::new(Recipient::Client, Template::BookingReceived, None),
            Told::new(
                Recipient::Therapist,
                Template::BookingToConfirm,
                command.note.clone(),
            ),
        ],
        booked: Some(Booked {
            confirm_by: Some(confirm::deadline(now, start)),
            ..booked(facts, command.by, now)
        }),
        ..Consequence::of(session)
    })
}

/// Past their own rules where they must, but over nobody; an initial session is the client's.
fn by_therapist(facts: &Facts, command: &Book, now: Instant) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    may(session)?;
    // What a client has in checkout is theirs to book.
    if facts.times.hold.is_some() {
        return Err(Refusal::NotInState(session.state));
    }
    if facts.times.restricted {
        return Err(Refusal::AccountRestricted);
    }
    let start = session.span.start();
    let candidate = moving::free(facts, session.span, now)?;
    let charge = match facts.payment {
        Payment::Unpaid { .. } => Some(Due::before(start, now)),
        Payment::Free | Payment::Paid(_) => None,
    };
    let note = command.note.clone();
    Ok(Consequence {
        to: State::Confirmed,
        told: vec![Told::new(Recipient::Client, Template::FollowUpBooked, note)],
        booked: Some(Booked {
            charge,
            against: candidate.against.clone(),
            ..booked(facts, command.by, now)
        }),
        ..Consequence::of(session)
    })
}

fn booked(facts: &Facts, by: Role, at: Instant) -> Booked {
    Booked {
        by,
        price: facts.session.price,
        policy: facts.policy.version,
        confirm_by: None,
        charge: None,
        against: BTreeSet::new(),
        at,
    }
}
