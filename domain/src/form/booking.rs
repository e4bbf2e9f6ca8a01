//! The fields of a booking: a follow-up that the therapist books, a client's booking that is
//! declined, and a payment that the team is asked to carry.

use super::{Fields, filled, note_fault};
use crate::actor::Role;
use crate::decide::Command;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::request::{self, AskToCarry, Aware, Particulars};
use crate::sentences::requests;
use crate::session::book::Book;
use crate::session::confirm::Decline;
use crate::session::{Cause, SessionKind};
use crate::time::Instant;
use crate::time::zone::ZoneTable;
use crate::view::session::Words;

impl Fields {
    /// The fields of a decline, which asks the team where it is an initial session.
    pub fn asking_whom(mut self, kind: SessionKind) -> Fields {
        self.way = match kind {
            SessionKind::Initial => "team".into(),
            SessionKind::FollowUp => String::new(),
        };
        self
    }

    /// What a form to decline begins with: for the team it is filled in as far as it can be.
    pub fn for_declining(kind: SessionKind, words: &Words) -> Fields {
        let fields = match kind {
            SessionKind::FollowUp => Fields::default(),
            SessionKind::Initial => Fields {
                words: requests::for_the_team(words),
                note: requests::for_the_client().into(),
                ..Fields::default()
            },
        };
        fields.asking_whom(kind)
    }

    /// `way` is `team` where it is the team's to cancel: then all that they need is asked.
    ///
    /// # Errors
    /// As [`Fields::cancel`].
    pub fn decline(&self) -> Result<Command, Vec<Refusal>> {
        let decline = Decline {
            words: filled(&self.words),
            old_time: self.old_time(),
            note: filled(&self.note),
            particulars: None,
        };
        if self.way != "team" {
            return Ok(Command::Decline(decline));
        }
        let mut faults = Vec::new();
        let cause = note_fault(self.why_asked(), &mut faults);
        let words = note_fault(request::words(&self.words), &mut faults);
        let aware = note_fault(self.aware(), &mut faults);
        match (cause, words, aware) {
            (Some(cause), Some(words), Some(aware)) => Ok(Command::Decline(Decline {
                words: Some(words),
                particulars: Some(Particulars::Cancel { cause, aware }),
                ..decline
            })),
            _ => Err(faults),
        }
    }

    fn why_asked(&self) -> Result<Cause, Refusal> {
        match self.cause.as_str() {
            "unavailable" => Ok(Cause::TherapistUnavailable),
            "not_best_fit" => Ok(Cause::NotBestFit),
            "other" => Ok(Cause::Other),
            _ => Err(Refusal::CauseMissing),
        }
    }

    fn aware(&self) -> Result<Aware, Refusal> {
        let words = filled(&self.aware_words).ok_or(Refusal::AwareMissing)?;
        match self.aware.as_str() {
            "told" => Ok(Aware::Told(words)),
            "not_reached" => Ok(Aware::NotReached(words)),
            _ => Err(Refusal::AwareMissing),
        }
    }

    /// # Errors
    /// As [`Fields::cancel`].
    pub fn carry(&self, zone: &ZoneTable) -> Result<Command, Vec<Refusal>> {
        let mut faults = Vec::new();
        let to = match self.to_typed.trim().is_empty() {
            true => Some(None),
            false => note_fault(self.typed_start(zone), &mut faults).map(Some),
        };
        let words = note_fault(request::words(&self.words), &mut faults);
        match (to, words) {
            (Some(to), Some(words)) => Ok(Command::AskToCarry(AskToCarry {
                by: Role::Therapist,
                to,
                words,
            })),
            _ => Err(faults),
        }
    }

    /// The start is not part of the command: it is the session's own.
    ///
    /// # Errors
    /// As [`Fields::cancel`].
    pub fn book(&self, zone: &ZoneTable) -> Result<Command, Vec<Refusal>> {
        self.start(zone).map_err(|fault| vec![fault])?;
        Ok(Command::Book(Book {
            by: Role::Therapist,
            note: filled(&self.note),
        }))
    }

    /// The facts of the follow-up at the time that was chosen.
    ///
    /// # Errors
    /// No time, or one that cannot be read.
    pub fn booking(&self, facts: &Facts, zone: &ZoneTable) -> Result<Facts, Vec<Refusal>> {
        let start: Instant = self.start(zone).map_err(|fault| vec![fault])?;
        let mut facts = facts.clone();
        facts.session.span = facts.session.span.starting(start);
        Ok(facts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::tests::madrid;

    fn for_the_team() -> Fields {
        Fields {
            way: "team".into(),
            ..Fields::default()
        }
    }

    #[test]
    fn all_that_the_team_needs_is_asked_at_once() {
        let missing = [
            Refusal::CauseMissing,
            Refusal::AskWordsMissing,
            Refusal::AwareMissing,
        ];
        assert_eq!(for_the_team().decline(), Err(missing.to_vec()));
        let unsaid = Fields {
            cause: "other".into(),
            words: "Not my field.".into(),
            aware: "told".into(),
            aware_words: "  ".into(),
            ..for_the_team()
        };
        assert_eq!(unsaid.decline(), Err(vec![Refusal::AwareMissing]));
        let said = Fields {
            aware_words: "By telephone, today.".into(),
            ..unsaid
        };
        let Ok(Command::Decline(decline)) = said.decline() else {
            panic!("nothing is missing")
        };
        let aware = Aware::Told("By telephone, today.".into());
        let cause = Cause::Other;
        assert_eq!(
            decline.particulars,
            Some(Particulars::Cancel { cause, aware })
        );
    }

    #[test]
    fn a_follow_up_is_declined_without_a_word() {
        let Ok(Command::Decline(decline)) = Fields::default().decline() else {
            panic!("nothing is asked")
        };
        assert_eq!((decline.words, decline.particulars), (None, None));
    }

    #[test]
    fn when_it_would_suit_may_be_left_open_but_not_be_nonsense() {
        let zone = madrid();
        let asked = |to: &str| {
            let fields = Fields {
                words: "He was ill.".into(),
                to_typed: to.into(),
                ..Fields::default()
            };
            match fields.carry(&zone) {
                Ok(Command::AskToCarry(ask)) => Ok(ask.to),
                Ok(other) => panic!("{other:?}"),
                Err(faults) => Err(faults),
            }
        };
        assert_eq!(asked(""), Ok(None));
        let read: Instant = "2026-11-25T15:00:00Z".parse().expect("utc");
        assert_eq!(asked("2026-11-25T16:00"), Ok(Some(read)));
        assert_eq!(asked("soon"), Err(vec![Refusal::NewTimeUnreadable]));
        let silent = Fields::default().carry(&zone);
        assert_eq!(silent, Err(vec![Refusal::AskWordsMissing]));
    }

    #[test]
    fn a_follow_up_needs_a_time() {
        let missing = Fields::default().book(&madrid());
        assert_eq!(missing, Err(vec![Refusal::NewTimeMissing]));
    }
}
