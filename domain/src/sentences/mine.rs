//! What stands on the page behind a client's personal link: what happened last, how the money
//! stands, and until when cancelling is free. None of it names what the appointment is, since a
//! client may want it discreet.

use super::disputed;
use super::policy::was_free;
use crate::actor::Role;
use crate::consequence::Consequence;
use crate::event::{Event, Recorded};
use crate::facts::Facts;
use crate::payment::{Paid, Payment};
use crate::policy::{Timing, notice};
use crate::session::object::Freeze;
use crate::session::offer::{OfferEffect, OfferEnd};
use crate::session::{Cause, State};
use crate::time::{Instant, hours};
use crate::view::session::Words;

/// How the payment stands.
/// `covered` is the dates that a payment was for, where it has gone along (`moves::covered`).
pub fn money(facts: &Facts, words: &Words, covered: Option<&str>) -> String {
    let price = facts.session.price;
    match (&facts.payment, &words.charge_due) {
        (Payment::Free, _) => "No charge".into(),
        (Payment::Unpaid { .. }, Some(due)) => {
            format!("{price}, to be charged {due} to your stored card")
        }
        (Payment::Unpaid { .. }, None) if facts.session.state.is_booked() => {
            format!("{price}, not paid yet")
        }
        (Payment::Unpaid { .. }, None) => "Nothing was paid".into(),
        (Payment::Paid(paid), _) => paid_line(facts, paid, covered),
    }
}

fn paid_line(facts: &Facts, paid: &Paid, covered: Option<&str>) -> String {
    let (books, price) = (paid.books, facts.session.price);
    let is_over = facts.session.state == State::Cancelled;
    let mut parts = vec![format!(
        "{}, paid by {}",
        price.with(books.captured),
        paid.card
    )];
    parts[0].extend(covered.map(|days| format!(", {days}")));
    if books.disputed > 0 {
        let safe = price.with(books.disputed);
        parts.push(match facts.times.frozen_since {
            Some(_) => format!("{safe} is kept safe until our team has decided"),
            None => format!("{safe} waits until your bank has decided"),
        });
    }
    if books.refunding > 0 {
        let back = price.with(books.refunding);
        parts.push(format!(
            "{back} goes back to your card, usually in 5 to 10 days"
        ));
    }
    if books.refunded > 0 {
        let back = price.with(books.refunded);
        parts.push(format!("{back} went back to your card"));
    }
    if is_over && books.held > 0 {
        let held = price.with(books.held);
        parts.push(format!(
            "{held} is held safely with us: nothing is lost, and the team asks you for a way to \
             send it"
        ));
    }
    parts.join("; ")
}

/// Until when cancelling is free; of what is over there is nothing to say.
pub fn notice(facts: &Facts, words: &Words, now: Instant) -> Option<String> {
    let session = &facts.session;
    if !session.state.is_booked() || session.has_started(now) {
        return None;
    }
    let paid = facts.payment.paid().is_some();
    Some(match notice::timing(session, facts.policy, now) {
        Timing::OnTime => format!("Free of charge until {}", words.free_until),
        Timing::Grace => format!(
            "Free of charge for {} after booking",
            hours(facts.policy.grace())
        ),
        Timing::LateStays => disputed::late_for_client(facts)
            .unwrap_or("It was moved late before, and stays late: the policy refunds nothing")
            .into(),
        Timing::Late if paid => format!(
            "It is late now: {}. The policy refunds nothing",
            was_free(facts, words)
        ),
        Timing::Late => format!(
            "It is late now: {}. Nothing has been paid",
            was_free(facts, words)
        ),
    })
}

/// What happened last, by the session's own log.
pub fn news(log: &[Recorded], words: &Words) -> Option<String> {
    log.iter()
        .rev()
        .find_map(|recorded| match &recorded.event {
            Event::Decided { consequence, .. } => Some(decided(consequence, recorded.actor, words)),
            Event::Undone { .. } => Some(Some(
                "The cancellation was undone: everything stands as before.".into(),
            )),
            _ => None,
        })?
}

fn decided(done: &Consequence, by: Option<Role>, words: &Words) -> Option<String> {
    if let Some(dispute) = &done.dispute {
        return Some(disputed(dispute.effect).into());
    }
    if let Some(gone) = &done.cancellation {
        return Some(gone_because(gone.cause, gone.by, words));
    }
    let therapist = &words.therapist_name;
    match &done.offer {
        Some(OfferEffect::Made(_)) => return None,
        Some(OfferEffect::Ended { how, .. }) => {
            if let Some(text) = offer_ended(*how, therapist) {
                return Some(text);
            }
        }
        None => {}
    }
    done.moved.as_ref()?;
    Some(match by {
        Some(Role::Client) => "You moved it to this time.".into(),
        Some(Role::Therapist) => format!("{therapist} moved it to this time."),
        Some(Role::Staff) | None => "Our team moved it to this time.".into(),
    })
}

fn disputed(effect: Freeze) -> &'static str {
    match effect {
        Freeze::Payment => {
            "You said that you did not ask for this time. Our team finds out, and writes to you; \
             your payment is kept safe until then."
        }
        Freeze::Nothing => {
            "You said that you did not ask for this time. Our team finds out, and writes to you."
        }
    }
}

fn gone_because(cause: Cause, by: Role, words: &Words) -> String {
    let therapist = &words.therapist_name;
    match (cause, by) {
        (Cause::Objection, _) => "You did not take the new time, so it is cancelled.".into(),
        (Cause::NotConfirmed, Role::Therapist) => {
            format!("{therapist} could not take the booking, so it is cancelled.")
        }
        (Cause::NotConfirmed, _) => {
            format!("{therapist} did not confirm it in time, so it is cancelled.")
        }
        (Cause::Unpaid, _) => "It was not paid in time, so it is cancelled.".into(),
        (_, Role::Client) => "You cancelled it.".into(),
        (_, Role::Therapist) => format!("{therapist} cancelled it."),
        (_, Role::Staff) => "Our team cancelled it.".into(),
    }
}

/// Of an offer that something else ended, that is told instead.
fn offer_ended(how: OfferEnd, therapist: &str) -> Option<String> {
    let stays = "It stays where it is.";
    Some(match how {
        OfferEnd::Taken => format!("You took this time, and {therapist} is told."),
        OfferEnd::Declined => format!("You took none of the other times. {stays}"),
        OfferEnd::Withdrawn => format!("{therapist} took the other times back. {stays}"),
        OfferEnd::Lapsed => format!("The other times are no longer kept for you. {stays}"),
        OfferEnd::Overtaken => return None,
    })
}
