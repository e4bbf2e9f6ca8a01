//! Everything that a decision will do, as data: to the session, the money, the slot, the
//! people who are told, and standing. What is shown before, what is written down, and what
//! is carried out are all this one value.

use crate::ids::SessionId;
use crate::money::Money;
use crate::payment::ledger::Entry;
use crate::policy::ClauseRef;
use crate::session::{Cancellation, State};
use crate::standing::StandingEffect;
use crate::time::{Instant, interval::Interval};
use crate::told::Told;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consequence {
    pub session: SessionId,
    pub span: Interval,
    pub from: State,
    pub to: State,
    /// The revision that the session has afterwards.
    pub revision: u32,
    pub cancellation: Option<Cancellation>,
    /// `None` where there is no money question: free, or nothing paid.
    pub money: Option<MoneyEffect>,
    /// The scheduled charge that is withdrawn.
    pub charge_withdrawn: Option<Instant>,
    pub slot: SlotEffect,
    pub told: Vec<Told>,
    pub standing: StandingEffect,
    pub clauses: Vec<ClauseRef>,
    /// What the team is asked to look at.
    pub tasks: Vec<TaskKind>,
    /// Why the therapist departs from the policy; for the team.
    pub reason: Option<String>,
}

/// What happens to a payment. All amounts are of one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyEffect {
    /// What could be refunded before.
    pub balance: Money,
    /// What the policy owes the client of it.
    pub owed: Money,
    pub refund: Money,
    /// What therapist and platform have of it afterwards, together.
    pub kept: Money,
    pub therapist: Money,
    pub commission: Money,
    pub legs: Vec<Entry>,
    /// The how-many-eth exception for this client this is.
    pub exception: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotEffect {
    /// Nothing becomes free: the session is over, or stays.
    Untouched,
    /// Bookable again at once.
    Freed,
    /// Blocked in the same step, so that no one can book it.
    Blocked,
}

/// Something that only the team can do, or should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// The therapist kept what the policy owes.
    DepartureFromPolicy,
    /// Another reason: does it count towards standing?
    JudgeStanding,
    /// Not the best fit: suggest other therapists.
    SuggestTherapists,
    /// The other party had cancelled a moment before; this one would have given more back.
    CompetingCancel,
    RefundFailed,
    /// What the provider says of a refund cannot be, by our books.
    RefundContradicted,
    /// Nobody knows whether the money of a refund left; it can be tried again.
    RefundUnanswered,
    /// A letter was given up; it can be tried again.
    LetterUndelivered,
}

impl TaskKind {
    pub const ALL: [TaskKind; 8] = [
        TaskKind::DepartureFromPolicy,
        TaskKind::JudgeStanding,
        TaskKind::SuggestTherapists,
        TaskKind::CompetingCancel,
        TaskKind::RefundFailed,
        TaskKind::RefundContradicted,
        TaskKind::RefundUnanswered,
        TaskKind::LetterUndelivered,
    ];

    /// Whether the task is about a cancel, and goes with it where that is undone.
    pub fn is_about_a_cancel(self) -> bool {
        matches!(
            self,
            TaskKind::DepartureFromPolicy
                | TaskKind::JudgeStanding
                | TaskKind::SuggestTherapists
                | TaskKind::CompetingCancel
        )
    }

    /// Whether the task is about a row of the outbox that was given up.
    pub fn can_be_tried_again(self) -> bool {
        matches!(
            self,
            TaskKind::RefundUnanswered | TaskKind::LetterUndelivered
        )
    }

    pub fn as_str(self) -> &'static str {
        match self {
            TaskKind::DepartureFromPolicy => "departure_from_policy",
            TaskKind::JudgeStanding => "judge_standing",
            TaskKind::SuggestTherapists => "suggest_therapists",
            TaskKind::CompetingCancel => "competing_cancel",
            TaskKind::RefundFailed => "refund_failed",
            TaskKind::RefundContradicted => "refund_contradicted",
            TaskKind::RefundUnanswered => "refund_unanswered",
            TaskKind::LetterUndelivered => "letter_undelivered",
        }
    }

    pub fn parse(text: &str) -> Option<TaskKind> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}
