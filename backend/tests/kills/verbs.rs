//! Which deeds try which verb. Whoever adds an action, a command or an edit is asked here for a
//! deed that dies of it: these matches know every one of them.

use crate::child::Task;
use crate::deeds::Deed::{self, *};
use crate::send::Wish;
use domain::Command;
use domain::actor::Role;
use domain::availability::edit::Edit;
use domain::permission::Action;
use domain::session::offer::Answer;
use domain::times::OldTime;

/// What nobody presses, or somebody who is not signed in.
pub const OF_THE_HOUSE: &[Deed] = &[
    Lapse,
    LetGo,
    Expire,
    Remind,
    SendWithLink,
    GiveUp,
    SignIn,
    Invite,
    AcceptInvitation,
    KeepDraft,
];

/// None where it only reads.
pub fn of_action(action: Action) -> &'static [Deed] {
    match action {
        Action::SeeToday
        | Action::SeeClients
        | Action::SeeClient
        | Action::SeeSession
        | Action::SeeAvailability
        | Action::SeeOwnSessions
        | Action::SeeTasks
        | Action::SeeAccount
        | Action::FollowChanges => &[],
        Action::CancelSession => &[Cancel, CancelAndBlock, CancelAndStop, CancelAndPause],
        Action::CancelOwnSession => &[CancelOwn],
        Action::UndoCancel => &[Undo, UndoStop, UndoPause],
        Action::UndoOwnCancel => &[UndoOwn, UndoObjection],
        Action::GiveBackPayment => &[GiveBack],
        Action::RecordAttendance => &[Attend],
        Action::MoveSession => &[MoveAndBlock, MoveAndStop, MoveAndPause],
        Action::MoveOwnSession => &[OwnMove],
        Action::OfferTimes => &[Offer],
        Action::WithdrawOffer => &[Withdraw],
        Action::AnswerOffer => &[Take, TakeNone],
        Action::ConfirmSession => &[Confirm],
        Action::DeclineSession => &[Decline, DeclineInitial],
        Action::BookFollowUp => &[FollowUp],
        Action::BookSession => &[Hold, Extend, Book],
        Action::AskToCarryPayment => &[AskToCarry],
        Action::AskToMove => &[Ask],
        Action::ObjectToMove => &[Object, Dispute],
        Action::WaiveLate => &[WaiveLate],
        Action::PauseAccount => &[Pause],
        Action::AskToReturn => &[Return],
        Action::EditAvailability => &[
            Repaint,
            SickDay,
            Unblock,
            Until,
            StopOffering,
            Rezone,
            Review,
        ],
        Action::TryAgain => &[TryAgain],
        Action::SignOut => &[SignOut],
        Action::SignOutEverywhere => &[SignOutEverywhere],
    }
}

/// Those that try what the task is about.
pub fn of_task(task: &Task) -> &'static [Deed] {
    match task {
        Task::Send(form) => match &form.wish {
            Wish::Decide(command) => of_command(command),
            Wish::Save(edit, _) => of_edit(edit),
            Wish::Undo(_) => &[Undo, UndoStop, UndoPause, UndoOwn, UndoObjection],
            Wish::Hold(..) => &[Hold],
            Wish::Extend => &[Extend],
            Wish::FollowUp(..) => &[FollowUp],
            Wish::Review(_) => &[Review],
            Wish::Pause(_) => &[Pause],
            Wish::Return => &[Return],
        },
        Task::TryAgain(_) => &[TryAgain],
        Task::Access(_) => &[SignIn, SignOut, SignOutEverywhere, Invite, AcceptInvitation],
        Task::Draft => &[KeepDraft],
        Task::Strike => OF_THE_HOUSE,
    }
}

fn of_command(command: &Command) -> &'static [Deed] {
    match command {
        Command::Cancel(cancel) if cancel.by == Role::Client => &[CancelOwn],
        Command::Cancel(cancel) => match cancel.old_time {
            OldTime::Open => &[Cancel],
            OldTime::Block => &[CancelAndBlock],
            OldTime::StopHour => &[CancelAndStop],
            OldTime::Pause => &[CancelAndPause],
        },
        Command::Attend(_) => &[Attend],
        Command::GiveBack(_) => &[GiveBack],
        Command::Move(moving) if moving.by == Role::Client => &[OwnMove],
        Command::Move(moving) => match moving.old_time {
            OldTime::Open | OldTime::Block => &[MoveAndBlock],
            OldTime::StopHour => &[MoveAndStop],
            OldTime::Pause => &[MoveAndPause],
        },
        Command::Offer(_) => &[Offer],
        Command::AnswerOffer(Answer::Take(_)) => &[Take],
        Command::AnswerOffer(Answer::Decline) => &[TakeNone],
        Command::AnswerOffer(Answer::Withdraw) => &[Withdraw],
        Command::AnswerOffer(Answer::Lapse) => &[Lapse],
        Command::Book(_) => &[Book, FollowUp],
        Command::Confirm => &[Confirm],
        Command::Decline(decline) if decline.particulars.is_some() => &[DeclineInitial],
        Command::Decline(_) => &[Decline],
        Command::Expire => &[Expire],
        Command::Object(_) => &[Object, Dispute],
        Command::WaiveLate(_) => &[WaiveLate],
        Command::AskToCarry(_) => &[AskToCarry],
        Command::AskToMove(_) => &[Ask],
    }
}

fn of_edit(edit: &Edit) -> &'static [Deed] {
    match edit {
        Edit::Schedule { .. } => &[Repaint],
        Edit::Block(_) => &[SickDay],
        Edit::Unblock(_) => &[Unblock],
        Edit::UnavailableUntil(_) => &[Until],
        Edit::StopOffering(_) => &[StopOffering],
        Edit::Rezone { .. } => &[Rezone],
    }
}
