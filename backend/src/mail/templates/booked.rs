//! What letters about a booking say of its money and of the word that it waits for.

use super::Scene;
use domain::payment::charge::Due;
use domain::session::State;
use domain::told::{Recipient, Template};

/// Nothing where a letter is not about a booking that stands.
pub(super) fn money(template: Template, scene: &Scene<'_>) -> Option<String> {
    match template {
        Template::FollowUpBooked => charge(scene),
        Template::BookingReceived | Template::BookingToConfirm => confirm_by(scene),
        _ => None,
    }
}

fn charge(scene: &Scene<'_>) -> Option<String> {
    let price = scene.about.session.price;
    let booked = scene.about.done?.booked.as_ref()?;
    let when = match booked.charge? {
        Due::At(at) => format!("on {}", scene.yours.moment(at, scene.about.now).label),
        Due::AtOnce => "now".into(),
    };
    Some(format!(
        "It costs {price}; your stored card is charged {when}."
    ))
}

fn confirm_by(scene: &Scene<'_>) -> Option<String> {
    let booked = scene.about.done?.booked.as_ref()?;
    let until = scene
        .yours
        .moment(booked.confirm_by?, scene.about.now)
        .label;
    let name = scene.about.pair.therapist.first_name();
    Some(match scene.about.to {
        Recipient::Client => format!("{name} has until {until} to confirm it."),
        Recipient::Therapist => {
            format!("You have until {until}. After that it is cancelled by itself, and counts.")
        }
    })
}

/// A client's own move of a booking that awaits confirmation asks anew.
pub(super) fn asks_anew(scene: &Scene<'_>) -> Option<String> {
    let until = scene.moved()?.confirm_by?;
    let until = scene.yours.moment(until, scene.about.now).label;
    let awaits = scene.about.done?.to == State::AwaitingConfirmation;
    let name = scene.about.pair.therapist.first_name();
    awaits.then(|| match scene.about.to {
        Recipient::Client => format!("{name} has until {until} to confirm it."),
        Recipient::Therapist => format!("You have until {until} to confirm it."),
    })
}
