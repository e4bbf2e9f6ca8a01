//! Offering a client up to three other times (docs/POLICIES.md, rule P16). All of them are held,
//! and the session stays where it is until the client takes one; whatever else happens to the
//! offer leaves it there.

use super::moving::{self, Way, Why, Wish};
use super::{Cause, Session};
use crate::actor::Role;
use crate::consequence::Consequence;
use crate::facts::Facts;
use crate::payment::refund::{clauses, note_fits};
use crate::refusal::Refusal;
use crate::request;
use crate::time::{Instant, TimeDelta, interval::Interval};
use crate::times::{OldTime, OwnRule};
use crate::told::{Recipient, Template, Told};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So many times can be offered at once.
pub const MOST: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The new starts; the length stays.
    pub times: Vec<Instant>,
    pub why: Why,
    /// What becomes of the old time once one of them is taken.
    pub old_time: OldTime,
    /// Words for the client.
    pub note: Option<String>,
}

/// What becomes of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// The client takes this start.
    Take(Instant),
    /// The client takes none.
    Decline,
    /// The therapist takes it back.
    Withdraw,
    /// Nobody answered in time: a job's.
    Lapse,
}

impl Answer {
    pub fn by(self) -> Role {
        match self {
            Answer::Take(_) | Answer::Decline => Role::Client,
            Answer::Withdraw => Role::Therapist,
            Answer::Lapse => Role::Staff,
        }
    }
}

/// An offer that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenOffer {
    /// In the order of their starts.
    pub times: Vec<OfferedTime>,
    pub why: Why,
    /// The instant that notice counts from: answering late costs the client nothing.
    pub counted_from: Instant,
    pub old_time: OldTime,
    pub offered_at: Instant,
    /// The first instant at which it can no longer be taken.
    pub until: Instant,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedTime {
    pub span: Interval,
    /// The therapist's own rules that it breaks.
    pub against: BTreeSet<OwnRule>,
}

/// What a decision does to an offer, and so to the holds of its times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferEffect {
    /// Every time of it is held.
    Made(OpenOffer),
    /// Every hold of it is released.
    Ended { how: OfferEnd, offer: OpenOffer },
}

