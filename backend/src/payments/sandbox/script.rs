//! How the sandbox misbehaves: what a request for a refund may meet, and who chooses it. A
//! list and a seed are for tests; the panel of the demonstration writes its choice into the
//! sandbox's books (`plan`), where it outlives a restart.

use domain::time::TimeDelta;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// What a request meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mishap {
    /// None: it is accepted, settles, and is told of once.
    Nothing,
    /// Accepted, and pending for five days before it arrives.
    Slow,
    /// Accepted, pending for three days, and then it comes back.
    FailsLater,
    /// Accepted, and it arrives; three days after that it fails all the same, as cards do it.
    ArrivesAndFails,
    /// The money moves, and the answer is lost on the way.
    LostAnswer,
    /// It is never heard, and never answered.
    Unheard,
    /// Nobody listens.
    NoConnection,
    /// A 500 before anything was done. It is stored, and answered again.
    Broken,
    /// A 500 after the money moved. It is stored, and answered again.
    BrokenAfter,
    /// A 429. It is not stored.
    TooMany,
    /// Its event comes twice.
    EventTwice,
    /// Its event comes six hours late.
    EventLate,
    /// The event of its beginning comes after the event of its end.
    EventsReordered,
}

impl Mishap {
    pub const ALL: [Mishap; 13] = [
        Mishap::Nothing,
        Mishap::Slow,
        Mishap::FailsLater,
        Mishap::ArrivesAndFails,
        Mishap::LostAnswer,
        Mishap::Unheard,
        Mishap::NoConnection,
        Mishap::Broken,
        Mishap::BrokenAfter,
        Mishap::TooMany,
        Mishap::EventTwice,
        Mishap::EventLate,
        Mishap::EventsReordered,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Mishap::Nothing => "nothing",
            Mishap::Slow => "slow",
            Mishap::FailsLater => "fails_later",
            Mishap::ArrivesAndFails => "arrives_and_fails",
            Mishap::LostAnswer => "lost_answer",
            Mishap::Unheard => "unheard",
            Mishap::NoConnection => "no_connection",
            Mishap::Broken => "broken",
            Mishap::BrokenAfter => "broken_after",
            Mishap::TooMany => "too_many",
            Mishap::EventTwice => "event_twice",
            Mishap::EventLate => "event_late",
            Mishap::EventsReordered => "events_reordered",
        }
    }

    pub fn parse(text: &str) -> Option<Mishap> {
        Mishap::ALL.into_iter().find(|m| m.as_str() == text)
    }

    /// After a 429: when to come back.
    pub const RETRY_AFTER: TimeDelta = TimeDelta::seconds(30);

    /// How long it stays pending, where that is not as ever.
    pub(super) fn pending_for(self) -> Option<TimeDelta> {
        match self {
            Mishap::Slow => Some(TimeDelta::days(5)),
            Mishap::FailsLater => Some(TimeDelta::days(3)),
            _ => None,
        }
    }

    /// How long it stays where it arrived, where that is not for good.
    pub(super) fn returns_after(self) -> Option<TimeDelta> {
        (self == Mishap::ArrivesAndFails).then_some(TimeDelta::days(3))
    }

    /// Why it comes back in the end, where that is not for its card.
    pub(super) fn fails(self) -> Option<&'static str> {
        match self {
            Mishap::FailsLater => Some("the bank could not find the account"),
            Mishap::ArrivesAndFails => Some("the bank sent it back"),
            _ => None,
        }
    }
}

/// Who chooses.
#[derive(Clone, Debug, Default)]
pub enum Script {
    /// It behaves, but for what the demonstration's panel asks for.
    #[default]
    None,
    /// One a call, retries included; then it behaves.
    Calls(Arc<Mutex<VecDeque<Mishap>>>),
    /// Drawn by a seed: the same calls in the same order meet the same.
    Seeded(Arc<Mutex<Draw>>),
}

impl Script {
    pub fn calls(mishaps: impl IntoIterator<Item = Mishap>) -> Script {
        Script::Calls(Arc::new(Mutex::new(mishaps.into_iter().collect())))
    }

