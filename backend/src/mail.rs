//! Letters: rendered inside the transaction that causes them, kept in the outbox as JSON, and
//! handed to a [`Mailer`] when their time has come. The same outbox row always makes the same
//! Message-ID, so that a letter sent twice is one letter to whoever receives it.

pub mod file;
mod message;
pub mod post;
pub mod smtp;
pub mod templates;

use crate::ical::{self, Method};
use domain::ids::{ClientId, SessionId};
use domain::time::Instant;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

/// What one person is written, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub sender: Sender,
    pub to_name: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub calendar: Option<CalendarPart>,
    /// Whose link stands where [`LinkFor::PLACE`] does in the text, once the letter leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkFor>,
}

/// A client's own way to one session (`personal_link`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkFor {
    pub session: SessionId,
    pub client: ClientId,
}

impl LinkFor {
    /// Where the link's path is to come: it is secret, so that no letter in the outbox has it.
    pub const PLACE: &str = "/{personal link}";
}

impl Letter {
    /// As it leaves.
    pub fn with_link(self, path: &str) -> Letter {
        Letter {
            text: self.text.replace(LinkFor::PLACE, path),
            ..self
        }
    }
}

/// Whose name stands on the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    Kept,
    /// Says nothing of what the appointment is.
    Discreet,
}

impl Sender {
    pub fn name(self) -> &'static str {
        match self {
            Sender::Kept => "Kept",
            Sender::Discreet => "Appointments",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarPart {
    pub method: Method,
    pub text: String,
}

/// From where letters come, and where replies go: settings of the house, which a letter in
/// the outbox does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letterhead {
    /// The sender's address, and the organizer's of every calendar entry.
    pub address: String,
    /// Where a person reads the replies: letters ask for them.
    pub reply_to: String,
}

impl Letterhead {
    /// Replies go to the sender; `from` is an address, with or without a name before it.
    pub fn of(from: &str) -> Letterhead {
        let address = from.rsplit('<').next().unwrap_or(from);
        let address = address.trim().trim_end_matches('>').to_owned();
        Letterhead {
            reply_to: address.clone(),
            address,
        }
    }

    pub fn demo() -> Letterhead {
        Letterhead {
            address: ical::ORGANIZER.into(),
            reply_to: "help@kept.example".into(),
        }
    }
}

/// A letter on its way out.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The outbox row's: the same again where a letter is sent again.
    pub id: String,
    /// When the letter was written.
    pub written_at: Instant,
    pub letter: Letter,
}

/// Why a letter did not leave.
#[derive(Clone, Debug, thiserror::Error)]
pub enum MailFault {
    /// It never will: an address that is none, or that its own server turns down.
    #[error("refused: {0}")]
    Refused(String),
    /// It may have left or not; sending it again does no harm.
    #[error("not sent: {0}")]
    Unknown(String),
}

/// The port through which letters leave.
pub trait Mailer: Send + Sync {
    /// Sends the letter; twice is the same as once.
    fn send<'a>(&'a self, envelope: &'a Envelope) -> BoxFuture<'a, Result<(), MailFault>>;
}
