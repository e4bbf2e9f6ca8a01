//! What somebody else has to do, asked of them in writing: of the team what only they may do, of a
//! therapist another time (docs/POLICIES.md, rules P15 and P20). A request counts from its filing; it changes nothing by itself, and its fate is a state of its own.

use crate::actor::Role;
use crate::consequence::Consequence;
use crate::facts::Facts;
use crate::payment::refund::MOST_WORDS;
use crate::refusal::Refusal;
use crate::session::{Cause, moving};
use crate::time::{Instant, REACH};
use crate::times::Nearest;
use crate::told::{Recipient, Template, Told};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// The session has started: its payment goes to a new one.
    CarryPayment,
    /// A therapist does not take an initial booking.
    DeclineInitial,
    /// A paused account wants to be bookable again.
    Reactivation,
    /// A client asks their therapist for another time: too late to move by themself, or into
    /// none of the open ones.
    AnotherTime,
}

impl RequestKind {
    pub const ALL: [RequestKind; 4] = [
        RequestKind::CarryPayment,
        RequestKind::DeclineInitial,
        RequestKind::Reactivation,
        RequestKind::AnotherTime,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            RequestKind::CarryPayment => "carry_payment",
            RequestKind::DeclineInitial => "decline_initial",
            RequestKind::Reactivation => "reactivation",
            RequestKind::AnotherTime => "another_time",
        }
    }

    /// Who answers it.
    pub fn asked_of(self) -> Role {
        match self {
            RequestKind::AnotherTime => Role::Therapist,
            RequestKind::CarryPayment | RequestKind::DeclineInitial | RequestKind::Reactivation => {
                Role::Staff
            }
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
    /// For whoever answers it.
    pub words: String,
    /// For the client, once it is granted; apart from those for the team.
    pub for_client: Option<String>,
    /// Left out where there is nothing beside the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub particulars: Option<Particulars>,
    pub at: Instant,
}

/// What is said beside the words, by what is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Particulars {
    /// Of a session that only the team may cancel.
    Cancel { cause: Cause, aware: Aware },
    /// When a new session would suit, to which the payment is carried.
    Carry { to: Instant },
}

/// Whether the client knows already of what the team is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aware {
    /// How and when they were told.
    Told(String),
    /// How often and when it was tried.
    NotReached(String),
}

impl Aware {
    fn words(&self) -> &str {
        match self {
            Aware::Told(words) | Aware::NotReached(words) => words,
        }
    }
}

impl Particulars {
    /// # Errors
    /// [`Refusal::AwareMissing`] where it does not say how, [`Refusal::AwareTooLong`].
    pub(crate) fn fit(&self) -> Result<(), Refusal> {
        let Particulars::Cancel { aware, .. } = self else {
            return Ok(());
        };
        match aware.words().trim().chars().count() {
            0 => Err(Refusal::AwareMissing),
            long if long > MOST_WORDS => Err(Refusal::AwareTooLong { most: MOST_WORDS }),
            _ => Ok(()),
        }
    }
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
    Voided(BTreeSet<RequestKind>),
}

/// Ask the team to carry the payment of a session that has started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskToCarry {
    pub by: Role,
    /// When a new session would suit, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
    /// Why, for the team.
    pub words: String,
}

/// Whether the team can be asked at all, before any form is filled in.
///
/// # Errors
/// The rule that forbids it.
pub fn may_carry(facts: &Facts, now: Instant) -> Result<(), Refusal> {
    match moving::may(&facts.session, now) {
        Err(Refusal::CarryThroughTheTeam) => {}
        Err(other) => return Err(other),
        Ok(()) => return Err(Refusal::MoveInstead),
    }
    match facts.payment.paid() {
        Some(_) => not_asked_yet(facts, RequestKind::CarryPayment),
        None => Err(Refusal::NotPaid),
    }
}

pub(crate) fn carry(
    facts: &Facts,
    command: &AskToCarry,
    now: Instant,
) -> Result<Consequence, Refusal> {
    may_carry(facts, now)?;
    if command.to.is_some_and(|to| to > now + REACH) {
        return Err(Refusal::TooFarAhead);
    }
    if command.to.is_some_and(|to| to <= now) {
        return Err(Refusal::InThePast {
            nearest: Nearest::default(),
        });
    }
    let filed = Filed {
        kind: RequestKind::CarryPayment,
        by: command.by,
        words: words(&command.words)?,
        for_client: None,
        particulars: command.to.map(|to| Particulars::Carry { to }),
        at: now,
    };
    ask(facts, filed)
}

/// A client asks their therapist for another time. From when it is filed notice can be counted:
/// it is when they asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskToMove {
    /// When it would suit, and why.
    pub words: String,
}

pub(crate) fn another_time(
    facts: &Facts,
    command: &AskToMove,
    now: Instant,
) -> Result<Consequence, Refusal> {
    moving::may(&facts.session, now)?;
    let filed = Filed {
        kind: RequestKind::AnotherTime,
        by: Role::Client,
        words: words(&command.words)?,
        for_client: None,
        particulars: None,
        at: now,
    };
    let told = Told {
        to: Recipient::Therapist,
        template: Template::AskedToMove,
        words: Some(filed.words.clone()),
    };
    Ok(Consequence {
        told: vec![told],
        ..ask(facts, filed)?
    })
}

/// Words for the team: some, and not too many.
///
/// # Errors
/// [`Refusal::AskWordsMissing`] or [`Refusal::WordsTooLong`].
pub fn words(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Refusal::AskWordsMissing),
        long if long > MOST_WORDS => Err(Refusal::WordsTooLong { most: MOST_WORDS }),
        _ => Ok(text.to_owned()),
    }
}

/// The same is asked once at a time.
pub(crate) fn ask(facts: &Facts, filed: Filed) -> Result<Consequence, Refusal> {
    not_asked_yet(facts, filed.kind)?;
    Ok(Consequence {
        request: Some(RequestEffect::Filed(filed)),
        ..Consequence::of(&facts.session)
    })
}

/// # Errors
/// [`Refusal::AskedAlready`] while somebody still has to do something about it.
pub fn not_asked_yet(facts: &Facts, kind: RequestKind) -> Result<(), Refusal> {
    match facts.requests.iter().find(|open| open.kind == kind) {
        Some(open) => Err(Refusal::AskedAlready { since: open.since }),
        None => Ok(()),
    }
}

/// The requests that a confirmation makes needless.
pub(crate) fn voided_by_confirming(open: &[OpenRequest]) -> Option<RequestEffect> {
    voided(open, &[RequestKind::DeclineInitial])
}

/// The requests that another time, or the end, makes needless.
pub(crate) fn voided_by_change(facts: &Facts) -> Option<RequestEffect> {
    voided(
        &facts.requests,
        &[RequestKind::DeclineInitial, RequestKind::AnotherTime],
    )
}

fn voided(open: &[OpenRequest], kinds: &[RequestKind]) -> Option<RequestEffect> {
    let open = open.iter().map(|open| open.kind);
    let needless: BTreeSet<RequestKind> = open.filter(|kind| kinds.contains(kind)).collect();
    (!needless.is_empty()).then_some(RequestEffect::Voided(needless))
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
        assert_eq!(words(" \n"), Err(Refusal::AskWordsMissing));
        let most = MOST_WORDS;
        assert_eq!(
            words(&"x".repeat(most + 1)),
            Err(Refusal::WordsTooLong { most })
        );
    }
}
