//! The words of each message. A letter is warm, plain and short: what happened, when it was
//! on both clocks, what becomes of the money and why, and how to object. The words that are
//! meant for the team are not even handed in here. A client who wants it discreet reads
//! nothing of what the appointment is, in subject, sender, text or calendar.

mod booked;
mod entry;
mod money;
mod moved;
mod opening;
#[cfg(test)]
mod tests;
mod when;

use super::{Letter, LinkFor, Sender};
use crate::fault::Fault;
use crate::people::{Pair, Person};
use crate::zones::Zone;
use domain::consequence::Consequence;
use domain::money::Money;
use domain::policy::Clause;
use domain::sentences::returned::Returned;
use domain::session::Session;
use domain::session::moving::Moved;
use domain::session::offer::{OfferEffect, OpenOffer};
use domain::time::Instant;
use domain::told::{Recipient, Template};

/// What a letter is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Who reads it.
    pub to: Recipient,
    pub pair: &'a Pair,
    pub session: &'a Session,
    /// The session's after what happened: the calendar entry's SEQUENCE.
    pub revision: u32,
    /// `online`, or an address.
    pub place: &'a str,
    /// The policy's own clause for what happened.
    pub clause: Option<Clause>,
    /// What goes back to the client.
    pub refund: Option<Money>,
    /// What therapist and platform have of the payment afterwards.
    pub kept: Option<Money>,
    /// The decision that it tells of, where it tells of one.
    pub done: Option<&'a Consequence>,
    /// Free words of the one who acted, for the reader.
    pub note: Option<&'a str>,
    /// Why a refund did not arrive, in words for people.
    pub failure: Option<&'a str>,
    /// Whether that refund had arrived before.
    pub returned: Returned,
    /// `K-7Q4M-2X9D`
    pub reference: &'a str,
    /// Where links lead: `https://kept.example`.
    pub origin: &'a str,
    pub now: Instant,
}

/// What a letter is about, with the clocks of both looked up.
struct Scene<'a> {
    about: &'a About<'a>,
    yours: Zone,
    theirs: Zone,
}

/// Writes the letter.
///
/// # Errors
/// A zone that the zone database does not have.
pub fn letter(template: Template, about: &About<'_>) -> Result<Letter, Fault> {
    let scene = Scene::of(about)?;
    let reader = scene.reader();
    let opening = opening::of(template, &scene);
    let mut paragraphs = vec![format!("Hello {},", reader.first_name()), opening.text];
    paragraphs.push(when::of(template, &scene));
    paragraphs.extend(moved::times(template, &scene));
    paragraphs.extend(money::of(template, &scene));
    paragraphs.extend(about.note.and_then(|note| quoted(&scene, note)));
    paragraphs.extend(opening.object);
    let link = link(template, &scene);
    paragraphs.push(foot(&scene, link.is_some()));
    Ok(Letter {
        sender: scene.sender(),
        to_name: reader.name.clone(),
        to: reader.email.clone(),
        subject: opening.subject,
        text: paragraphs.join("\n\n") + "\n",
        calendar: entry::of(template, &scene),
        link,
    })
}

fn quoted(scene: &Scene<'_>, note: &str) -> Option<String> {
    let note = note.trim();
    let lines: Vec<String> = note.lines().map(|line| format!("> {line}")).collect();
    let from = scene.other().first_name();
    (!note.is_empty()).then(|| format!("{from} writes:\n{}", lines.join("\n")))
}

/// A client comes to a session that stands without signing in. Their link is drawn when the letter
/// leaves: the outbox does not know it.
fn link(template: Template, scene: &Scene<'_>) -> Option<LinkFor> {
    let About { session, to, .. } = scene.about;
    let leads = *to == Recipient::Client && moved::is_about_what_stands(template);
    leads.then_some(LinkFor {
        session: session.id,
        client: session.client,
    })
}

fn foot(scene: &Scene<'_>, personal: bool) -> String {
    let About {
        origin,
        session,
        reference,
        to,
        ..
    } = scene.about;
    // The address of a session's page would say what a discreet letter does not.
    let link = match (scene.sender(), to) {
        _ if personal => format!("{origin}{}", LinkFor::PLACE),
        (Sender::Discreet, _) => format!("{origin}/"),
        (Sender::Kept, Recipient::Client) => format!("{origin}/sessions"),
        (Sender::Kept, Recipient::Therapist) => {
            format!(
                "{origin}/clients/{}/sessions/{}",
                session.client, session.id
            )
        }
    };
    let name = scene.sender().name();
    format!("Details: {link}\nReference: {reference}\n\n{name}")
}

impl<'a> Scene<'a> {
    fn of(about: &'a About<'a>) -> Result<Scene<'a>, Fault> {
        let zone = |person: &Person| Zone::named(&person.zone, &person.city);
        let (therapist, client) = (zone(&about.pair.therapist)?, zone(&about.pair.client)?);
        let (yours, theirs) = match about.to {
            Recipient::Client => (client, therapist),
            Recipient::Therapist => (therapist, client),
        };
        Ok(Scene {
            about,
            yours,
            theirs,
        })
    }

    fn moved(&self) -> Option<&'a Moved> {
        self.about.done.and_then(|done| done.moved.as_ref())
    }

    /// The times that the letter is about: on offer, or no longer.
    fn offer(&self) -> Option<&'a OpenOffer> {
        match self.about.done?.offer.as_ref()? {
            OfferEffect::Made(offer) | OfferEffect::Ended { offer, .. } => Some(offer),
        }
    }

    fn reader(&self) -> &Person {
        match self.about.to {
            Recipient::Client => &self.about.pair.client,
            Recipient::Therapist => &self.about.pair.therapist,
        }
    }

    fn other(&self) -> &Person {
        match self.about.to {
            Recipient::Client => &self.about.pair.therapist,
            Recipient::Therapist => &self.about.pair.client,
        }
    }

    /// It is the client's wish, for what the client receives.
    fn is_discreet(&self) -> bool {
        self.about.pair.discreet && self.about.to == Recipient::Client
    }

    fn sender(&self) -> Sender {
        match self.is_discreet() {
            true => Sender::Discreet,
            false => Sender::Kept,
        }
    }

    /// What the reader calls it.
    fn noun(&self) -> &'static str {
        match self.is_discreet() {
            true => "appointment",
            false => "session",
        }
    }

    /// The therapist, as a letter to the client names them.
    fn therapist(&self) -> &str {
        match self.is_discreet() {
            true => self.about.pair.therapist.first_name(),
            false => &self.about.pair.therapist.name,
        }
    }
}
