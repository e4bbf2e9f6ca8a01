//! Moving a session: the same one, a revision later, and its payment goes with it
//! (docs/POLICIES.md, rules P14 and P15). A therapist moves what is agreed already, past their
//! own rules where they must; a client moves into an open slot while it is early enough.

use super::{Cause, Session, State, confirm, offer, undo};
use crate::actor::Role;
use crate::commitment::Commitment;
use crate::consequence::Consequence;
use crate::facts::Facts;
use crate::money::Money;
use crate::payment::charge::{self, Due};
use crate::payment::refund::{clauses, note_fits};
use crate::policy::notice::{counted_from, free_until, timing};
use crate::policy::{Policy, Timing, moving as policy};
use crate::refusal::Refusal;
use crate::request;
use crate::time::{Instant, REACH, TimeDelta, interval::Interval};
use crate::times::{Candidate, Nearest, OldTime, OwnRule};
use crate::told::{Recipient, Template, Told};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// For how long after it was made a booking can be put right, to its last instant.
pub const CORRECTION: TimeDelta = TimeDelta::minutes(15);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    pub by: Role,
    /// The new start; the length stays.
    pub to: Instant,
    pub why: Why,
    pub old_time: OldTime,
    /// Words for the other party.
    pub note: Option<String>,
}

impl Move {
    /// A client's own move: just now, and the old time opens again.
    pub fn by_client(to: Instant, note: Option<String>) -> Move {
        Move {
            by: Role::Client,
            to,
            why: Why::ClientAsked { asked_at: None },
            old_time: OldTime::Open,
            note,
        }
    }
}

/// The causes of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// With the time they asked, by the therapist's word; `None` is *just now*.
    ClientAsked {
        asked_at: Option<Instant>,
    },
    TherapistUnavailable,
    /// The booking was made by mistake, within [`CORRECTION`].
    Correction,
}

impl Why {
    pub fn cause(self) -> Cause {
        match self {
            Why::ClientAsked { .. } => Cause::ClientAsked,
            Why::TherapistUnavailable => Cause::TherapistUnavailable,
            Why::Correction => Cause::Correction,
        }
    }

    fn asked_at(self) -> Option<Instant> {
        match self {
            Why::ClientAsked { asked_at } => asked_at,
            Why::TherapistUnavailable | Why::Correction => None,
        }
    }
}

/// What a move does to the session's time, and all that goes with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub to: Interval,
    /// What the session leaves of its old time; the slot effect is about it.
    pub freed: Interval,
    pub by: Role,
    pub way: Way,
    pub cause: Cause,
    /// Whose wish it was.
    pub on_behalf_of: Option<Role>,
    /// Milliseconds between the instant that notice counts from and the old start.
    pub notice_ms: i64,
    /// The therapist's own rules that were overridden.
    pub against: BTreeSet<OwnRule>,
    /// The session's `late_since` from now on.
    pub late_since: Option<Instant>,
    /// The payment that goes with it.
    pub carried: Option<Money>,
    /// Until when a booking that awaits confirmation can be confirmed now.
    #[serde(default)]
    pub confirm_by: Option<Instant>,
    /// When a charge that is still to come is taken now.
    pub charge: Option<Due>,
    pub at: Instant,
}

/// How a new time came about, and so whether the client may object to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Agreed already, by the therapist's word.
    Agreed,
    /// The client took it from those on offer.
    Offered,
    /// The client moved it.
    Own,
}

impl Way {
    pub const ALL: [Way; 3] = [Way::Agreed, Way::Offered, Way::Own];

    pub fn as_str(self) -> &'static str {
        match self {
            Way::Agreed => "agreed",
            Way::Offered => "offered",
            Way::Own => "own",
        }
    }

    pub fn parse(text: &str) -> Option<Way> {
        Self::ALL.into_iter().find(|way| way.as_str() == text)
    }
}

