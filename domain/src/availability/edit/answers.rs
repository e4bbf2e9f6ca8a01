//! Whom an edit leaves outside, and what the therapist can answer for each: one by one, or for
//! all of them at once.

use crate::account::pause::Answer;
use crate::ids::{SessionId, SpanId};
use crate::money::Money;
use crate::session::SessionKind;
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What stands at a span that an edit would leave outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub id: SpanId,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Session {
        kind: SessionKind,
        /// What would go back if it were cancelled.
        paid: Option<Money>,
    },
    /// Kept up to an instant while a client pays: it wins until then.
    Checkout { until: Instant },
    /// One of the times that a client can choose from, in the place of that session's.
    Offered { session: SessionId, until: Instant },
    /// Kept for whom it stays free, while a cancel can be undone or from the wait-list.
    Kept { until: Instant },
}

impl What {
    /// An initial session is cancelled through the team; an offer is withdrawn whole, and its
    /// session stays; any other hold ends by itself.
    pub fn answers(self) -> &'static [Answer] {
        match self {
            What::Session { kind, .. } => match kind {
                SessionKind::FollowUp => &[Answer::Keep, Answer::Move, Answer::Cancel],
                SessionKind::Initial => &[Answer::Keep, Answer::Move],
            },
            What::Offered { .. } => &[Answer::Keep, Answer::Cancel],
            What::Checkout { .. } | What::Kept { .. } => &[Answer::Keep],
        }
    }
}

/// What a form answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    pub each: BTreeMap<SpanId, Answer>,
    /// For all that have no answer of their own and to whom this one can be given.
    pub rest: Option<Answer>,
    /// Words for the clients whose sessions are cancelled.
    pub note: Option<String>,
}

impl Answers {
    /// The same for everyone who can have it.
    pub fn all(answer: Answer) -> Answers {
        Answers {
            rest: Some(answer),
            ..Answers::default()
        }
    }

    pub fn to(&self, party: Party) -> Option<Answer> {
        let rest = || {
            let possible = |answer: &Answer| party.what.answers().contains(answer);
            self.rest.filter(possible)
        };
        self.each.get(&party.id).copied().or_else(rest)
    }
}
