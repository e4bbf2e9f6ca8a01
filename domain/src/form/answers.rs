//! The form of the second step of saving: what becomes of each booking that an edit would leave
//! outside. Read here for browser and server alike; what was shown before is held against what is
//! shown now, so that a reader is led to what is new.

use super::filled;
use crate::account::pause::Answer;
use crate::availability::edit::Answers;
use crate::ids::SpanId;
use crate::view::availability::StrandedLine;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// As the form posts it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// `keep`, `move` or `cancel`, by the id of what is left outside.
    pub each: BTreeMap<String, String>,
    /// The same, for all that have no answer of their own; may be empty.
    pub rest: String,
    pub note: String,
}

/// What a form showed before it was sent: when each of them was, and its name for people.
pub type Seen = BTreeMap<SpanId, (String, String)>;

impl Typed {
    /// An answer that nobody can give is none, and so is one to an id that is none.
    pub fn answers(&self) -> Answers {
        let each = self.each.iter().filter_map(|(id, text)| {
            let id: SpanId = id.parse().ok()?;
            Some((id, answer(text)?))
        });
        Answers {
            each: each.collect(),
            rest: answer(&self.rest),
            note: filled(&self.note),
        }
    }

    /// Without the answers to what is no longer left outside: they were about nothing else. Who can
    /// have only one answer has it.
    pub fn settled(mut self, lines: &[StrandedLine]) -> Typed {
        let there = |id: &String| lines.iter().any(|line| line.id.to_string() == *id);
        self.each.retain(|id, _| there(id));
        for line in lines {
            if let [only] = line.what.answers() {
                self.each
                    .insert(line.id.to_string(), name(*only).to_owned());
            }
        }
        self
    }

    /// The same answer for everybody to whom it can be given.
    pub fn for_all(&mut self, text: &str, lines: &[StrandedLine]) {
        text.clone_into(&mut self.rest);
        let Some(answer) = answer(text) else { return };
        for line in lines {
            if line.what.answers().contains(&answer) {
                self.each.insert(line.id.to_string(), text.to_owned());
            }
        }
    }
}

/// As a form posts it.
pub fn answer(text: &str) -> Option<Answer> {
    match text {
        "keep" => Some(Answer::Keep),
        "move" => Some(Answer::Move),
        "cancel" => Some(Answer::Cancel),
        _ => None,
    }
}

/// The inverse of [`answer`].
pub fn name(answer: Answer) -> &'static str {
    match answer {
        Answer::Keep => "keep",
        Answer::Move => "move",
        Answer::Cancel => "cancel",
    }
}

/// Of those that are shown now.
pub fn seen(lines: &[StrandedLine]) -> Seen {
    let of = |line: &StrandedLine| (line.id, (line.when.starts.clone(), who(line)));
    lines.iter().map(of).collect()
}

fn who(line: &StrandedLine) -> String {
    let when = &line.when.yours;
    let client = line.client.as_deref().unwrap_or("A time kept for a client");
    format!("{client}, {}, {}", when.short_date, when.times)
}

/// Whether a line is another one than was shown: it came since, or at another time. The first
/// time nothing is.
pub fn is_new(line: &StrandedLine, seen: &Seen) -> bool {
    !seen.is_empty()
        && seen
            .get(&line.id)
            .is_none_or(|(starts, _)| *starts != line.when.starts)
}