impl OfferEffect {
    pub fn offer(&self) -> &OpenOffer {
        match self {
            OfferEffect::Made(offer) | OfferEffect::Ended { offer, .. } => offer,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferEnd {
    Taken,
    Declined,
    Withdrawn,
    Lapsed,
    /// The session was cancelled, or moved otherwise.
    Overtaken,
}

impl OfferEnd {
    pub fn as_str(self) -> &'static str {
        match self {
            OfferEnd::Taken => "taken",
            OfferEnd::Declined => "declined",
            OfferEnd::Withdrawn => "withdrawn",
            OfferEnd::Lapsed => "lapsed",
            OfferEnd::Overtaken => "overtaken",
        }
    }
}

/// An offer that another decision on its session ends.
pub(crate) fn overtaken(facts: &Facts) -> Option<OfferEffect> {
    facts.times.offer.clone().map(|offer| OfferEffect::Ended {
        how: OfferEnd::Overtaken,
        offer,
    })
}

/// Whether times can be offered now at all, before any form is filled in.
///
/// # Errors
/// The rule that forbids it.
pub fn may(facts: &Facts, now: Instant) -> Result<(), Refusal> {
    moving::may(&facts.session, now)?;
    match &facts.times.offer {
        Some(open) if now < open.until => Err(Refusal::OfferStands { until: open.until }),
        _ => Ok(()),
    }
}

/// Whether there is an offer that can be taken back now.
///
/// # Errors
/// The rule that forbids it.
pub fn may_withdraw(facts: &Facts, now: Instant) -> Result<(), Refusal> {
    let stands = facts.times.offer.as_ref().filter(|open| now < open.until);
    stands.ok_or(Refusal::OfferOver)?;
    moving::may(&facts.session, now)
}

pub(crate) fn decide(facts: &Facts, command: &Offer, now: Instant) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    may(facts, now)?;
    note_fits(command.note.as_deref())?;
    if command.why == Why::Correction {
        return Err(Refusal::CorrectAtOnce);
    }
    if command.old_time == OldTime::Pause {
        return Err(Refusal::PauseAtOnce);
    }
    moving::old_time_is_safe(command.why, command.old_time)?;
    let wish = moving::wish(facts, command.why, now)?;
    let times = times(facts, command, now)?;
    let offer = OpenOffer {
        until: until(facts, &times, now),
        times,
        why: command.why,
        counted_from: wish.counted_from,
        old_time: command.old_time,
        offered_at: now,
    };
    Ok(Consequence {
        told: vec![Told::new(
            Recipient::Client,
            Template::TimesOffered,
            command.note.clone(),
        )],
        clauses: clauses(facts, wish.answer.clause, false, false),
        offer: Some(OfferEffect::Made(offer)),
        ..Consequence::of(session)
    })
}

/// The offered times, each free for the session, and none in the way of another: every one of
/// them is held beside the session.
fn times(facts: &Facts, command: &Offer, now: Instant) -> Result<Vec<OfferedTime>, Refusal> {
    if command.times.is_empty() {
        return Err(Refusal::NewTimeMissing);
    }
    if command.times.len() > MOST {
        return Err(Refusal::TooManyTimes { most: MOST });
    }
    let offered = |to: &Instant| {
        moving::candidate(facts, *to, now).map(|known| OfferedTime {
            span: known.span,
            against: known.against.clone(),
        })
    };
    let mut times: Vec<OfferedTime> = command
        .times
        .iter()
        .map(offered)
        .collect::<Result<_, _>>()?;
    times.sort_by_key(|time| time.span.start());
    for pair in times.windows(2) {
        if pair[0].span == pair[1].span {
            return Err(Refusal::OfferedTwice);
        }
        if pair[0].span.overlaps(pair[1].span) {
            return Err(Refusal::TimesOverlap);
        }
    }
    let own = facts.session.span;
    match times.iter().any(|time| time.span.overlaps(own)) {
        true => Err(Refusal::TimesOverlap),
        false => Ok(times),
    }
}

/// The earliest of the setting's hours, the session's own start, and the first start on offer.
fn until(facts: &Facts, times: &[OfferedTime], now: Instant) -> Instant {
    let asked = now + TimeDelta::hours(facts.times.offer_hours.into());
    let first = times.iter().map(|time| time.span.start());
    first
        .chain([facts.session.span.start()])
        .fold(asked, Instant::min)
}

pub(crate) fn answer(facts: &Facts, answer: Answer, now: Instant) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    let open = facts.times.offer.as_ref().ok_or(Refusal::OfferOver)?;
    let stands = now < open.until;
    match (answer, stands) {
        (Answer::Lapse, true) => return Err(Refusal::OfferStands { until: open.until }),
        (Answer::Take(_) | Answer::Decline | Answer::Withdraw, false) => {
            return Err(Refusal::OfferOver);
        }
        (Answer::Lapse, false) => {}
        _ => moving::may(session, now)?,
    }
    match answer {
        Answer::Take(start) => take(facts, open, start, now),
        Answer::Decline => Ok(ended(session, open, OfferEnd::Declined)),
        Answer::Withdraw => Ok(ended(session, open, OfferEnd::Withdrawn)),
        Answer::Lapse => Ok(ended(session, open, OfferEnd::Lapsed)),
    }
}

/// The hold becomes the session's time: nobody can have come in between.
fn take(
    facts: &Facts,
    open: &OpenOffer,
    start: Instant,
    now: Instant,
) -> Result<Consequence, Refusal> {
    let taken = open.times.iter().find(|time| time.span.start() == start);
    let taken = taken.ok_or(Refusal::NotOffered)?;
    let wish = Wish::judged(facts, open.why, open.counted_from);
    let place = (taken.span, &taken.against);
    let how = (Role::Client, Way::Offered);
    Ok(Consequence {
        told: vec![
            Told::new(Recipient::Client, Template::MoveConfirmed, None),
            Told::new(Recipient::Therapist, Template::OfferTaken, None),
        ],
        offer: Some(OfferEffect::Ended {
            how: OfferEnd::Taken,
            offer: open.clone(),
        }),
        request: request::voided_by_change(facts),
        ..moving::moved(facts, &wish, place, open.old_time, how, now)
    })
}

/// The session stays where it is.
fn ended(session: &Session, open: &OpenOffer, how: OfferEnd) -> Consequence {
    let told = match how {
        OfferEnd::Declined => vec![Told::new(
            Recipient::Therapist,
            Template::OfferDeclined,
            None,
        )],
        OfferEnd::Withdrawn => vec![Told::new(Recipient::Client, Template::OfferWithdrawn, None)],
        // Of a session that is over in the meantime there is nothing to say.
        OfferEnd::Lapsed if session.state.is_booked() => vec![
            Told::new(Recipient::Client, Template::OfferLapsed, None),
            Told::new(Recipient::Therapist, Template::OfferLapsed, None),
        ],
        OfferEnd::Lapsed | OfferEnd::Taken | OfferEnd::Overtaken => Vec::new(),
    };
    Consequence {
        told,
        offer: Some(OfferEffect::Ended {
            how,
            offer: open.clone(),
        }),
        ..Consequence::of(session)
    }
}

/// Whether taking one of the times counts towards the therapist's standing.
pub fn counts(open: &OpenOffer) -> bool {
    open.why.cause() == Cause::TherapistUnavailable
}
