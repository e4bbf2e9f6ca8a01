//! The fields of a pause: why, until when, and what becomes of each session to come. An answer for
//! all is for those that have none of their own, and leaves out whoever cannot have it.

use super::answers::answer;
use super::{filled, note_fault};
use crate::account::Account;
use crate::account::pause::{self, Answer, Pause, Pausing, Reason, ToCome};
use crate::ids::SessionId;
use crate::payment::refund::note_fits;
use crate::refusal::Refusal;
use crate::session::SessionKind;
use crate::time::zone::ZoneTable;
use crate::time::{Instant, YEARS};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PauseFields {
    /// `illness`, `leave`, `fully_booked` or `other`.
    pub reason: String,
    /// The words of `other`, for the team.
    pub words: String,
    /// A date on the therapist's wall, `2026-12-01`, or empty.
    pub back: String,
    /// `keep`, `move` or `cancel`: for every session without an answer of its own.
    pub rest: String,
    /// The answers, by [`key`].
    pub answers: BTreeMap<String, String>,
    /// Words for the clients whose sessions are cancelled.
    pub note: String,
}

/// What is wrong with them, each at its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseFault {
    NoReason,
    BackUnreadable,
    Refused(Refusal),
}

/// The field that a fault is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PauseField {
    Reason,
    Words,
    Back,
    Note,
    Session(SessionId),
}

impl PauseFault {
    /// `None` where the whole pause is refused.
    pub fn field(self) -> Option<PauseField> {
        match self {
            PauseFault::NoReason => Some(PauseField::Reason),
            PauseFault::BackUnreadable | PauseFault::Refused(Refusal::BackInThePast) => {
                Some(PauseField::Back)
            }
            PauseFault::Refused(Refusal::AskWordsMissing | Refusal::WordsTooLong { .. }) => {
                Some(PauseField::Words)
            }
            PauseFault::Refused(Refusal::NoteTooLong { .. }) => Some(PauseField::Note),
            PauseFault::Refused(Refusal::AnswerMissing { session }) => {
                Some(PauseField::Session(session))
            }
            PauseFault::Refused(_) => None,
        }
    }
}

/// What reading the form needs to know, and what decides about it.
#[derive(Clone, Copy, Debug)]
pub struct Pausable<'a> {
    pub account: &'a Account,
    pub to_come: &'a [ToCome],
    /// The therapist's zone.
    pub zone: &'a ZoneTable,
}

impl PauseFields {
    /// What a pause with these fields does, received at `now`.
    ///
    /// # Errors
    /// Every field that has to be filled in otherwise, in the order of the form.
    pub fn decide(&self, of: Pausable<'_>, now: Instant) -> Result<Pausing, Vec<PauseFault>> {
        let pause = self.pause(of, now)?;
        let decided = pause::decide(of.account, of.to_come, &pause, now);
        decided.map_err(|refusal| vec![PauseFault::Refused(refusal)])
    }

    /// What would happen, while the form is still being filled in: words that are yet to be typed
    /// are taken as given.
    ///
    /// # Errors
    /// As [`PauseFields::decide`].
    pub fn preview(&self, of: Pausable<'_>, now: Instant) -> Result<Pausing, Vec<PauseFault>> {
        let mut shown = self.clone();
        if shown.words.trim().is_empty() {
            shown.words = "…".into();
        }
        shown.decide(of, now)
    }

    /// # Errors
    /// As [`PauseFields::decide`].
    pub fn pause(&self, of: Pausable<'_>, now: Instant) -> Result<Pause, Vec<PauseFault>> {
        let mut faults = Vec::new();
        let reason = note_fault(self.reason(), &mut faults);
        let back = note_fault(self.back(of.zone, now), &mut faults);
        let mut answers = BTreeMap::new();
        for next in of.to_come {
            let session = next.session;
            match self.answer(next) {
                Some(answer) => {
                    answers.insert(session, answer);
                }
                None => faults.push(PauseFault::Refused(Refusal::AnswerMissing { session })),
            }
        }
        if let Err(refusal) = note_fits(Some(&self.note)) {
            faults.push(PauseFault::Refused(refusal));
        }
        match (reason, back) {
            (Some(reason), Some(back)) if faults.is_empty() => Ok(Pause {
                reason,
                back,
                answers,
                note: filled(&self.note),
            }),
            _ => Err(faults),
        }
    }

    /// The answer that a session has, its own or the one for all.
    pub fn answer(&self, of: &ToCome) -> Option<Answer> {
        let own = self.answers.get(&key(of.session));
        let own = own.and_then(|own| answer(own));
        own.or_else(|| answer(&self.rest).filter(|answer| can_have(of, *answer)))
    }

    fn reason(&self) -> Result<Reason, PauseFault> {
        match self.reason.as_str() {
            "illness" => Ok(Reason::Illness),
            "leave" => Ok(Reason::Leave),
            "fully_booked" => Ok(Reason::FullyBooked),
            "other" => match filled(&self.words) {
                Some(words) => Ok(Reason::Other { words }),
                None => Err(PauseFault::Refused(Refusal::AskWordsMissing)),
            },
            _ => Err(PauseFault::NoReason),
        }
    }

    /// They mean to be back as that day begins.
    fn back(&self, zone: &ZoneTable, now: Instant) -> Result<Option<Instant>, PauseFault> {
        let text = self.back.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let date: NaiveDate = text.parse().map_err(|_| PauseFault::BackUnreadable)?;
        if !YEARS.contains(&date.year()) {
            return Err(PauseFault::BackUnreadable);
        }
        match zone.start_of(date) {
            back if back <= now => Err(PauseFault::Refused(Refusal::BackInThePast)),
            back => Ok(Some(back)),
        }
    }
}

