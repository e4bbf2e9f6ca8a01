//! What a letter says first: its subject, and the sentence that tells what happened. The
//! backend sends exactly these words, and a consequence quotes them before.

use super::returned::Returned;
use crate::money::Money;
use crate::session::Cause;
use crate::told::{Recipient, Template};

/// Names and the day, as the letter's reader knows them.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    pub to: Recipient,
    /// Says nothing of what the appointment is, nor whom with in the subject.
    pub discreet: bool,
    /// `Maya Okafor`
    pub therapist: &'a str,
    /// `Daniel Reyes`
    pub client: &'a str,
    /// `Tuesday 24 November`
    pub day: &'a str,
    pub refund: Option<Money>,
    /// Of a refund that is held again.
    pub returned: Returned,
}

impl Letter<'_> {
    /// What the appointment is called.
    pub fn noun(&self) -> &'static str {
        if self.discreet {
            "appointment"
        } else {
            "session"
        }
    }

    /// The therapist: by the first name alone where the letter is discreet.
    pub fn who(&self) -> &str {
        match self.discreet {
            true => self
                .therapist
                .split_whitespace()
                .next()
                .unwrap_or(self.therapist),
            false => self.therapist,
        }
    }

    /// `Your session with Maya Okafor on Tuesday 24 November`
    fn on_day(&self) -> String {
        let other = match self.to {
            Recipient::Client => self.therapist,
            Recipient::Therapist => self.client,
        };
        match self.discreet {
            true => format!("Your {} on {}", self.noun(), self.day),
            false => format!("Your {} with {other} on {}", self.noun(), self.day),
        }
    }

    pub fn subject(&self, template: Template) -> String {
        let of = self
            .refund
            .map(|refund| format!(" of {refund}"))
            .unwrap_or_default();
        match (template, self.to) {
            (Template::SessionCancelled | Template::CancellationConfirmed, _) => {
                format!("{} is cancelled", self.on_day())
            }
            (Template::ClientCancelled, _) => {
                format!("{} has cancelled the session on {}", self.client, self.day)
            }
            (Template::RefundStarted, _) => match self.refund {
                Some(amount) => format!("{amount} is on its way back to you"),
                None => "Your refund is on its way".into(),
            },
            (Template::SessionMoved | Template::MoveConfirmed, _) => {
                format!("{} has moved", self.on_day())
            }
            (Template::ClientMoved, _) => {
                format!("{} has moved the session on {}", self.client, self.day)
            }
            (Template::OfferTaken, _) => {
                format!("{} has taken one of the times you offered", self.client)
            }
            (Template::TimesOffered, _) => format!("{}: other times to choose from", self.on_day()),
            (Template::OfferDeclined, _) => {
                format!("{} keeps the session on {}", self.client, self.day)
            }
            (Template::OfferWithdrawn | Template::OfferLapsed, _) => {
                format!("{} stays as it was", self.on_day())
            }
            (Template::BookingReceived, _) => format!("{} awaits confirmation", self.on_day()),
            (Template::BookingToConfirm, _) => {
                format!("{} asks for a session on {}", self.client, self.day)
            }
            (Template::ConfirmReminder, _) => {
                format!("{} waits for your answer about {}", self.client, self.day)
            }
            (Template::LastConfirmReminder, _) => format!(
                "Last reminder: {} waits for your answer about {}",
                self.client, self.day
            ),
            (Template::BookingConfirmed, _) => format!("{} is confirmed", self.on_day()),
            (Template::FollowUpBooked, _) => format!("{} is booked", self.on_day()),
            (Template::NotConfirmedInTime, _) => {
                format!(
                    "The session with {} on {} is cancelled",
                    self.client, self.day
                )
            }
            (Template::ClientObjected, _) => {
                format!("{} does not take the new time on {}", self.client, self.day)
            }
            (Template::ObjectionReceived, _) => {
                format!("{}: our team looks into it", self.on_day())
            }
            (Template::CauseDisputed, _) => {
                format!("{} says that they did not ask for the move", self.client)
            }
            (Template::LateWaived, _) => format!("{} no longer counts as late", self.on_day()),
            (Template::AskedToMove, _) => {
                format!("{} asks for another time than {}", self.client, self.day)
            }
            (Template::NoShowRecorded, _) => format!("{}: we missed you", self.on_day()),
            (Template::RefundFailed, Recipient::Client) => {
                format!("Your refund{of} {}", self.returned.became())
            }
            (Template::RefundFailed, Recipient::Therapist) => {
                let became = self.returned.became();
                format!("The refund{of} for {} {became}", self.client)
            }
        }
    }

    /// What a client reads of a cancelled session: whose wish it was, and no more.
    pub fn cancelled(&self, cause: Option<Cause>) -> String {
        let (who, noun) = (self.who(), self.noun());
        match cause {
            Some(Cause::ClientAsked) => {
                format!("{who} has cancelled your {noun}, as you asked.")
            }
            Some(Cause::TherapistUnavailable) => {
                format!("{who} cannot make it and had to cancel your {noun}. We are sorry.")
            }
            Some(Cause::NotConfirmed) => format!(
                "{who} did not confirm your {noun} in time, so it is cancelled. We are sorry."
            ),
            Some(Cause::Unpaid) => {
                format!("Your {noun} with {who} is cancelled: the payment for it did not arrive.")
            }
            Some(Cause::Platform) => {
                format!("We had to cancel your {noun} with {who}. We are sorry.")
            }
            Some(Cause::Correction) => {
                format!("Your {noun} with {who} was booked by mistake and is cancelled.")
            }
            _ => format!("{who} had to cancel your {noun}. We are sorry."),
        }
    }

    /// What a client reads of a booking that the therapist does not take.
    pub fn declined(&self) -> String {
        let (who, noun) = (self.who(), self.noun());
        format!("{who} cannot take the {noun} that you booked, so it is cancelled. We are sorry.")
    }

    /// What a client reads of the time that they took from those on offer.
    pub fn taken(&self) -> String {
        let (who, noun) = (self.who(), self.noun());
        format!("You have taken one of the times that {who} offered. Your {noun} has moved there.")
    }

    /// What a client reads who did not take a new time.
    pub fn objected(&self) -> String {
        let (who, noun) = (self.who(), self.noun());
        format!(
            "The new time does not suit you, so your {noun} with {who} is cancelled, as you asked."
        )
    }

    /// The first sentence of a letter about another time.
    pub fn opening(&self, template: Template, cause: Option<Cause>) -> String {
        let noun = self.noun();
        match template {
            Template::SessionMoved => self.moved(cause),
            Template::MoveConfirmed => format!("You have moved your {noun} with {}.", self.who()),
            Template::ClientMoved => format!("{} has moved the session with you.", self.client),
            Template::TimesOffered => format!(
                "{} offers you other times for your {noun}. Choose one, or leave it where it is.",
                self.who()
            ),
            Template::OfferTaken => format!(
                "{} has taken one of the times that you offered. The session has moved there.",
                self.client
            ),
            Template::OfferDeclined => format!(
                "None of the times that you offered suits {}. The session stays where it was.",
                self.client
            ),
            Template::OfferWithdrawn => format!(
                "{} has taken back the other times. Your {noun} stays where it was.",
                self.who()
            ),
            Template::OfferLapsed => match self.to {
                Recipient::Client => format!(
                    "The time to choose is over, so the other times are no longer kept for you. \
                     Your {noun} stays where it was."
                ),
                Recipient::Therapist => format!(
                    "{} has not answered, so the times that you offered are free again. The session \
                     stays where it was.",
                    self.client
                ),
            },
            Template::BookingReceived => format!(
                "We have your booking. {} has yet to confirm the {noun}, and we write to you as \
                 soon as that is done.",
                self.who()
            ),
            Template::BookingToConfirm => format!(
                "{} has booked a session with you. Please confirm it, or decline.",
                self.client
            ),
            Template::ConfirmReminder | Template::LastConfirmReminder => format!(
                "{} has booked a session with you, and has had no answer yet. Please confirm it, \
                 or decline.",
                self.client
            ),
            Template::BookingConfirmed => format!("{} has confirmed your {noun}.", self.who()),
            Template::FollowUpBooked => {
                let article = if self.discreet { "an" } else { "a" };
                format!("{} has booked {article} {noun} for you.", self.who())
            }
            Template::NotConfirmedInTime => format!(
                "You did not confirm the session with {} in time, so it is cancelled. It counts \
                 towards your standing.",
                self.client
            ),
            Template::ClientObjected => format!(
                "{} cannot take the new time, so the session is cancelled.",
                self.client
            ),
            Template::ObjectionReceived => format!(
                "You say that you did not ask for the new time of your {noun}. A person of our team \
                 looks into it and will write to you."
            ),
            Template::CauseDisputed => format!(
                "You moved the session because {} asked, and they say that they did not. Our team \
                 looks into it and will write to you.",
                self.client
            ),
            Template::LateWaived => format!(
                "{} no longer counts the move of your {noun} as late. It is like any other again: \
                 you can cancel it free of charge until 48 hours before it starts.",
                self.who()
            ),
            Template::AskedToMove => format!(
                "{} asks for another time. You can move the session, offer up to three times, or \
                 leave it where it is.",
                self.client
            ),
            template => self.subject(template),
        }
    }

    /// What a client reads of a session that the therapist moved.
    pub fn moved(&self, cause: Option<Cause>) -> String {
        let (who, noun) = (self.who(), self.noun());
        match cause {
            Some(Cause::ClientAsked) => format!("{who} has moved your {noun}, as you asked."),
            Some(Cause::TherapistUnavailable) => format!(
                "{who} cannot make it at the time you had, and has moved your {noun}. We are sorry."
            ),
            Some(Cause::Correction) => format!("{who} has put the time of your {noun} right."),
            _ => format!("{who} has moved your {noun}."),
        }
    }
}
