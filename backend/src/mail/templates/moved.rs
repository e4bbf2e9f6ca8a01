//! What letters about another time say beside the times themselves: those on offer and until when,
//! what becomes of the payment and of a late wish, and how to object.

use super::{Scene, when};
use domain::payment::charge::Due;
use domain::session::Cause;
use domain::session::moving::{Moved, Way};
use domain::session::object;
use domain::told::{Recipient, Template};

/// Whether a client who reads it can still do something about the session.
pub(super) fn is_about_what_stands(template: Template) -> bool {
    use Template::*;
    matches!(
        template,
        SessionMoved
            | MoveConfirmed
            | TimesOffered
            | OfferWithdrawn
            | OfferLapsed
            | BookingReceived
            | BookingConfirmed
            | FollowUpBooked
            | ObjectionReceived
            | LateWaived
    )
}

/// The times to choose from, and until when.
pub(super) fn times(template: Template, scene: &Scene<'_>) -> Option<String> {
    let offer = scene
        .offer()
        .filter(|_| template == Template::TimesOffered)?;
    let times = offer.times.iter();
    let times: Vec<String> = times
        .map(|time| {
            format!(
                "- {}",
                when::on_both(scene, time.span).replace('\n', "\n  ")
            )
        })
        .collect();
    let until = scene.yours.moment(offer.until, scene.about.now).label;
    let noun = scene.noun();
    Some(format!(
        "To choose from, until {until}:\n{}\n\nAll of them are kept for you until then. Where you \
         choose none, your {noun} stays where it is.",
        times.join("\n")
    ))
}

/// The payment goes with its session, and a late wish stays one.
pub(super) fn money(scene: &Scene<'_>, moved: &Moved) -> Option<String> {
    let lines = [payment(scene, moved), late(scene, moved)];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

fn payment(scene: &Scene<'_>, moved: &Moved) -> Option<String> {
    let client = scene.about.to == Recipient::Client;
    if let Some(carried) = moved.carried.filter(|carried| !carried.is_zero()) {
        return Some(match client {
            true => format!("Your payment of {carried} goes with it; there is nothing to pay."),
            false => format!("The payment of {carried} goes with it."),
        });
    }
    let when = match moved.charge? {
        Due::At(at) => format!("on {}", scene.yours.moment(at, scene.about.now).label),
        Due::AtOnce => "now".into(),
    };
    Some(match client {
        true => format!("It is not paid yet; your stored card is charged {when}."),
        false => format!("It is not paid yet; the stored card is charged {when}."),
    })
}

fn late(scene: &Scene<'_>, moved: &Moved) -> Option<String> {
    moved.late_since?;
    let (noun, name) = (scene.noun(), scene.about.pair.client.first_name());
    Some(match scene.about.to {
        Recipient::Client => format!(
            "It was moved late at your wish, so cancelling this {noun} later is not refunded."
        ),
        Recipient::Therapist => {
            format!("It was moved late at {name}’s wish, so cancelling it later counts as late.")
        }
    })
}

/// For a client whose session was moved by the therapist's word.
pub(super) fn objection(scene: &Scene<'_>, moved: &Moved) -> Option<String> {
    if moved.way != Way::Agreed || scene.about.to != Recipient::Client {
        return None;
    }
    let hours = object::WINDOW.num_hours();
    let noun = scene.noun();
    Some(match moved.cause {
        Cause::ClientAsked => format!(
            "If you did not ask for this, say so within {hours} hours and before it starts, on \
             the page below: a person of our team looks into it."
        ),
        _ => format!(
            "If the new time does not suit you, say so within {hours} hours and before it starts, \
             on the page below: the {noun} is then cancelled, and all that you paid goes back to \
             you."
        ),
    })
}