/// Whether this session's time can be changed now at all, before any form is filled in.
///
/// # Errors
/// The rule that forbids it.
pub fn may(session: &Session, now: Instant) -> Result<(), Refusal> {
    match session.state {
        state if state.is_booked() && !session.has_started(now) => confirm::in_time(session, now),
        State::AwaitingConfirmation | State::Confirmed | State::ClientNoShow => {
            Err(Refusal::CarryThroughTheTeam)
        }
        State::Cancelled => {
            undo::waits(session, now)?;
            Err(Refusal::AlreadyCancelled)
        }
        state => Err(Refusal::NotInState(state)),
    }
}

pub(crate) fn decide(facts: &Facts, command: &Move, now: Instant) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    may(session, now)?;
    note_fits(command.note.as_deref())?;
    let wish = wish(facts, command.why, now)?;
    let candidate = candidate(facts, command.to, now)?;
    let place = (candidate.span, &candidate.against);
    match command.by {
        Role::Client => own_move_fits(facts, command, candidate, now)?,
        Role::Therapist | Role::Staff => old_time_is_safe(command.why, command.old_time)?,
    }
    let way = match command.by {
        Role::Client => Way::Own,
        Role::Therapist | Role::Staff => Way::Agreed,
    };
    Ok(Consequence {
        told: told(command),
        offer: offer::overtaken(facts),
        request: request::voided_by_change(facts),
        ..moved(
            facts,
            &wish,
            place,
            command.old_time,
            (command.by, way),
            now,
        )
    })
}

/// A cause, judged by the policy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    pub why: Why,
    pub counted_from: Instant,
    /// The session's `late_since` once it has moved.
    pub late_since: Option<Instant>,
    pub answer: policy::Answer,
}

/// # Errors
/// A time the client asked that cannot be, or a correction that comes too late.
pub(crate) fn wish(facts: &Facts, why: Why, now: Instant) -> Result<Wish, Refusal> {
    let session = &facts.session;
    let counted_from = counted_from(session, why.asked_at(), now)?;
    let until = session.booked_at + CORRECTION;
    if why == Why::Correction && now > until {
        return Err(Refusal::CorrectionOver { until });
    }
    Ok(Wish::judged(facts, why, counted_from))
}

impl Wish {
    pub(crate) fn judged(facts: &Facts, why: Why, counted_from: Instant) -> Wish {
        let session = &facts.session;
        let timing = timing(session, facts.policy, counted_from);
        let late = why.cause() == Cause::ClientAsked && timing == Timing::Late;
        Wish {
            why,
            counted_from,
            late_since: session.late_since.or(late.then_some(counted_from)),
            answer: policy::answer(why, timing),
        }
    }
}

/// The new time, where the session can be at it at all.
///
/// # Errors
/// The same instant, one that is over, or one that somebody has.
pub fn candidate(facts: &Facts, to: Instant, now: Instant) -> Result<&Candidate, Refusal> {
    let span = facts.session.span.starting(to);
    if span == facts.session.span {
        let nearest = facts.times.candidate(span)?.nearest;
        return Err(Refusal::SameTime { nearest });
    }
    free(facts, span, now)
}

/// What a therapist hears whose form was about the session as it was: by now it is at another time,
/// or in another state. What else differs is told by its marks alone.
pub fn outdated(facts: &Facts, command: &Move, shown: &Commitment) -> Option<Refusal> {
    let session = &facts.session;
    let was = (shown.session, shown.start, shown.from);
    if was == (session.id, session.span.start(), session.state) {
        return None;
    }
    let found = facts.times.candidate(session.span.starting(command.to));
    Some(Refusal::Outdated {
        nearest: found.map_or_else(|_| Nearest::default(), |candidate| candidate.nearest),
    })
}