/// By their names, those that were shown and are left outside no more.
pub fn gone<'a>(lines: &[StrandedLine], seen: &'a Seen) -> Vec<&'a str> {
    let there = |id: &SpanId| lines.iter().any(|line| line.id == *id);
    let gone = seen.iter().filter(|(id, _)| !there(id));
    gone.map(|(_, (_, who))| who.as_str()).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::availability::edit::{StrandedBy, What};
    use crate::session::SessionKind;
    use crate::time::interval::Interval;
    use crate::view::{SpanLabel, When};
    use uuid::Uuid;

    /// Daniel’s, at a start that is given.
    pub(crate) fn line(number: u128, kind: SessionKind, starts: &str) -> StrandedLine {
        let start = starts.parse().expect("an instant");
        let end = start + crate::time::TimeDelta::minutes(50);
        let span = Interval::new(start, end).expect("a span");
        let label = |text: &str| text.to_owned();
        StrandedLine {
            id: SpanId(Uuid::from_u128(number)),
            what: What::Session { kind, paid: None },
            by: StrandedBy::Hours { lost: span },
            because: String::new(),
            until: None,
            client: Some("Daniel Reyes".into()),
            span,
            when: When {
                starts: starts.into(),
                yours: SpanLabel {
                    weekday: label("Tue"),
                    day: label("24"),
                    month: label("Nov"),
                    date: label("Tuesday 24 November"),
                    short_date: label("Tue 24 Nov"),
                    times: label("14:00 – 14:50"),
                    place: label("London"),
                    zone: label("GMT"),
                },
                theirs: None,
            },
        }
    }

    #[test]
    fn one_answer_for_all_is_given_to_whom_it_can_be_given() {
        let lines = [
            line(1, SessionKind::FollowUp, "2026-11-24T14:00:00Z"),
            line(2, SessionKind::Initial, "2026-11-25T14:00:00Z"),
        ];
        let mut typed = Typed::default();
        typed.for_all("cancel", &lines);
        let answers = typed.answers();
        assert_eq!(answers.rest, Some(Answer::Cancel));
        let given: Vec<_> = answers.each.into_iter().collect();
        assert_eq!(given, [(lines[0].id, Answer::Cancel)]);
        typed.for_all("perhaps", &lines);
        assert_eq!(typed.answers().rest, None);
    }

    #[test]
    fn an_answer_that_cannot_be_read_is_none() {
        let each = [
            ("x", "keep"),
            ("00000000-0000-0000-0000-000000000001", "no"),
        ];
        let typed = Typed {
            each: each.map(|(id, text)| (id.into(), text.into())).into(),
            rest: String::new(),
            note: "  ".into(),
        };
        assert_eq!(typed.answers(), Answers::default());
    }

    #[test]
    fn what_came_and_what_went_since_it_was_shown_is_told() {
        let before = [
            line(1, SessionKind::FollowUp, "2026-11-24T14:00:00Z"),
            line(2, SessionKind::FollowUp, "2026-11-25T14:00:00Z"),
        ];
        let seen = seen(&before);
        let moved = line(1, SessionKind::FollowUp, "2026-11-24T15:00:00Z");
        let came = line(3, SessionKind::FollowUp, "2026-11-26T14:00:00Z");
        assert!(is_new(&moved, &seen) && is_new(&came, &seen));
        assert!(!is_new(&before[0], &seen));
        assert!(!is_new(&came, &Seen::new()), "at first nothing is new");
        assert_eq!(
            gone(&[moved, came], &seen),
            ["Daniel Reyes, Tue 24 Nov, 14:00 – 14:50"]
        );
    }

    #[test]
    fn the_answer_to_what_is_gone_is_forgotten() {
        let there = line(1, SessionKind::FollowUp, "2026-11-24T14:00:00Z");
        let id = |number| SpanId(Uuid::from_u128(number)).to_string();
        let typed = Typed {
            each: [1, 2].map(|number| (id(number), "keep".into())).into(),
            ..Typed::default()
        };
        let left: Vec<String> = typed.settled(&[there]).each.into_keys().collect();
        assert_eq!(left, [id(1)]);
    }

    #[test]
    fn who_can_have_only_one_answer_has_it() {
        let mut held = line(1, SessionKind::FollowUp, "2026-11-24T14:00:00Z");
        let until = held.span.start();
        held.what = What::Checkout { until };
        let answers = Typed::default().settled(&[held.clone()]).answers();
        assert_eq!(answers.each.get(&held.id), Some(&Answer::Keep));
    }
}
