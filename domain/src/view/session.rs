//! One session's details, and the words that a consequence is told in.

use super::chip::{Chip, RefundState};
use super::{Moment, When};
use crate::consequence::Consequence;
use crate::facts::Facts;
use crate::form::Fields;
use crate::ids::{ActId, ClientId, SessionId};
use crate::money::Money;
use crate::refusal::Refusal;
use crate::session::offer::OfferEffect;
use crate::time::zone::ZoneTable;
use crate::time::{Instant, interval::Interval};
use crate::times::Candidate;
use serde::{Deserialize, Serialize};

/// Names and labels that the sentences of a consequence need, ready in the reader's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// `Daniel`
    pub client: String,
    /// `Daniel Reyes`
    pub client_name: String,
    /// `Maya Okafor`
    pub therapist_name: String,
    /// `Tuesday 24 November`, where the client is.
    pub client_day: String,
    /// The client wants letters that say nothing of what it is.
    pub discreet: bool,
    /// `Tuesday 24 November, 14:00 – 14:50`
    pub when: String,
    /// `Tue 24 Nov, 14:00 – 14:50`
    pub short_when: String,
    /// `Sun 22 Nov, 14:00`
    pub free_until: String,
    /// `3 Mar 2026`
    pub agreed: String,
    /// `10 Nov, 14:52`
    pub booked: String,
    /// `Sun 29 Nov, 14:00`
    pub charge_due: Option<String>,
    /// `06:40:30`: until when the cancel of a cancelled session can or could be undone.
    pub undo_until: Option<String>,
    /// `Wed 25 Nov, 16:00 – 16:50`: the time that is being moved to.
    #[serde(default)]
    pub new_when: Option<String>,
    /// The times on offer, each as `new_when`.
    #[serde(default)]
    pub offered: Vec<String>,
    /// `Sun 22 Nov, 14:00`: until when they are on offer.
    #[serde(default)]
    pub offer_until: Option<String>,
    /// `Tue 24 Nov, 06:00 London time`: until when it can be confirmed, where it awaits that.
    #[serde(default)]
    pub confirm_by: Option<String>,
}

impl Words {
    /// The words for what a decision does, with the times in it called as `label` has them, and an
    /// instant as `moment` does.
    pub fn naming(
        mut self,
        consequence: &Consequence,
        label: impl Fn(Interval) -> Option<String>,
        moment: impl Fn(Instant) -> String,
    ) -> Words {
        // When it was decided; the session may have another time by now.
        if let Some(then) = label(consequence.span) {
            self.short_when = then;
        }
        let moved = consequence.moved.as_ref();
        self.new_when = moved.and_then(|moved| label(moved.to));
        let offer = consequence.offer.as_ref().map(OfferEffect::offer);
        if let Some(offer) = offer {
            let times = offer.times.iter().filter_map(|time| label(time.span));
            self.offered = times.collect();
            self.offer_until = Some(moment(offer.until));
        }
        self
    }
}

/// A time that a session could have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownTime {
    pub candidate: Candidate,
    pub when: When,
    /// `Sun 22 Nov, 14:00`: when a follow-up at that time would be charged, where not at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<String>,
}

impl KnownTime {
    /// `Wed 25 Nov, 16:00 – 16:50`
    pub fn label(&self) -> String {
        let yours = &self.when.yours;
        format!("{}, {}", yours.short_date, yours.times)
    }

    /// The words for a session that has this time.
    pub fn name_in(&self, words: Words) -> Words {
        let theirs = self.when.theirs.as_ref().unwrap_or(&self.when.yours);
        Words {
            client_day: theirs.date.clone(),
            when: format!("{}, {}", self.when.yours.date, self.when.yours.times),
            short_when: self.label(),
            charge_due: self.charge.clone(),
            ..words
        }
    }
}

/// Everything that the details and the forms of a session show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionDetail {
    pub facts: Facts,
    pub words: Words,
    pub when: When,
    /// `Video`
    pub place: String,
    /// The old time, struck through.
    pub moved_from: Option<String>,
    pub booked: Moment,
    pub free_until: Moment,
    /// `paid by card ending 4242 on 10 Nov`, `charged Sun 29 Nov, 14:00 to the stored card`.
    pub payment: String,
    pub refunds: Vec<RefundLine>,
    /// What the last decision did, where it is one that ended the session.
    pub outcome: Option<OutcomeLine>,
    pub history: Vec<HistoryLine>,
    /// Where it awaits the therapist's word, and can still be answered.
    pub to_confirm: Option<ToConfirm>,
    /// What others are asked about it, the latest first.
    pub requests: Vec<RequestLine>,
    /// The server's *now* when this was made; the browser counts on from it.
    pub now: Instant,
    /// The therapist's zone around the session, to read a typed time by.
    pub zone: ZoneTable,
    /// The earliest and the latest wall time that *when did they ask* can be.
    pub asked_from: String,
    pub asked_to: String,
}

/// A booking that awaits the therapist's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToConfirm {
    pub until: Instant,
    /// `Tue 24 Nov, 06:00 London time`
    pub label: String,
    /// What confirming does.
    pub says: String,
    /// What the form carries of it.
    pub commitment: String,
    /// `23 Nov, 06:40`: since when the team is asked to cancel it.
    pub team_asked: Option<String>,
}

/// Something that was asked in writing, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    /// `You asked the team to carry the payment`
    pub title: String,
    /// `waits for the team`
    pub state: String,
    pub open: bool,
    /// `23 Nov, 06:40`
    pub at: String,
    /// What was said with it, part by part.
    pub said: Vec<String>,
}

/// A refund's progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine {
    pub reference: String,
    pub amount: Money,
    pub state: RefundState,
    pub requested: String,
    pub sent: Option<String>,
    pub settled: Option<String>,
    /// Why it failed, in the provider's words.
    pub failure: Option<String>,
    /// What is held of one that failed: what was not sent again since.
    pub held: Option<Money>,
}

/// The result that stands on the page after a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeLine {
    pub title: String,
    pub reference: String,
    /// What was done, in sentences.
    pub lines: Vec<String>,
    /// What was to be done, and came to nothing since.
    pub broken: Option<String>,
    pub at: String,
    /// While it can be undone.
    pub undo: Option<UndoLine>,
}

/// A cancel that can still be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoLine {
    pub act: ActId,
    pub until: Instant,
    /// `06:40:30`
    pub label: String,
    pub whose: Whose,
}

/// Who can undo it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whose {
    /// The reader.
    Yours,
    /// `Daniel`
    Of(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    pub text: String,
    pub detail: Option<String>,
    /// `10 Nov, 14:52`
    pub at: String,
}

/// A session in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    pub id: SessionId,
    pub client: ClientId,
    pub client_name: String,
    /// The other person's first name, for `15:00 for Daniel`.
    pub other: String,
    pub when: When,
    /// `Follow-up · video`, `Follow-up · cancelled by Daniel, 3 days before`.
    pub about: String,
    pub moved_from: Option<String>,
    pub over: bool,
    pub chip: Chip,
    /// What came back of a refund, and is held.
    pub came_back: Option<Money>,
}

/// What was typed into a form that was refused or is being previewed, with what was wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub fields: Fields,
    pub faults: Vec<Refusal>,
    /// The commitment that no longer holds, as it was shown.
    pub shown: Option<String>,
}