/// # Errors
/// A time that is over or cannot be named, or one that somebody has.
pub(crate) fn free(facts: &Facts, span: Interval, now: Instant) -> Result<&Candidate, Refusal> {
    if span.start() > now + REACH {
        return Err(Refusal::TooFarAhead);
    }
    let candidate = facts.times.candidate(span)?;
    let nearest = candidate.nearest;
    if span.start() <= now {
        return Err(Refusal::InThePast { nearest });
    }
    match candidate.taken_from(facts.session.id, now) {
        Some(by) => Err(Refusal::Taken { by, nearest }),
        None => Ok(candidate),
    }
}

/// No time that is known to be wrong stays open, not for a moment.
pub(crate) fn old_time_is_safe(why: Why, old_time: OldTime) -> Result<(), Refusal> {
    match (why, old_time) {
        (Why::TherapistUnavailable, OldTime::Open) => Err(Refusal::OldTimeStaysOpen),
        _ => Ok(()),
    }
}

/// A client moves into an open slot, and as early as they could cancel free of charge.
fn own_move_fits(
    facts: &Facts,
    command: &Move,
    candidate: &Candidate,
    now: Instant,
) -> Result<(), Refusal> {
    let own = (Why::ClientAsked { asked_at: None }, OldTime::Open);
    if (command.why, command.old_time) != own {
        return Err(Refusal::PolicyOnly);
    }
    if !is_early_enough(&facts.session, facts.policy, now) {
        let until = free_until(&facts.session, facts.policy);
        return Err(Refusal::TooLateToMove { until });
    }
    match candidate.against.is_empty() {
        true => Ok(()),
        false => Err(Refusal::NotOpen {
            nearest: candidate.nearest,
        }),
    }
}

/// By the clock alone: a late move before makes later cancels late, but forbids no move.
pub fn is_early_enough(session: &Session, policy: Policy, now: Instant) -> bool {
    now <= free_until(session, policy) || timing(session, policy, now) == Timing::Grace
}

/// What every move does, however it came about; nobody is told yet.
pub(crate) fn moved(
    facts: &Facts,
    wish: &Wish,
    (to, against): (Interval, &BTreeSet<OwnRule>),
    old_time: OldTime,
    (by, way): (Role, Way),
    now: Instant,
) -> Consequence {
    let session = &facts.session;
    let state = state_after(session.state, way);
    let awaits = state == State::AwaitingConfirmation;
    // What is frozen goes with it, too.
    let carried = facts
        .payment
        .paid()
        .map(|paid| paid.books.held + paid.books.disputed);
    Consequence {
        to: state,
        slot: old_time.effect(),
        standing: wish.answer.standing.effect(facts.incidents),
        clauses: clauses(facts, wish.answer.clause, false, false),
        moved: Some(Moved {
            to,
            freed: session.span.left_for(to),
            by,
            way,
            cause: wish.why.cause(),
            on_behalf_of: wish.answer.counts_as,
            notice_ms: (session.span.start() - wish.counted_from).num_milliseconds(),
            against: against.clone(),
            late_since: wish.late_since,
            carried: carried.map(|held| session.price.with(held)),
            confirm_by: awaits.then(|| confirm::deadline(now, to.start())),
            charge: charge::follows(&facts.payment, to.start(), now),
            at: now,
        }),
        ..Consequence::of(session)
    }
}

/// A therapist who moves a booking, or offers other times for it, has answered it; a client's own move asks anew.
fn state_after(state: State, way: Way) -> State {
    match way {
        Way::Agreed | Way::Offered => State::Confirmed,
        Way::Own => state,
    }
}

fn told(command: &Move) -> Vec<Told> {
    let note = command.note.clone();
    match command.by {
        Role::Client => vec![
            Told::new(Recipient::Client, Template::MoveConfirmed, None),
            Told::new(Recipient::Therapist, Template::ClientMoved, note),
        ],
        Role::Therapist | Role::Staff => {
            vec![Told::new(Recipient::Client, Template::SessionMoved, note)]
        }
    }
}
