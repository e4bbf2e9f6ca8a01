//! Everything that a decision will do, as data: to the session, the money, the slot, the
//! people who are told, and standing. What is shown before, what is written down, and what
//! is carried out are all this one value.

use crate::ids::SessionId;
use crate::money::Money;
use crate::payment::ledger::Entry;
use crate::policy::ClauseRef;
use crate::request::RequestEffect;
use crate::session::book::Booked;
use crate::session::moving::Moved;
use crate::session::object::Dispute;
use crate::session::offer::OfferEffect;
use crate::session::{Cancellation, Session, State, undo};
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
    /// The new time, where the session moves; `span` is then the old one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
    /// What becomes of other times on offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferEffect>,
    /// The booking, where the session comes into being.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booked: Option<Booked>,
    /// What the team is asked, or need no longer be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestEffect>,
    /// The client denies that they asked for the last move.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<Dispute>,
    /// Since when the session was late, where that is forgiven.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_waived: Option<Instant>,
}

impl Consequence {
    /// The instant from which it stands for good, where it can be undone until then.
    pub fn undoable_until(&self) -> Option<Instant> {
        let gone = self
            .cancellation
            .as_ref()
            .filter(|gone| gone.can_be_undone())?;
        Some(undo::final_at(gone.at, self.span.start()))
    }

    /// Nothing but a revision more: each decision says what it does beyond that.
    pub(crate) fn of(session: &Session) -> Consequence {
        Consequence {
            session: session.id,
            span: session.span,
            from: session.state,
            to: session.state,
            revision: session.revision + 1,
            cancellation: None,
            money: None,
            charge_withdrawn: None,
            slot: SlotEffect::Untouched,
            told: Vec::new(),
            standing: StandingEffect::Untouched,
            clauses: Vec::new(),
            tasks: Vec::new(),
            reason: None,
            moved: None,
            offer: None,
            booked: None,
            request: None,
            dispute: None,
            late_waived: None,
        }
    }
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
    /// That hour of the week is offered no longer, from the same step on.
    HourStopped,
    /// The account is paused in the same step.
    AccountPaused,
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
    /// The client says that they did not ask for a move.
    DisputedCause,
}

impl TaskKind {
    pub const ALL: [TaskKind; 9] = [
        TaskKind::DepartureFromPolicy,
        TaskKind::JudgeStanding,
        TaskKind::SuggestTherapists,
        TaskKind::CompetingCancel,
        TaskKind::RefundFailed,
        TaskKind::RefundContradicted,
        TaskKind::RefundUnanswered,
        TaskKind::LetterUndelivered,
        TaskKind::DisputedCause,
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
            TaskKind::DisputedCause => "disputed_cause",
        }
    }

    pub fn parse(text: &str) -> Option<TaskKind> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}
