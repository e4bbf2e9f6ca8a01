//! Booking, confirming and asking the team, in words.

use super::happens::{Line, Mark, line};
use super::moves;
use crate::actor::Role;
use crate::commitment::Difference;
use crate::consequence::Consequence;
use crate::money::Money;
use crate::payment::charge::Due;
use crate::request::{RequestEffect, RequestKind};
use crate::session::State;
use crate::session::book::Booked;
use crate::view::session::Words;

/// The lines about the session itself.
pub(super) fn lines(consequence: &Consequence, booked: &Booked, words: &Words) -> Vec<Line> {
    let when = &words.short_when;
    let text = match consequence.to {
        State::AwaitingConfirmation => format!("The session on {when} awaits confirmation"),
        _ => format!("A follow-up on {when} is booked and confirmed"),
    };
    let mut lines = vec![line(Difference::Session, Mark::Done, text)];
    let overridden = booked
        .against
        .iter()
        .map(|rule| format!("The time is {}", moves::overridden(*rule)));
    lines.extend(overridden.map(|text| line(Difference::Session, Mark::Careful, text)));
    lines
}

pub(super) fn money_line(booked: &Booked, words: &Words) -> Line {
    let Booked { price, charge, .. } = booked;
    let client = &words.client;
    let (mark, text) = match charge {
        _ if price.is_zero() => (Mark::Quiet, "No money moves".into()),
        Some(Due::At(_)) => {
            let when = match &words.charge_due {
                Some(due) => format!("on {due}"),
                None => "48 hours before the start".into(),
            };
            let text = format!("{client}’s stored card is charged {price} {when}");
            (Mark::Money, text)
        }
        Some(Due::AtOnce) => {
            let text = format!(
                "The start is less than 48 hours away, so {client}’s stored card is charged {price} \
                 at once"
            );
            (Mark::Money, text)
        }
        None => (
            Mark::Money,
            format!("The payment of {price} is held for it"),
        ),
    };
    line(Difference::Money, mark, text)
}

/// A confirmed booking, or a request to the team: nothing else of the session changes.
pub(super) fn answer_line(consequence: &Consequence, words: &Words) -> Option<Line> {
    let when = &words.short_when;
    if consequence.late_waived.is_some() {
        let text = format!("The session on {when} no longer counts as late");
        return Some(line(Difference::Session, Mark::Done, text));
    }
    let (mark, text) = match (&consequence.request, consequence.to) {
        (Some(RequestEffect::Filed(filed)), _) => (Mark::Done, asked(filed.kind, when)),
        (_, State::Confirmed) if consequence.from == State::AwaitingConfirmation => {
            (Mark::Done, format!("The session on {when} is confirmed"))
        }
        _ => return None,
    };
    Some(line(Difference::Session, mark, text))
}

fn asked(kind: RequestKind, when: &str) -> String {
    match kind {
        RequestKind::CarryPayment => {
            format!("The team is asked to carry the payment for {when} to a new session")
        }
        RequestKind::DeclineInitial => format!(
            "The team is asked to cancel the session on {when}; until they have, it can still be \
             confirmed, and its deadline keeps running"
        ),
        RequestKind::Reactivation => "The team is asked to open your account again".into(),
        RequestKind::AnotherTime => format!("You are asked for another time than {when}"),
    }
}

/// What confirming does, beside the button that does it at once.
pub fn confirming(client: &str, team_asked: bool) -> String {
    let first = format!(
        "Confirming tells {client} at once, with an entry for the calendar. It is not undone: \
         afterwards you move the session, or cancel it"
    );
    match team_asked {
        true => format!("{first}. What you asked the team is then no longer needed."),
        false => format!("{first}."),
    }
}

/// What was paid for a booking, while it awaits an answer.
pub fn held_until_answered(price: Money) -> String {
    match price.is_zero() {
        true => "No charge".into(),
        false => format!("{price} paid, held until you answer"),
    }
}

/// What stands on the list of bookings once one of them is confirmed: `Tue 24 Nov, 14:00 – 14:50`.
pub fn confirmed(client: &str, when: &str) -> String {
    format!("{client}’s session on {when} is confirmed, and {client} is told by e-mail.")
}

/// The button of a booking, an answer or a request; `None` where it is none of these.
pub(super) fn button(consequence: &Consequence) -> Option<&'static str> {
    if consequence.late_waived.is_some() {
        return Some("Waive the late mark");
    }
    if consequence.dispute.is_some() {
        return Some("Tell the team");
    }
    match (&consequence.booked, &consequence.request, consequence.to) {
        (Some(booked), ..) if booked.by == Role::Client => Some("Book session"),
        (Some(_), ..) => Some("Book follow-up"),
        (None, Some(RequestEffect::Filed(_)), _) => Some("Ask the team"),
        (None, _, State::Confirmed) if consequence.from == State::AwaitingConfirmation => {
            Some("Confirm session")
        }
        _ => None,
    }
}

/// The heading of the result.
pub(super) fn title(consequence: &Consequence) -> Option<&'static str> {
    if consequence.late_waived.is_some() {
        return Some("Late mark waived");
    }
    if consequence.dispute.is_some() {
        return Some("The cause is disputed");
    }
    match (&consequence.booked, &consequence.request, consequence.to) {
        (Some(_), _, State::AwaitingConfirmation) => Some("Booking received"),
        (Some(_), ..) => Some("Follow-up booked"),
        (None, Some(RequestEffect::Filed(_)), _) => Some("The team is asked"),
        (None, _, State::Confirmed) if consequence.from == State::AwaitingConfirmation => {
            Some("Session confirmed")
        }
        _ => None,
    }
}

/// The line of the history.
pub(super) fn history(consequence: &Consequence, who: &str) -> Option<String> {
    if consequence.late_waived.is_some() {
        return Some(format!("{who} waived the late mark"));
    }
    if consequence.dispute.is_some() {
        return Some(format!("{who} denied having asked for the move"));
    }
    match (&consequence.booked, &consequence.request, consequence.to) {
        (Some(_), ..) => Some(format!("{who} booked")),
        (None, Some(RequestEffect::Filed(filed)), _) => Some(match filed.kind {
            RequestKind::CarryPayment => format!("{who} asked the team to carry the payment"),
            RequestKind::DeclineInitial => format!("{who} asked the team to cancel it"),
            RequestKind::Reactivation => format!("{who} asked the team to open the account"),
            RequestKind::AnotherTime => format!("{who} asked for another time"),
        }),
        (None, _, State::Confirmed) if consequence.from == State::AwaitingConfirmation => {
            Some(format!("{who} confirmed"))
        }
        _ => None,
    }
}
