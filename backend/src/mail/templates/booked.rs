//! What letters about a booking say of its money and of the word that it waits for.

use super::Scene;
use domain::payment::charge::Due;
use domain::session::State;
use domain::told::{Recipient, Template};

/// Nothing where a letter is not about a booking that stands.
pub(super) fn money(template: Template, scene: &Scene<'_>) -> Option<String> {
    match template {
        Template::FollowUpBooked => charge(scene),
        Template::BookingReceived
        | Template::BookingToConfirm
        | Template::ConfirmReminder
        | Template::LastConfirmReminder => confirm_by(scene),
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

/// Until when, and what then becomes of what was paid.
fn confirm_by(scene: &Scene<'_>) -> Option<String> {
    let booked = scene.about.done.and_then(|done| done.booked.as_ref());
    let asked = booked.and_then(|booked| booked.confirm_by);
    let until = asked.or(scene.about.session.confirm_by)?;
    let until = scene.yours.moment(until, scene.about.now).label;
    let price = scene.about.session.price;
    let name = scene.about.pair.therapist.first_name();
    Some(match (scene.about.to, price.is_zero()) {
        (Recipient::Client, true) => format!(
            "{name} has until {until} to confirm it. If that does not happen, it is cancelled by \
             itself."
        ),
        (Recipient::Client, false) => format!(
            "{name} has until {until} to confirm it. If that does not happen, all of the {price} \
             that you paid goes back to you by itself."
        ),
        (Recipient::Therapist, true) => format!(
            "You have until {until}. After that it is cancelled by itself, and counts towards \
             your standing."
        ),
        (Recipient::Therapist, false) => format!(
            "You have until {until}. After that it is cancelled by itself, the {price} that was \
             paid goes back in full, and it counts towards your standing."
        ),
    })
}

/// A client’s own move of a booking that awaits confirmation asks anew.
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
