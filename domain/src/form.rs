//! From what a person typed to a command, for browser and server alike. Fields are text as a
//! plain form posts it; all that is wrong with them is found at once, each at its field.

pub mod answers;
mod booking;
pub mod hours;
mod moving;
pub mod pausing;
pub mod time_off;

use crate::actor::Role;
use crate::consequence::Consequence;
use crate::decide::{Command, decide};
use crate::facts::Facts;
use crate::money::{Currency, Money};
use crate::payment::refund::{Choice, GiveBack};
use crate::refusal::Refusal;
use crate::session::attend::{Attend, Attendance};
use crate::session::cancel::{self, Cancel, Why};
use crate::session::offer::Answer;
use crate::session::waive::WaiveLate;
use crate::time::zone::{Resolved, ZoneTable};
use crate::time::{Instant, YEARS};
use crate::times::OldTime;
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// The fields of the cancel form, and of the two smaller ones, which use some of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fields {
    /// `client_asked`, `unavailable`, `not_best_fit` or `other`; or an attendance,
    /// `took_place` or `client_no_show`.
    pub cause: String,
    /// `now` or `earlier`.
    pub asked: String,
    /// A wall time in the therapist's zone, `2026-11-22T09:30`, where `asked` is `earlier`.
    pub asked_at: String,
    /// The words of *another reason*.
    pub words: String,
    /// `keep`, `all` or `part`; empty is what the policy answers.
    pub outcome: String,
    /// The clause that `outcome` was offered under: when another one comes to apply, the choice
    /// is the policy's again, because it was made on an answer that no longer holds.
    pub under: String,
    /// Where `outcome` is `part`.
    pub amount: String,
    /// Why the therapist keeps what the policy owes.
    pub reason: String,
    /// Words for the client.
    pub note: String,
    /// `on` or empty, as a checkbox posts it: block the time of a session that is cancelled.
    pub block: String,
    /// `agreed` or `offer`: how a new time comes about; `team` where the team is asked instead.
    pub way: String,
    /// The new start: an instant as a slot posts it, `2026-11-25T16:00:00Z`, or `typed`.
    pub to: String,
    /// A wall time in the therapist's zone, `2026-11-25T16:00`, where `to` is `typed`.
    pub to_typed: String,
    /// Up to three starts where `way` is `offer`, each an instant or a wall time.
    pub offer_1: String,
    pub offer_2: String,
    pub offer_3: String,
    /// What becomes of the old time: `open`, `block`, `stop_hour` or `pause`. Of a cancel, only
    /// while its cause is `unavailable`: then this is asked in the place of `block`.
    pub old_time: String,
    /// Whether the client knows what the team is asked: `told` or `not_reached`.
    pub aware: String,
    /// How and when, or how often and when it was tried.
    pub aware_words: String,
}

/// What reading a form needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    pub currency: Currency,
    /// The therapist's zone.
    pub zone: &'a ZoneTable,
}

/// Which of the forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    Cancel,
    Attend,
    GiveBack,
    Move,
    /// A client's booking.
    Confirm,
    Decline,
    /// Of the team, to carry the payment of a session that has started.
    Carry,
    /// A follow-up, which is there once it is booked.
    Book,
    /// To take back the times that are on offer.
    Withdraw,
    /// To forgive a late move.
    Waive,
}

impl Fields {
    /// The command that the form asks for.
    ///
    /// # Errors
    /// As [`Fields::cancel`].
    pub fn command(&self, form: Form, reading: Reading<'_>) -> Result<Command, Vec<Refusal>> {
        match form {
            Form::Cancel => self.cancel(reading),
            Form::Attend => self.attend(reading),
            Form::GiveBack => self.give_back(reading),
            Form::Move => self.moving(reading),
            Form::Confirm => Ok(Command::Confirm),
            Form::Decline => self.decline(),
            Form::Carry => self.carry(reading.zone),
            Form::Book => self.book(reading.zone),
            Form::Withdraw => Ok(Command::AnswerOffer(Answer::Withdraw)),
            Form::Waive => Ok(Command::WaiveLate(WaiveLate {
                note: filled(&self.note),
            })),
        }
    }

    /// The same fields, with the money choice dropped where it was made under another clause
    /// than the one that applies at `now`.
    pub fn settled(mut self, facts: &Facts, reading: Reading<'_>, now: Instant) -> Fields {
        let applies = self
            .why(reading)
            .ok()
            .and_then(|why| cancel::clause(facts, &why, now).ok());
        if let Some(applies) = applies
            && !self.under.is_empty()
            && self.under != applies.id()
        {
            self.outcome.clear();
            self.reason.clear();
        }
        self
    }

    /// What these fields would do, shown while they are still being filled in: words that are
    /// yet to be typed are taken as given, because they change nothing of what happens.
    ///
    /// # Errors
    /// What has to be filled in otherwise before anything can be shown.
    pub fn preview(
        &self,
        form: Form,
        facts: &Facts,
        reading: Reading<'_>,
        now: Instant,
    ) -> Result<Consequence, Vec<Refusal>> {
        let mut shown = self.clone();
        for words in [&mut shown.words, &mut shown.aware_words] {
            if words.trim().is_empty() {
                *words = "…".into();
            }
        }
        let mut shown = shown.settled(facts, reading, now);
        if shown.reason.trim().is_empty() {
            shown.reason = "…".into();
        }
        if shown.cause == "unavailable" && matches!(shown.old_time.as_str(), "" | "open") {
            shown.old_time = "block".into();
        }
        let command = shown.command(form, reading)?;
        let decided = match form {
            Form::Book => decide(&shown.booking(facts, reading.zone)?, &command, now),
            _ => decide(facts, &command, now),
        };
        decided.map_err(|refusal| vec![refusal])
    }

