//! Who is told what. A template is a set of words with an id; the backend holds the words,
//! the rules only say which one goes to whom.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    Client,
    Therapist,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// To a client whose session was cancelled; withdraws the calendar entry.
    SessionCancelled,
    /// To a client who cancelled; withdraws the calendar entry.
    CancellationConfirmed,
    /// To a therapist whose client cancelled; withdraws the calendar entry.
    ClientCancelled,
    /// To a client: a refund is on its way.
    RefundStarted,
    /// To a client: you were expected and did not come.
    NoShowRecorded,
    /// To a client whose session was moved: the new time, and how to object.
    SessionMoved,
    /// To a client who moved it themself.
    MoveConfirmed,
    /// To a therapist whose client moved it.
    ClientMoved,
    /// To a client: other times to choose from.
    TimesOffered,
    /// To a therapist whose client took one of them.
    OfferTaken,
    /// To a therapist whose client took none of them.
    OfferDeclined,
    /// To a client: they are no longer on offer.
    OfferWithdrawn,
    /// To either: nobody answered, and the session stays where it is.
    OfferLapsed,
    /// To a client: the booking is in, and awaits the therapist's word.
    BookingReceived,
    /// To a therapist: a booking to confirm, and until when.
    BookingToConfirm,
    /// To a therapist who has not answered yet: half of the time is left.
    ConfirmReminder,
    /// As before: a quarter is left.
    LastConfirmReminder,
    /// To a client: the therapist has confirmed.
    BookingConfirmed,
    /// To a client for whom the therapist booked a follow-up.
    FollowUpBooked,
    /// To a therapist: a booking was cancelled because they did not answer.
    NotConfirmedInTime,
    /// To a therapist whose client objected to a move; withdraws the calendar entry.
    ClientObjected,
    /// To a client who denies that they asked for a move.
    ObjectionReceived,
    /// To a therapist: the client denies it, and the team decides.
    CauseDisputed,
    /// To a client: a late move is forgiven.
    LateWaived,
    /// To a therapist whose client asks for another time.
    AskedToMove,
    /// To either: a refund did not arrive, and what happens now.
    RefundFailed,
}

impl Template {
    pub const ALL: [Template; 26] = [
        Template::SessionCancelled,
        Template::CancellationConfirmed,
        Template::ClientCancelled,
        Template::RefundStarted,
        Template::NoShowRecorded,
        Template::SessionMoved,
        Template::MoveConfirmed,
        Template::ClientMoved,
        Template::TimesOffered,
        Template::OfferTaken,
        Template::OfferDeclined,
        Template::OfferWithdrawn,
        Template::OfferLapsed,
        Template::BookingReceived,
        Template::BookingToConfirm,
        Template::ConfirmReminder,
        Template::LastConfirmReminder,
        Template::BookingConfirmed,
        Template::FollowUpBooked,
        Template::NotConfirmedInTime,
        Template::ClientObjected,
        Template::ObjectionReceived,
        Template::CauseDisputed,
        Template::LateWaived,
        Template::AskedToMove,
        Template::RefundFailed,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Template::SessionCancelled => "session_cancelled",
            Template::CancellationConfirmed => "cancellation_confirmed",
            Template::ClientCancelled => "client_cancelled",
            Template::RefundStarted => "refund_started",
            Template::NoShowRecorded => "no_show_recorded",
            Template::SessionMoved => "session_moved",
            Template::MoveConfirmed => "move_confirmed",
            Template::ClientMoved => "client_moved",
            Template::TimesOffered => "times_offered",
            Template::OfferTaken => "offer_taken",
            Template::OfferDeclined => "offer_declined",
            Template::OfferWithdrawn => "offer_withdrawn",
            Template::OfferLapsed => "offer_lapsed",
            Template::BookingReceived => "booking_received",
            Template::BookingToConfirm => "booking_to_confirm",
            Template::ConfirmReminder => "confirm_reminder",
            Template::LastConfirmReminder => "last_confirm_reminder",
            Template::BookingConfirmed => "booking_confirmed",
            Template::FollowUpBooked => "follow_up_booked",
            Template::NotConfirmedInTime => "not_confirmed_in_time",
            Template::ClientObjected => "client_objected",
            Template::ObjectionReceived => "objection_received",
            Template::CauseDisputed => "cause_disputed",
            Template::LateWaived => "late_waived",
            Template::AskedToMove => "asked_to_move",
            Template::RefundFailed => "refund_failed",
        }
    }

    pub fn parse(text: &str) -> Option<Template> {
        Self::ALL.into_iter().find(|t| t.as_str() == text)
    }

    /// Whether the message takes the session out of the reader's calendar.
    pub fn withdraws_entry(self) -> bool {
        matches!(
            self,
            Template::SessionCancelled
                | Template::CancellationConfirmed
                | Template::ClientCancelled
                | Template::NotConfirmedInTime
                | Template::ClientObjected
        )
    }

    /// Whether the message puts the session into the reader's calendar, or to its new time there.
    pub fn renews_entry(self) -> bool {
        matches!(
            self,
            Template::SessionMoved
                | Template::MoveConfirmed
                | Template::ClientMoved
                | Template::OfferTaken
                | Template::BookingConfirmed
                | Template::FollowUpBooked
        )
    }
}

/// One message that a decision sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub to: Recipient,
    pub template: Template,
    /// Free words of the actor that go into the message.
    pub words: Option<String>,
}

impl Told {
    pub fn new(to: Recipient, template: Template, words: Option<String>) -> Told {
        Told {
            to,
            template,
            words,
        }
    }

    /// SHA-256 of the free words, in hex: a commitment carries this and not the words.
    pub fn words_hash(&self) -> Option<String> {
        self.words.as_deref().map(hex_digest)
    }
}

/// SHA-256 in lower-case hex.
pub fn hex_digest(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