/// An initial session is cancelled through the team, also here.
pub fn can_have(next: &ToCome, answer: Answer) -> bool {
    (next.kind, answer) != (SessionKind::Initial, Answer::Cancel)
}

/// The name of a session among the answers. It begins with a letter: what begins with a figure is
/// read as a place in a list.
pub fn key(session: SessionId) -> String {
    format!("s{session}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::tests::madrid;
    use uuid::Uuid;

    const NOW: &str = "2026-11-22T09:00:00Z";

    fn at(utc: &str) -> Instant {
        utc.parse().expect("utc")
    }

    fn next(number: u128, kind: SessionKind) -> ToCome {
        ToCome {
            session: SessionId(Uuid::from_u128(number)),
            kind,
            start: at("2026-11-24T14:00:00Z"),
        }
    }

    /// Two follow-ups, and an initial session.
    fn to_come() -> Vec<ToCome> {
        vec![
            next(1, SessionKind::FollowUp),
            next(2, SessionKind::FollowUp),
            next(3, SessionKind::Initial),
        ]
    }

    fn ill() -> PauseFields {
        PauseFields {
            reason: "illness".into(),
            ..PauseFields::default()
        }
    }

    fn answered(rest: &str, own: &[(u128, &str)]) -> PauseFields {
        let id = |number| key(SessionId(Uuid::from_u128(number)));
        let own = own
            .iter()
            .map(|(number, answer)| (id(*number), (*answer).into()));
        PauseFields {
            rest: rest.into(),
            answers: own.collect(),
            ..ill()
        }
    }

    fn decide(fields: &PauseFields, to_come: &[ToCome]) -> Result<Pausing, Vec<PauseFault>> {
        let of = Pausable {
            account: &Account::default(),
            to_come,
            zone: &madrid(),
        };
        fields.decide(of, at(NOW))
    }

    #[track_caller]
    fn check_answers(rest: &str, own: &[(u128, &str)], expected: Result<[usize; 3], &[u128]>) {
        let decided = decide(&answered(rest, own), &to_come());
        let counts = decided.map(|p| [p.kept.len(), p.to_move.len(), p.cancelled.len()]);
        let missing = |number: &u128| {
            let session = SessionId(Uuid::from_u128(*number));
            PauseFault::Refused(Refusal::AnswerMissing { session })
        };
        let expected = expected.map_err(|all| all.iter().map(missing).collect::<Vec<_>>());
        assert_eq!(counts, expected, "{rest} {own:?}");
    }

    #[test]
    fn an_answer_for_all_is_for_whoever_has_none_and_can_have_it() {
        check_answers("keep", &[], Ok([3, 0, 0]));
        check_answers("keep", &[(1, "cancel"), (2, "move")], Ok([1, 1, 1]));
        check_answers("cancel", &[(3, "keep")], Ok([1, 0, 2]));
        check_answers("cancel", &[], Err(&[3]));
        check_answers("", &[(1, "keep")], Err(&[2, 3]));
        check_answers("burn", &[(1, "keep"), (2, "burn")], Err(&[2, 3]));
        check_answers("move", &[(1, "burn")], Ok([0, 3, 0]));
    }

    #[track_caller]
    fn check_back(typed: &str, expected: Result<Option<&str>, PauseFault>) {
        let fields = PauseFields {
            back: typed.into(),
            ..ill()
        };
        let decided = decide(&fields, &[]).map(|pausing| pausing.back);
        let expected = expected.map(|utc| utc.map(at)).map_err(|fault| vec![fault]);
        assert_eq!(decided, expected, "{typed}");
    }

    #[test]
    fn they_are_back_as_a_day_begins_that_has_not_begun() {
        let over = PauseFault::Refused(Refusal::BackInThePast);
        check_back("", Ok(None));
        check_back("2026-12-01", Ok(Some("2026-11-30T23:00:00Z")));
        check_back("2026-11-23", Ok(Some("2026-11-22T23:00:00Z")));
        check_back("2026-11-22", Err(over));
        check_back("2025-12-01", Err(over));
        check_back("soon", Err(PauseFault::BackUnreadable));
        check_back("2026-02-30", Err(PauseFault::BackUnreadable));
        check_back("+262142-12-31", Err(PauseFault::BackUnreadable));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let fields = PauseFields {
            back: "soon".into(),
            note: "a".repeat(crate::payment::refund::MOST_WORDS + 1),
            ..PauseFields::default()
        };
        let faults = decide(&fields, &to_come()[..1]).expect_err("it is refused");
        let fields: Vec<_> = faults.iter().map(|fault| fault.field()).collect();
        let session = SessionId(Uuid::from_u128(1));
        let expected = [
            PauseField::Reason,
            PauseField::Back,
            PauseField::Session(session),
            PauseField::Note,
        ];
        assert_eq!(fields, expected.map(Some));
    }

    #[test]
    fn words_that_are_yet_to_be_typed_change_nothing_of_what_happens() {
        let fields = PauseFields {
            reason: "other".into(),
            ..PauseFields::default()
        };
        let of = Pausable {
            account: &Account::default(),
            to_come: &[],
            zone: &madrid(),
        };
        assert!(fields.preview(of, at(NOW)).is_ok());
        let missing = PauseFault::Refused(Refusal::AskWordsMissing);
        assert_eq!(fields.decide(of, at(NOW)), Err(vec![missing]));
    }
}
