//! Other times on offer, in words: what is held for how long, and what follows once one is taken.

use super::happens::{Line, Mark, line};
use super::moves;
use crate::commitment::Difference;
use crate::consequence::{Consequence, SlotEffect};
use crate::session::State;
use crate::session::offer::{OfferEffect, OfferEnd, OpenOffer, counts};
use crate::view::session::Words;

/// The lines about the session itself, where an offer is all that a decision is about.
pub(super) fn lines(consequence: &Consequence, effect: &OfferEffect, words: &Words) -> Vec<Line> {
    match effect {
        OfferEffect::Made(offer) => made(consequence, offer, words),
        OfferEffect::Ended { how, .. } => ended(*how, words),
    }
}

fn made(consequence: &Consequence, offer: &OpenOffer, words: &Words) -> Vec<Line> {
    let (client, when) = (&words.client, &words.short_when);
    let until = match &words.offer_until {
        Some(until) => format!(" until {until}"),
        None => String::new(),
    };
    let held = match words.offered.is_empty() {
        true => format!(
            "{} {} kept for {client}{until}",
            some(offer.times.len()),
            are(offer)
        ),
        false => format!(
            "{} {} kept for {client}{until}",
            listed(&words.offered),
            are(offer)
        ),
    };
    let stays = format!("The session on {when} stays where it is until {client} takes one");
    let mut lines = vec![
        line(Difference::Session, Mark::Done, held),
        line(Difference::Session, Mark::Quiet, stays),
    ];
    let rules = offer.times.iter().flat_map(|time| &time.against);
    let rules: std::collections::BTreeSet<_> = rules.collect();
    let overridden = rules
        .into_iter()
        .map(|rule| format!("You offer a time {}", moves::overridden(*rule)));
    lines.extend(overridden.map(|text| line(Difference::Session, Mark::Careful, text)));
    lines.extend(moves::late_line(consequence, words));
    if consequence.from == State::AwaitingConfirmation {
        let text = format!("The booking is confirmed once {client} takes one");
        lines.push(line(Difference::Session, Mark::Quiet, text));
    }
    lines.extend(old_time_line(offer, words));
    if counts(offer) {
        let text = format!("Once {client} takes one, it counts towards your standing");
        lines.push(line(Difference::Session, Mark::Careful, text));
    }
    lines
}

/// What becomes of the old time, once it is left.
fn old_time_line(offer: &OpenOffer, words: &Words) -> Option<Line> {
    let when = &words.short_when;
    let then = match offer.old_time.effect() {
        SlotEffect::Untouched => return None,
        SlotEffect::Freed => "opens for booking again",
        SlotEffect::Blocked => "is blocked: no one can book it",
        SlotEffect::HourStopped => "is offered no longer, in that week and in those to come",
        SlotEffect::AccountPaused => "cannot be booked, as your account is paused",
    };
    let text = format!("Then {when} {then}");
    Some(line(Difference::Session, Mark::Slot, text))
}

fn ended(how: OfferEnd, words: &Words) -> Vec<Line> {
    let when = &words.short_when;
    let free = match how {
        OfferEnd::Declined => "None of the other times is taken; they are free again",
        _ => "The other times are free again",
    };
    vec![
        line(Difference::Session, Mark::Done, free),
        line(
            Difference::Session,
            Mark::Quiet,
            format!("The session on {when} stays where it is"),
        ),
    ]
}

/// What a cancel or another move says of times that were still on offer.
pub(super) fn overtaken(consequence: &Consequence) -> Option<Line> {
    let overtaken = matches!(
        consequence.offer,
        Some(OfferEffect::Ended {
            how: OfferEnd::Overtaken,
            ..
        })
    );
    overtaken.then(|| {
        let text = "The other times that were on offer are free again";
        line(Difference::Session, Mark::Slot, text)
    })
}

fn are(offer: &OpenOffer) -> &'static str {
    match offer.times.len() {
        1 => "is",
        _ => "are",
    }
}

fn some(count: usize) -> &'static str {
    match count {
        1 => "One other time",
        2 => "Two other times",
        _ => "Three other times",
    }
}

/// `Wed 25 Nov, 16:00 – 16:50; Thu 26 Nov, 10:00 – 10:50`
fn listed(times: &[String]) -> String {
    times.join("; ")
}

pub(super) fn button(effect: &OfferEffect) -> &'static str {
    match effect {
        OfferEffect::Made(offer) if offer.times.len() == 1 => "Offer this time",
        OfferEffect::Made(_) => "Offer these times",
        OfferEffect::Ended { how, .. } => match how {
            OfferEnd::Taken => "Take this time",
            OfferEnd::Declined => "Leave it where it is",
            OfferEnd::Withdrawn | OfferEnd::Lapsed | OfferEnd::Overtaken => "Take the times back",
        },
    }
}

pub(super) fn title(effect: &OfferEffect) -> &'static str {
    match effect {
        OfferEffect::Made(_) => "Other times offered",
        OfferEffect::Ended { how, .. } => match how {
            OfferEnd::Taken => "One of the times taken",
            OfferEnd::Declined => "None of the times taken",
            OfferEnd::Withdrawn => "Times taken back",
            OfferEnd::Lapsed => "Nobody answered in time",
            OfferEnd::Overtaken => "The times are no longer on offer",
        },
    }
}

/// The line of the history.
pub(super) fn history(effect: &OfferEffect, who: &str) -> (String, Option<String>) {
    let stays = Some("the session stays where it was".to_owned());
    match effect {
        OfferEffect::Made(offer) => {
            let count = some(offer.times.len()).to_lowercase();
            (format!("{who} offered {count}"), None)
        }
        OfferEffect::Ended { how, .. } => match how {
            OfferEnd::Taken => (format!("{who} took one of the times"), None),
            OfferEnd::Declined => (format!("{who} took none of the times"), stays),
            OfferEnd::Withdrawn => (format!("{who} took the times back"), stays),
            OfferEnd::Lapsed => ("The other times lapsed".into(), stays),
            OfferEnd::Overtaken => ("The other times are no longer on offer".into(), None),
        },
    }
}
