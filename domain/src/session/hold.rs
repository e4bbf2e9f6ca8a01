//! A span that is kept for a client while they pay (docs/POLICIES.md, rule P18): ten minutes, and
//! once fifteen in all while a payment authenticates; two a client at most. Whoever comes later
//! waits for it to end, also the therapist.

use super::State;
use crate::consequence::{Consequence, SlotEffect};
use crate::facts::Facts;
use crate::payment::refund::{Choice, weigh};
use crate::policy::Owed;
use crate::refusal::Refusal;
use crate::time::{Instant, TimeDelta, interval::Interval};
use crate::times::Candidate;
use crate::told::{Recipient, Template, Told};
use serde::{Deserialize, Serialize};

/// How many a client can have at a time.
pub const MOST: usize = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub span: Interval,
    pub held_at: Instant,
    pub stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Fresh,
    /// While the client's bank asks for more.
    Extended,
}

impl Stage {
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Fresh => "fresh",
            Stage::Extended => "extended",
        }
    }

    pub fn parse(text: &str) -> Option<Stage> {
        let all = [Stage::Fresh, Stage::Extended];
        all.into_iter().find(|stage| stage.as_str() == text)
    }
}

impl Hold {
    /// The first instant at which it stands no longer; never past the start of its span.
    pub fn until(&self) -> Instant {
        let minutes = match self.stage {
            Stage::Fresh => 10,
            Stage::Extended => 15,
        };
        (self.held_at + TimeDelta::minutes(minutes)).min(self.span.start())
    }

    pub fn stands(&self, now: Instant) -> bool {
        now < self.until()
    }
}

/// Holds an open slot for a client who has `own` holds already.
///
/// # Errors
/// A time that cannot be booked, or one hold too many.
pub fn hold(candidate: &Candidate, own: &[Hold], now: Instant) -> Result<Hold, Refusal> {
    let nearest = candidate.nearest;
    if candidate.span.start() <= now {
        return Err(Refusal::InThePast { nearest });
    }
    let standing = own.iter().filter(|hold| hold.stands(now));
    if standing.count() >= MOST {
        return Err(Refusal::TooManyHolds { most: MOST });
    }
    if let Some(by) = candidate.taken_by_anyone(now) {
        return Err(Refusal::Taken { by, nearest });
    }
    match candidate.against.is_empty() {
        true => Ok(Hold {
            span: candidate.span,
            held_at: now,
            stage: Stage::Fresh,
        }),
        false => Err(Refusal::NotOpen { nearest }),
    }
}

/// Gives a payment that authenticates five minutes more, once: asked again, it is as long as it is.
///
/// # Errors
/// [`Refusal::HoldOver`] where it has ended.
pub fn extend(hold: &Hold, now: Instant) -> Result<Hold, Refusal> {
    match hold.stands(now) {
        true => Ok(Hold {
            stage: Stage::Extended,
            ..*hold
        }),
        false => Err(Refusal::HoldOver),
    }
}

/// A hold that nobody booked before it ended. What was paid for it all the same goes back in full,
/// and is told; of one that was not paid for nothing is left to say.
///
/// # Errors
/// One that still stands, and what is no longer in checkout.
pub fn let_go(facts: &Facts, now: Instant) -> Result<Consequence, Refusal> {
    let session = &facts.session;
    let until = facts.times.hold.map(|hold| hold.until());
    if session.state != State::Held || until.is_some_and(|until| now < until) {
        return Err(Refusal::NotInState(session.state));
    }
    let money = weigh(facts, Owed::All, Choice::Policy, true)?;
    let told = money
        .iter()
        .map(|_| Told::new(Recipient::Client, Template::RefundStarted, None));
    Ok(Consequence {
        to: State::Expired,
        slot: SlotEffect::Freed,
        told: told.collect(),
        money,
        ..Consequence::of(session)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::times::{Nearest, OwnRule, Taken, TakenBy};
    use std::collections::BTreeSet;

    fn at(minute: i64) -> Instant {
        Instant::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    fn candidate(start: i64) -> Candidate {
        Candidate {
            span: Interval::new(at(start), at(start + 50)).expect("a span"),
            against: BTreeSet::new(),
            taken: Vec::new(),
            nearest: Nearest::default(),
        }
    }

    fn held(start: i64, minute: i64) -> Hold {
        hold(&candidate(start), &[], at(minute)).expect("it is open")
    }

    #[test]
    fn a_hold_stands_for_ten_minutes_and_once_for_fifteen() {
        let fresh = held(5000, 0);
        assert_eq!(fresh.until(), at(10));
        assert!(fresh.stands(at(9)) && !fresh.stands(at(10)));
        let extended = extend(&fresh, at(9)).expect("it stands");
        assert_eq!(extended.until(), at(15));
        assert_eq!(extend(&extended, at(12)), Ok(extended), "and no longer");
        assert_eq!(extend(&extended, at(15)), Err(Refusal::HoldOver));
        assert_eq!(extend(&fresh, at(10)), Err(Refusal::HoldOver));
        assert_eq!(held(5, 0).until(), at(5), "never past the start");
    }

    #[test]
    fn a_client_has_two_at_most_and_those_that_ended_do_not_count() {
        let own = [held(5000, 0), held(6000, 5)];
        let third = |minute| hold(&candidate(7000), &own, at(minute));
        assert_eq!(third(9), Err(Refusal::TooManyHolds { most: 2 }));
        assert!(third(10).is_ok());
    }

    #[test]
    fn only_an_open_slot_that_is_to_come_can_be_held() {
        let nearest = Nearest::default();
        let past = hold(&candidate(5), &[], at(5));
        assert_eq!(past, Err(Refusal::InThePast { nearest }));
        let mut closed = candidate(5000);
        closed.against.insert(OwnRule::WithinLeadTime);
        assert_eq!(hold(&closed, &[], at(0)), Err(Refusal::NotOpen { nearest }));
        let mut taken = candidate(5000);
        let by = TakenBy::Hold { until: at(10) };
        let span = taken.span;
        let session = None;
        taken.taken.push(Taken { span, by, session });
        let refused = hold(&taken, &[], at(9));
        assert_eq!(refused, Err(Refusal::Taken { by, nearest }));
        assert!(hold(&taken, &[], at(10)).is_ok());
    }
}
