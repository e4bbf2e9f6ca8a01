//! What a client's own act does, as the client reads it. In `Words` the labels are in the
//! reader's zone, whoever that is. Who wants it discreet reads of an appointment, wherever others
//! read of a session.

use super::refusal;
use crate::actor::Role;
use crate::consequence::Consequence;
use crate::payment::charge::Due;
use crate::refusal::Refusal;
use crate::request::RequestEffect;
use crate::session::moving::Moved;
use crate::session::object::Freeze;
use crate::session::offer::{OfferEffect, OfferEnd};
use crate::session::{Cause, State};
use crate::told::Recipient;
use crate::view::session::Words;

/// Line by line, in the order of the page.
pub fn lines(consequence: &Consequence, words: &Words) -> Vec<String> {
    let mut lines = vec![session_line(consequence, words)];
    match &consequence.moved {
        Some(moved) => lines.extend(goes_with_it(moved)),
        None => lines.extend(money_line(consequence)),
    }
    lines.extend(late_line(consequence));
    let therapist = &words.therapist_name;
    if consequence
        .told
        .iter()
        .any(|told| told.to == Recipient::Therapist)
    {
        lines.push(format!("{therapist} is told by e-mail"));
    }
    if consequence.undoable_until().is_some() {
        lines.push("You can undo this for a moment; then money and messages leave".into());
    }
    lines.into_iter().map(|line| called(line, words)).collect()
}

/// By the name that the reader has for it.
fn called(text: String, words: &Words) -> String {
    match words.discreet {
        true => text
            .replace("A session", "An appointment")
            .replace("a session", "an appointment")
            .replace("session", "appointment"),
        false => text,
    }
}

/// What goes with taking a time on offer, beside the move itself.
pub fn goes_along(consequence: &Consequence) -> Vec<String> {
    let goes = consequence.moved.as_ref().and_then(goes_with_it);
    goes.into_iter().chain(late_line(consequence)).collect()
}

/// Until when a time that is taken could be cancelled free of charge: `until` is `Sun 22 Nov, 15:00`,
/// and nothing where that is over.
pub fn free_until(until: Option<&str>) -> String {
    match until {
        Some(until) => format!("You can cancel it free of charge until {until}"),
        None => "It starts in less than 48 hours: cancelling it would no longer be free of charge"
            .into(),
    }
}

fn late_line(consequence: &Consequence) -> Option<String> {
    let moved = consequence.moved.as_ref()?;
    moved.late_since?;
    Some("It counts as late: if you cancel the new time, the policy refunds nothing".into())
}

fn session_line(consequence: &Consequence, words: &Words) -> String {
    let when = &words.short_when;
    let new = words.new_when.as_deref().unwrap_or("the new time");
    if consequence.moved.is_some() {
        return format!("Your session moves from {when} to {new}");
    }
    if let Some(RequestEffect::Filed(_)) = &consequence.request {
        return format!(
            "Your session on {when} stays where it is until {} has answered",
            words.therapist_name
        );
    }
    if consequence.dispute.is_some() {
        return format!(
            "Our team finds out who asked for the new time; until then your session stays on {when}"
        );
    }
    match consequence.to {
        State::Cancelled => format!("Your session on {when} is cancelled"),
        State::AwaitingConfirmation if consequence.booked.is_some() => format!(
            "Your session on {when} is asked for; {} has yet to confirm it",
            words.therapist_name
        ),
        _ => format!("Your session on {when} stays where it is"),
    }
}

fn goes_with_it(moved: &Moved) -> Option<String> {
    Some(match (moved.carried, moved.charge) {
        (Some(paid), _) => format!("Your payment of {paid} goes with it"),
        (None, Some(Due::At(_))) => "Your card is charged 48 hours before the new start".into(),
        (None, Some(Due::AtOnce)) => {
            "The new start is less than 48 hours away, so your card is charged at once".into()
        }
        (None, None) => return None,
    })
}

fn money_line(consequence: &Consequence) -> Option<String> {
    let money = consequence.money.as_ref()?;
    let frozen = consequence.dispute.as_ref();
    if frozen.is_some_and(|dispute| dispute.effect == Freeze::Payment) {
        let balance = money.balance;
        return Some(format!(
            "Your payment of {balance} is kept safe until they have decided: it is neither spent \
             nor lost"
        ));
    }
    Some(match (money.refund.is_zero(), money.kept.is_zero()) {
        (true, true) => return None,
        (false, true) => format!(
            "{} goes back to your card, usually in 5 to 10 days",
            money.refund
        ),
        (true, false) => format!("Your payment of {} is not refunded", money.kept),
        (false, false) => format!(
            "{} goes back to your card, usually in 5 to 10 days; {} is kept",
            money.refund, money.kept
        ),
    })
}

/// The button that does it.
pub fn button(consequence: &Consequence, words: &Words) -> String {
    called(plain_button(consequence), words)
}

fn plain_button(consequence: &Consequence) -> String {
    let cause = consequence.cancellation.as_ref().map(|gone| gone.cause);
    let how = match &consequence.offer {
        Some(OfferEffect::Ended { how, .. }) => Some(*how),
        Some(OfferEffect::Made(_)) | None => None,
    };
    let refund = consequence.money.as_ref().map(|money| money.refund);
    let refund = refund.filter(|refund| !refund.is_zero());
    match (cause, how, refund) {
        (Some(Cause::Objection), _, Some(refund)) => format!("Cancel and get {refund} back"),
        (Some(_), _, Some(refund)) => format!("Cancel session and get {refund} back"),
        (Some(_), ..) => "Cancel session".into(),
        (None, Some(OfferEnd::Taken), _) => "Take this time".into(),
        (None, Some(OfferEnd::Declined), _) => "Leave it where it is".into(),
        _ if consequence.moved.is_some() => "Move session".into(),
        _ if matches!(consequence.request, Some(RequestEffect::Filed(_))) => {
            "Ask for another time".into()
        }
        _ if consequence.dispute.is_some() => "I did not ask for this".into(),
        _ => "Book session".into(),
    }
}

/// Why nothing was done.
pub fn refusal(why: Refusal, words: &Words) -> String {
    called(plain_refusal(why, words), words)
}

fn plain_refusal(why: Refusal, words: &Words) -> String {
    let therapist = &words.therapist_name;
    let until = words.undo_until.as_deref();
    let until = until.map(|at| format!(" until {at}")).unwrap_or_default();
    match why {
        Refusal::Started => {
            format!("It has started, so nothing can be changed here any more. Ask {therapist}.")
        }
        Refusal::NotInState(_) => {
            "It is over, so nothing can be changed here any more. How it ended stands on this page."
                .into()
        }
        Refusal::CanStillBeUndone { by, .. } => match by {
            Role::Client => format!(
                "You can still undo your own cancellation{until}. Undo it, or leave it as it is."
            ),
            Role::Therapist => {
                format!("{therapist} can still undo the cancellation{until}. Wait for that.")
            }
            Role::Staff => {
                format!("Our team can still undo the cancellation{until}. Wait for that.")
            }
        },
        Refusal::UndoOver { .. } => format!(
            "It could be undone{until}. Money and messages have left; to meet all the same, book \
             a new session."
        ),
        why => refusal::refusal(why, words),
    }
}
