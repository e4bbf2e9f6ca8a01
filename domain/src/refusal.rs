//! Why a command is not carried out. A refusal carries facts; its words, and the way out,
//! are in `sentences::refusal`. Those about one field name it, so that the words stand there.

use crate::actor::Role;
use crate::commitment::Difference;
use crate::ids::SessionId;
use crate::money::{AmountFault, Money};
use crate::session::State;
use crate::time::Instant;
use crate::times::{Nearest, TakenBy};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    #[error("already cancelled")]
    AlreadyCancelled,
    #[error("the session has started; it is attendance now")]
    Started,
    #[error("the session has not started yet")]
    NotStarted,
    #[error("an initial session is cancelled through the team")]
    ThroughTheTeam,
    #[error("not possible while the session is {}", .0.as_str())]
    NotInState(State),
    #[error("a refund is part of cancelling while the session is to come")]
    CancelInstead,
    #[error("nothing was paid")]
    NotPaid,
    #[error("nothing is left to refund")]
    NothingLeft,
    #[error("a chargeback is open")]
    Disputed,
    #[error("a client's own change follows the policy")]
    PolicyOnly,

    #[error("the {} can still undo the cancel", .by.as_str())]
    CanStillBeUndone { until: Instant, by: Role },
    #[error("it could be undone until then, and no longer")]
    UndoOver { until: Instant },
    #[error("already undone")]
    AlreadyUndone,
    #[error("only the {} can undo it", .by.as_str())]
    NotYoursToUndo { by: Role },
    #[error("something has changed since: {part:?}")]
    ChangedSince { part: Difference },
    #[error("there is no such cancel")]
    NothingToUndo,

    #[error("the session has started; the team can carry its payment")]
    CarryThroughTheTeam,
    #[error("that is when it is already")]
    SameTime { nearest: Nearest },
    #[error("the session is not as it was shown")]
    Outdated { nearest: Nearest },
    #[error("that time was not looked up")]
    TimeUnknown,
    #[error("the new time is over")]
    InThePast { nearest: Nearest },
    #[error("the new time is more than two years away")]
    TooFarAhead,
    #[error("a {} has that time", .by.as_str())]
    Taken { by: TakenBy, nearest: Nearest },
    #[error("that time cannot be booked")]
    NotOpen { nearest: Nearest },
    #[error("a client moves it until 48 hours before, and asks from then on")]
    TooLateToMove { until: Instant },
    #[error("a booking is put right within 15 minutes")]
    CorrectionOver { until: Instant },
    #[error("whoever is unavailable leaves no time open")]
    OldTimeStaysOpen,
    #[error("other times are on offer already")]
    OfferStands { until: Instant },
    #[error("there is no offer that stands")]
    OfferOver,
    #[error("that time is not on offer")]
    NotOffered,
    #[error("more than {most} times")]
    TooManyTimes { most: usize },
    #[error("the same time twice")]
    OfferedTwice,
    #[error("the times overlap each other or the session")]
    TimesOverlap,
    #[error("a mistake is put right at once")]
    CorrectAtOnce,
    #[error("an account is paused at once")]
    PauseAtOnce,
    #[error("confirmed already")]
    AlreadyConfirmed,
    #[error("it could be confirmed until then, and no longer")]
    ConfirmOver { since: Instant },
    #[error("it can still be confirmed")]
    StillToConfirm { until: Option<Instant> },
    #[error("the time is kept no longer")]
    HoldOver,
    #[error("more than {most} times in checkout")]
    TooManyHolds { most: usize },
    #[error("it is not paid yet")]
    PayFirst,
    #[error("an initial session is booked by the client")]
    InitialIsTheClients,
    #[error("the therapist has no price yet")]
    PriceMissing,
    #[error("words are missing")]
    AskWordsMissing,
    #[error("it is asked already")]
    AskedAlready { since: Instant },
    #[error("the session can still be moved")]
    MoveInstead,
    #[error("it does not say whether the client is aware")]
    AwareMissing,
    #[error("more than {most} characters")]
    AwareTooLong { most: usize },

    #[error("there is no move to object to")]
    NothingToObjectTo,
    #[error("the cause is disputed already")]
    DisputedAlready,
    #[error("objecting was possible until then, and no longer")]
    ObjectionOver { until: Instant },
    #[error("the team decides about a disputed cause")]
    CauseDisputed,
    #[error("it is not late")]
    NotLate,

    #[error("the account is closed")]
    AccountClosed,
    #[error("the account is restricted")]
    AccountRestricted,
    #[error("the account is paused already")]
    PausedAlready,
    #[error("the account is not paused")]
    NotPaused,
    #[error("the return is over already")]
    BackInThePast,
    #[error("a session to come has no answer")]
    AnswerMissing { session: SessionId },
    #[error("a session is not to come")]
    NotToCome { session: SessionId },

    #[error("no new time was chosen")]
    NewTimeMissing,
    #[error("the new time is not a time")]
    NewTimeUnreadable,
    #[error("the new time was skipped when the clocks went forward")]
    NewTimeInGap,
    #[error("the new time comes twice")]
    NewTimeTwice { first: Instant, second: Instant },

    #[error("no cause was chosen")]
    CauseMissing,
    #[error("the time the client asked is not a time")]
    AskedUnreadable,
    #[error("that time was skipped when the clocks went forward")]
    AskedInGap,
    #[error("the client cannot have asked in the future")]
    AskedInFuture,
    #[error("the client cannot have asked before the booking")]
    AskedBeforeBooking,
    #[error("words are missing")]
    WordsMissing,
    #[error("more than {most} characters")]
    WordsTooLong { most: usize },
    #[error("no choice was made")]
    OutcomeMissing,
    #[error("the amount cannot be read: {0}")]
    Amount(AmountFault),
    #[error("an amount of nothing")]
    AmountIsZero,
    #[error("above what remains, {remaining}")]
    AboveRemaining { remaining: Money },
    #[error("keeping what the policy owes needs a reason")]
    ReasonMissing,
    #[error("more than {most} characters")]
    ReasonTooLong { most: usize },
    #[error("more than {most} characters")]
    NoteTooLong { most: usize },
    #[error("whoever is unavailable blocks the time")]
    BlockNeeded,
}