    /// # Errors
    /// Every field that cannot be read, in the order of the form.
    pub fn cancel(&self, reading: Reading<'_>) -> Result<Command, Vec<Refusal>> {
        let mut faults = Vec::new();
        let why = note_fault(self.why(reading), &mut faults);
        let money = note_fault(self.choice(reading.currency), &mut faults);
        match (why, money) {
            (Some(why), Some(money)) if faults.is_empty() => Ok(Command::Cancel(Cancel {
                by: Role::Therapist,
                old_time: self.left_time(),
                why,
                money,
                reason: filled(&self.reason),
                note: filled(&self.note),
            })),
            _ => Err(faults),
        }
    }

    /// A choice that was made while the cause was another one does not hold for this one.
    fn left_time(&self) -> OldTime {
        let block = match self.block.as_str() {
            "on" => OldTime::Block,
            _ => OldTime::Open,
        };
        match self.cause.as_str() {
            "unavailable" if !self.old_time.is_empty() => self.old_time(),
            _ => block,
        }
    }

    fn old_time(&self) -> OldTime {
        OldTime::parse(&self.old_time).unwrap_or_default()
    }

    /// # Errors
    /// As [`Fields::cancel`].
    pub fn attend(&self, reading: Reading<'_>) -> Result<Command, Vec<Refusal>> {
        let attendance = match self.cause.as_str() {
            "took_place" => Attendance::TookPlace,
            "client_no_show" => Attendance::ClientNoShow,
            _ => return Err(vec![Refusal::CauseMissing]),
        };
        let money = match attendance {
            Attendance::TookPlace => Choice::Policy,
            Attendance::ClientNoShow => self.choice(reading.currency).map_err(|f| vec![f])?,
        };
        Ok(Command::Attend(Attend {
            attendance,
            money,
            note: filled(&self.note),
        }))
    }

    /// # Errors
    /// As [`Fields::cancel`].
    pub fn give_back(&self, reading: Reading<'_>) -> Result<Command, Vec<Refusal>> {
        let choice = self.choice(reading.currency).map_err(|fault| vec![fault])?;
        Ok(Command::GiveBack(GiveBack {
            choice,
            note: filled(&self.note),
        }))
    }

    /// The cause that was chosen, with what belongs to it.
    ///
    /// # Errors
    /// No cause, or one that is incomplete.
    pub fn why(&self, reading: Reading<'_>) -> Result<Why, Refusal> {
        match self.cause.as_str() {
            "client_asked" => Ok(Why::ClientAsked {
                asked_at: self.asked_at(reading.zone)?,
            }),
            "unavailable" => Ok(Why::TherapistUnavailable),
            "not_best_fit" => Ok(Why::NotBestFit),
            "other" => match filled(&self.words) {
                Some(words) => Ok(Why::Other { words }),
                None => Err(Refusal::WordsMissing),
            },
            _ => Err(Refusal::CauseMissing),
        }
    }

    /// In the hour that comes twice, the earlier instant: it can only help the client.
    fn asked_at(&self, zone: &ZoneTable) -> Result<Option<Instant>, Refusal> {
        if self.asked != "earlier" {
            return Ok(None);
        }
        let wall = wall(&self.asked_at).ok_or(Refusal::AskedUnreadable)?;
        match zone.resolve(wall) {
            Resolved::One(at) | Resolved::Fold(at, _) => Ok(Some(at)),
            Resolved::Gap => Err(Refusal::AskedInGap),
        }
    }

    fn choice(&self, currency: Currency) -> Result<Choice, Refusal> {
        match self.outcome.as_str() {
            "keep" => Ok(Choice::Keep),
            "all" => Ok(Choice::All),
            "part" => match Money::parse(&self.amount, currency) {
                Ok(amount) if amount.is_zero() => Err(Refusal::AmountIsZero),
                Ok(amount) => Ok(Choice::Part(amount.minor)),
                Err(fault) => Err(Refusal::Amount(fault)),
            },
            _ => Ok(Choice::Policy),
        }
    }
}

/// A wall time as a field posts it.
fn wall(text: &str) -> Option<chrono::NaiveDateTime> {
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .into_iter()
        .find_map(|form| chrono::NaiveDateTime::parse_from_str(text.trim(), form).ok())
        .filter(|wall| YEARS.contains(&wall.year()))
}

fn note_fault<T, F>(read: Result<T, F>, faults: &mut Vec<F>) -> Option<T> {
    read.map_err(|fault| faults.push(fault)).ok()
}

/// What was typed without the space around it, or nothing. Control characters are nobody's
/// words, and not every database takes them.
fn filled(text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n");
    let text = text.replace(|c: char| c.is_control() && c != '\n' && c != '\t', "");
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
pub(crate) mod tests;
