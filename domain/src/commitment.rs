//! What a form says was shown. The server decides again and compares: where the two differ,
//! nothing is done and the differences are shown. There is no *now* in it, no minutes left,
//! no labels and no revision, so that only a change of what happens makes a difference
//! (docs/POLICIES.md, rule P10).

use crate::consequence::{Consequence, SlotEffect};
use crate::ids::SessionId;
use crate::money::Money;
use crate::payment::charge::Due;
use crate::payment::ledger::Entry;
use crate::policy::ClauseRef;
use crate::request::{RequestEffect, RequestKind};
use crate::session::State;
use crate::session::book::Booked;
use crate::session::moving::Moved;
use crate::session::offer::{OfferEffect, OfferEnd};
use crate::standing::StandingEffect;
use crate::time::Instant;
use crate::times::{OldTime, OwnRule};
use crate::told::{Recipient, Template, hex_digest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Canonical by construction: fields in this order, no maps, no floats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    pub(crate) session: SessionId,
    pub(crate) start: Instant,
    pub(crate) from: State,
    pub(crate) to: State,
    pub(crate) balance: Option<i64>,
    pub(crate) legs: Vec<Entry>,
    pub(crate) charge_withdrawn: Option<Instant>,
    pub(crate) slot: SlotEffect,
    pub(crate) told: Vec<(Recipient, Template, Option<String>)>,
    pub(crate) standing: StandingEffect,
    pub(crate) clauses: Vec<ClauseRef>,
    /// Left out where nothing moves, so that older texts read as they were written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) moved: Option<MovedTo>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) offer: Option<OfferShown>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) booked: Option<BookedShown>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request: Option<RequestKind>,
}

/// What a form says of a move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MovedTo {
    pub(crate) start: Instant,
    pub(crate) against: BTreeSet<OwnRule>,
    pub(crate) carried: Option<i64>,
    pub(crate) charge: Option<Due>,
}

/// What a form says of an offer: how long it stands is counted from *now*, and left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OfferShown {
    /// `None` where it is made.
    pub(crate) ends: Option<OfferEnd>,
    pub(crate) times: Vec<(Instant, BTreeSet<OwnRule>)>,
    pub(crate) old_time: OldTime,
}

impl OfferShown {
    fn of(effect: &OfferEffect) -> OfferShown {
        let (ends, offer) = match effect {
            OfferEffect::Made(offer) => (None, offer),
            OfferEffect::Ended { how, offer } => (Some(*how), offer),
        };
        let times = offer.times.iter();
        OfferShown {
            ends,
            times: times
                .map(|time| (time.span.start(), time.against.clone()))
                .collect(),
            old_time: offer.old_time,
        }
    }
}

/// What a form says of a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BookedShown {
    pub(crate) price: Money,
    pub(crate) policy: u32,
    pub(crate) charge: Option<Due>,
    pub(crate) against: BTreeSet<OwnRule>,
}

impl BookedShown {
    fn of(booked: &Booked) -> BookedShown {
        BookedShown {
            price: booked.price,
            policy: booked.policy,
            charge: booked.charge,
            against: booked.against.clone(),
        }
    }

    fn money(&self) -> (Money, Option<Due>) {
        (self.price, self.charge)
    }
}

impl MovedTo {
    fn shown(moved: &Moved) -> MovedTo {
        MovedTo {
            start: moved.to.start(),
            against: moved.against.clone(),
            carried: moved.carried.map(|money| money.minor),
            charge: moved.charge,
        }
    }

    fn place(&self) -> (Instant, &BTreeSet<OwnRule>) {
        (self.start, &self.against)
    }

    fn money(&self) -> (Option<i64>, Option<Due>) {
        (self.carried, self.charge)
    }
}

/// A part of a consequence that is no longer as it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Difference {
    Session,
    Money,
    Slot,
    Told,
    Standing,
    Policy,
}

impl Commitment {
    /// The longest text that a form may carry, in bytes.
    pub const MOST_BYTES: usize = 2048;

    pub fn to(shown: &Consequence) -> Commitment {
        let told = shown
            .told
            .iter()
            .map(|t| (t.to, t.template, t.words_hash()));
        Commitment {
            session: shown.session,
            start: shown.span.start(),
            from: shown.from,
            to: shown.to,
            balance: shown.money.as_ref().map(|money| money.balance.minor),
            legs: shown
                .money
                .as_ref()
                .map(|money| money.legs.clone())
                .unwrap_or_default(),
            charge_withdrawn: shown.charge_withdrawn,
            slot: shown.slot,
            told: told.collect(),
            standing: shown.standing,
            clauses: shown.clauses.clone(),
            moved: shown.moved.as_ref().map(MovedTo::shown),
            offer: shown.offer.as_ref().map(OfferShown::of),
            booked: shown.booked.as_ref().map(BookedShown::of),
            request: match &shown.request {
                Some(RequestEffect::Filed(filed)) => Some(filed.kind),
                Some(RequestEffect::Voided(_)) | None => None,
            },
        }
    }

    /// The same, with words of the client's for their therapist. They are typed beside what is
    /// shown, and whoever typed them has seen them.
    pub fn with_note(mut self, note: Option<&str>) -> Commitment {
        let carries = [Template::ClientCancelled, Template::ClientObjected];
        let letters = self.told.iter_mut();
        for (_, _, words) in letters.filter(|(_, template, _)| carries.contains(template)) {
            *words = note.map(hex_digest);
        }
        self
    }

    /// Canonical JSON.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("plain data is always JSON")
    }

    /// `None` where the text is not a commitment: an old page, or a hand-made form.
    pub fn parse(text: &str) -> Option<Commitment> {
        (text.len() <= Self::MOST_BYTES)
            .then(|| serde_json::from_str(text).ok())
            .flatten()
    }

    /// SHA-256 of the canonical text, in hex, for audit and API.
    pub fn digest(&self) -> String {
        hex_digest(&self.to_text())
    }

    /// What `now` does otherwise than this said; empty where the commitment holds.
    pub fn differences(&self, now: &Commitment) -> Vec<Difference> {
        let same = [
            (
                Difference::Session,
                self.of_the_session() == now.of_the_session(),
            ),
            (Difference::Money, self.of_the_money() == now.of_the_money()),
            (Difference::Slot, self.slot == now.slot),
            (Difference::Told, self.told == now.told),
            (Difference::Standing, self.standing == now.standing),
            (
                Difference::Policy,
                self.of_the_policy() == now.of_the_policy(),
            ),
        ];
        same.into_iter()
            .filter(|(_, same)| !same)
            .map(|(part, _)| part)
            .collect()
    }

    fn of_the_session(&self) -> impl PartialEq {
        let place = self.moved.as_ref().map(MovedTo::place);
        let against = self.booked.as_ref().map(|booked| &booked.against);
        let times = (place, &self.offer, against, self.request);
        (self.session, self.start, self.from, self.to, times)
    }

    fn of_the_policy(&self) -> impl PartialEq {
        let agreed = self.booked.as_ref().map(|booked| booked.policy);
        (&self.clauses, agreed)
    }

    fn of_the_money(&self) -> impl PartialEq {
        let moved = self.moved.as_ref().map(MovedTo::money);
        let booked = self.booked.as_ref().map(BookedShown::money);
        (
            self.balance,
            &self.legs,
            self.charge_withdrawn,
            moved,
            booked,
        )
    }
}