/// The field of a form that a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Field {
    Cause,
    Asked,
    Words,
    Outcome,
    Amount,
    Reason,
    Note,
    Block,
    NewTime,
    Aware,
}

impl Refusal {
    /// The open times nearest to one that was refused.
    pub fn nearest(self) -> Nearest {
        match self {
            Refusal::SameTime { nearest }
            | Refusal::Outdated { nearest }
            | Refusal::InThePast { nearest }
            | Refusal::Taken { nearest, .. }
            | Refusal::NotOpen { nearest } => nearest,
            _ => Nearest::default(),
        }
    }

    /// `None` where the whole command is refused and no other typing would help.
    pub fn field(self) -> Option<Field> {
        use Refusal::*;
        Some(match self {
            CauseMissing => Field::Cause,
            AskedUnreadable | AskedInGap | AskedInFuture | AskedBeforeBooking => Field::Asked,
            WordsMissing | AskWordsMissing | WordsTooLong { .. } => Field::Words,
            OutcomeMissing => Field::Outcome,
            Amount(_) | AmountIsZero | AboveRemaining { .. } => Field::Amount,
            ReasonMissing | ReasonTooLong { .. } => Field::Reason,
            NoteTooLong { .. } => Field::Note,
            CorrectionOver { .. } | CorrectAtOnce => Field::Cause,
            AwareMissing | AwareTooLong { .. } => Field::Aware,
            BlockNeeded | OldTimeStaysOpen | PauseAtOnce => Field::Block,
            SameTime { .. }
            | Outdated { .. }
            | TooFarAhead
            | TimeUnknown
            | InThePast { .. }
            | Taken { .. }
            | NotOpen { .. }
            | NewTimeMissing
            | TooManyTimes { .. }
            | OfferedTwice
            | TimesOverlap
            | NotOffered
            | NewTimeUnreadable
            | NewTimeInGap
            | NewTimeTwice { .. } => Field::NewTime,
            _ => return None,
        })
    }
}