    pub fn seeded(seed: u64, rates: Rates) -> Script {
        Script::Seeded(Arc::new(Mutex::new(Draw { seed, rates })))
    }

    /// What this request for a refund meets; `None` where the script has no say.
    pub(super) fn next(&self) -> Option<Mishap> {
        match self {
            Script::None => None,
            Script::Calls(calls) => {
                let mut calls = calls.lock().unwrap_or_else(PoisonError::into_inner);
                calls.pop_front()
            }
            Script::Seeded(draw) => {
                let mut draw = draw.lock().unwrap_or_else(PoisonError::into_inner);
                Some(draw.refund())
            }
        }
    }

    /// What a look-up meets: it may fail to be answered, too.
    pub(super) fn next_look(&self) -> Option<Mishap> {
        match self {
            Script::None | Script::Calls(_) => None,
            Script::Seeded(draw) => {
                let mut draw = draw.lock().unwrap_or_else(PoisonError::into_inner);
                draw.look()
            }
        }
    }
}

/// How likely each is, in thousandths; what is left is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub slow: u16,
    pub fails_later: u16,
    pub arrives_and_fails: u16,
    pub lost_answer: u16,
    pub unheard: u16,
    pub no_connection: u16,
    pub broken: u16,
    pub broken_after: u16,
    pub too_many: u16,
    pub event_twice: u16,
    pub event_late: u16,
    pub events_reordered: u16,
}

impl Rates {
    /// More than half of all requests meet something.
    pub const ROUGH: Rates = Rates {
        slow: 50,
        fails_later: 50,
        arrives_and_fails: 50,
        lost_answer: 100,
        unheard: 60,
        no_connection: 60,
        broken: 30,
        broken_after: 40,
        too_many: 80,
        event_twice: 60,
        event_late: 40,
        events_reordered: 40,
    };

    fn each(self) -> [(Mishap, u16); 12] {
        [
            (Mishap::Slow, self.slow),
            (Mishap::FailsLater, self.fails_later),
            (Mishap::ArrivesAndFails, self.arrives_and_fails),
            (Mishap::LostAnswer, self.lost_answer),
            (Mishap::Unheard, self.unheard),
            (Mishap::NoConnection, self.no_connection),
            (Mishap::Broken, self.broken),
            (Mishap::BrokenAfter, self.broken_after),
            (Mishap::TooMany, self.too_many),
            (Mishap::EventTwice, self.event_twice),
            (Mishap::EventLate, self.event_late),
            (Mishap::EventsReordered, self.events_reordered),
        ]
    }
}

/// A small generator (SplitMix64): enough to spread mishaps, and the same everywhere.
#[derive(Debug)]
pub struct Draw {
    seed: u64,
    rates: Rates,
}

impl Draw {
    fn refund(&mut self) -> Mishap {
        let mut left = self.below_thousand();
        for (mishap, rate) in self.rates.each() {
            match left.checked_sub(rate) {
                None => return mishap,
                Some(rest) => left = rest,
            }
        }
        Mishap::Nothing
    }

    fn look(&mut self) -> Option<Mishap> {
        let drawn = self.refund();
        let unanswered = [Mishap::NoConnection, Mishap::Unheard, Mishap::TooMany];
        unanswered.contains(&drawn).then_some(drawn)
    }

    fn below_thousand(&mut self) -> u16 {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        u16::try_from((mixed ^ (mixed >> 31)) % 1000).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(seed: u64) -> Vec<Mishap> {
        let script = Script::seeded(seed, Rates::ROUGH);
        (0..2000).filter_map(|_| script.next()).collect()
    }

    #[test]
    fn a_seed_chooses_the_same_again_and_every_mishap_some_time() {
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
        let met = drawn(7);
        for mishap in Mishap::ALL {
            assert!(met.contains(&mishap), "{mishap:?}");
        }
    }

    #[test]
    fn every_mishap_has_a_name_of_its_own() {
        for mishap in Mishap::ALL {
            assert_eq!(Mishap::parse(mishap.as_str()), Some(mishap));
        }
    }
}
