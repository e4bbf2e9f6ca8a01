//! What only the team may do, asked of them in writing (docs/POLICIES.md, rule P20). A request
//! counts from its filing; it changes nothing by itself, and its fate is a state of its own.

use crate::actor::Role;
use crate::consequence::Consequence;
use crate::facts::Facts;
use crate::payment::refund::MOST_WORDS;
use crate::refusal::Refusal;
use crate::session::moving;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// The session has started: its payment goes to a new one.
    CarryPayment,
    /// A therapist does not take an initial booking.
    DeclineInitial,
    /// A paused account wants to be bookable again.
    Reactivation,
}

impl RequestKind {
    pub const ALL: [RequestKind; 3] = [
        RequestKind::CarryPayment,
        RequestKind::DeclineInitial,
        RequestKind::Reactivation,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            RequestKind::CarryPayment => "carry_payment",
            RequestKind::DeclineInitial => "decline_initial",
            RequestKind::Reactivation => "reactivation",
        }
    }

    pub fn parse(text: &str) -> Option<RequestKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// `submitted → in_review → approved → done | declined | withdrawn | void`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    Submitted,
    InReview,
    /// Decided, and not carried out yet.
    Approved,
    Done,
    Declined,
    /// By whoever filed it.
    Withdrawn,
    /// Something else has settled it.
    Void,
}

impl RequestState {
    pub const ALL: [RequestState; 7] = [
        RequestState::Submitted,
        RequestState::InReview,
        RequestState::Approved,
        RequestState::Done,
        RequestState::Declined,
        RequestState::Withdrawn,
        RequestState::Void,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            RequestState::Submitted => "submitted",
            RequestState::InReview => "in_review",
            RequestState::Approved => "approved",
            RequestState::Done => "done",
            RequestState::Declined => "declined",
            RequestState::Withdrawn => "withdrawn",
            RequestState::Void => "void",
        }
    }

    pub fn parse(text: &str) -> Option<RequestState> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Somebody still has to do something about it.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            RequestState::Submitted | RequestState::InReview | RequestState::Approved
        )
    }

    /// The step `self → next` is one that a request knows. What is approved is only ever done.
    pub fn leads_to(self, next: RequestState) -> bool {
        use RequestState::*;
        matches!(
            (self, next),
            (Submitted, InReview)
                | (Submitted | InReview, Approved | Declined | Withdrawn | Void)
                | (Approved, Done)
        )
    }
}

/// A request as it is filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    pub kind: RequestKind,
    pub by: Role,
    /// For the team.
    pub words: String,
    /// For the client, once it is granted; apart from those for the team.
    pub for_client: Option<String>,
    pub at: Instant,
}

/// A request about the session that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRequest {
    pub kind: RequestKind,
    pub since: Instant,
}

/// What a decision does to the requests about its session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestEffect {
    Filed(Filed),
    /// What was asked has settled itself.
    Voided(RequestKind),
}

/// Ask the team to carry the payment of a session that has started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskToCarry {
    pub by: Role,
    /// Why, and to when, for the team.
    pub words: String,
}

pub(crate) fn carry(
    facts: &Facts,
    command: &AskToCarry,
    now: Instant,
) -> Result<Consequence, Refusal> {
    match moving::may(&facts.session, now) {
        Err(Refusal::CarryThroughTheTeam) => {}
        Err(other) => return Err(other),
        Ok(()) => return Err(Refusal::MoveInstead),
    }
    if facts.payment.paid().is_none() {
        return Err(Refusal::NotPaid);
    }
    let filed = Filed {
        kind: RequestKind::CarryPayment,
        by: command.by,
        words: words(&command.words)?,
        for_client: None,
        at: now,
    };
    ask(facts, filed)
}

/// Words for the team: some, and not too many.
///
/// # Errors
/// [`Refusal::WordsMissing`] or [`Refusal::WordsTooLong`].
pub fn words(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Refusal::WordsMissing),
        long if long > MOST_WORDS => Err(Refusal::WordsTooLong { most: MOST_WORDS }),
        _ => Ok(text.to_owned()),
    }
}

/// The same is asked once at a time.
pub(crate) fn ask(facts: &Facts, filed: Filed) -> Result<Consequence, Refusal> {
    let open = facts.requests.iter().find(|open| open.kind == filed.kind);
    match open {
        Some(open) => Err(Refusal::AskedAlready { since: open.since }),
        None => Ok(Consequence {
            request: Some(RequestEffect::Filed(filed)),
            ..Consequence::of(&facts.session)
        }),
    }
}

/// The request of this kind that a decision makes needless.
pub(crate) fn voided(facts: &Facts, kind: RequestKind) -> Option<RequestEffect> {
    let open = facts.requests.iter().any(|open| open.kind == kind);
    open.then_some(RequestEffect::Voided(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_out_of_a_request_that_is_settled_and_approved_is_only_ever_done() {
        for state in RequestState::ALL {
            let next = RequestState::ALL
                .into_iter()
                .filter(|next| state.leads_to(*next));
            let next: Vec<RequestState> = next.collect();
            assert_eq!(next.is_empty(), !state.is_open(), "{state:?}");
            if state == RequestState::Approved {
                assert_eq!(next, [RequestState::Done]);
            }
        }
    }

    #[test]
    fn words_for_the_team_are_some_and_not_too_many() {
        assert_eq!(words("  He was ill. "), Ok("He was ill.".into()));
        assert_eq!(words(" \n"), Err(Refusal::WordsMissing));
        let most = MOST_WORDS;
        assert_eq!(
            words(&"x".repeat(most + 1)),
            Err(Refusal::WordsTooLong { most })
        );
    }
}
