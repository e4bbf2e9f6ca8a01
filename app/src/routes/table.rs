//! Who may use which address. A test holds these tables equal to what the server really answers.

use super::*;
use domain::permission::Action;

/// Who may use an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Everyone,
    /// Everyone, but only in the demo; elsewhere it does not exist.
    Demo,
    /// Whoever the permission table allows this action.
    Needs(Action),
}

use Access::{Demo, Everyone, Needs};

/// Whether a person of this role may open the page at `path`; whose it is shows on opening.
pub fn is_for(role: Role, path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let fits = |pattern: &str| {
        let mut parts = path.split('/');
        let mut pairs = pattern.split('/').map(|of| (of, parts.next()));
        pairs.all(|(of, part)| part == Some(of) || part.is_some() && of.starts_with(':'))
            && parts.next().is_none()
    };
    PAGES.iter().any(|(pattern, access)| {
        fits(pattern)
            && match access {
                Everyone | Demo => true,
                Needs(action) => action.allows(role),
            }
    })
}

/// Whether a server function only answers; everything else may change something.
pub fn only_reads(endpoint: &str) -> bool {
    let name = endpoint.strip_prefix("/do/").unwrap_or_default();
    name.starts_with("load_") || ["me", "demo_now", "peek_invite"].contains(&name)
}

/// Every server function.
pub const ENDPOINTS: &[(&str, Access)] = &[
    ("/do/me", Needs(Action::SeeAccount)),
    ("/do/demo_now", Everyone),
    ("/do/load_cast", Everyone),
    ("/do/peek_invite", Everyone),
    // What is open is no secret.
    ("/do/load_slots", Everyone),
    ("/do/load_today", Needs(Action::SeeToday)),
    ("/do/load_clients", Needs(Action::SeeClients)),
    ("/do/load_client", Needs(Action::SeeClient)),
    ("/do/load_session", Needs(Action::SeeSession)),
    ("/do/load_own_sessions", Needs(Action::SeeOwnSessions)),
    ("/do/load_tasks", Needs(Action::SeeTasks)),
    ("/do/load_mail", Demo),
    ("/do/load_message", Demo),
    ("/do/load_mishaps", Demo),
    ("/do/load_provider", Demo),
    (DO_SIGN_IN, Everyone),
    (DO_SIGN_IN_AS, Demo),
    (DO_SIGN_OUT, Everyone),
    (DO_SIGN_OUT_EVERYWHERE, Needs(Action::SignOutEverywhere)),
    (DO_SET_PASSWORD, Everyone),
    (DO_CANCEL_SESSION, Needs(Action::CancelSession)),
    (DO_RECORD_ATTENDANCE, Needs(Action::RecordAttendance)),
    (DO_GIVE_BACK, Needs(Action::GiveBackPayment)),
    (DO_MOVE_SESSION, Needs(Action::MoveSession)),
    ("/do/load_times", Needs(Action::MoveSession)),
    ("/do/load_availability", Needs(Action::SeeAvailability)),
    (DO_SAVE_HOURS, Needs(Action::EditAvailability)),
    ("/do/load_paused", Needs(Action::SeeAccount)),
    ("/do/load_pause", Needs(Action::PauseAccount)),
    (DO_PAUSE, Needs(Action::PauseAccount)),
    ("/do/load_return", Needs(Action::AskToReturn)),
    (DO_ASK_TO_RETURN, Needs(Action::AskToReturn)),
    (DO_CONFIRM_SESSION, Needs(Action::ConfirmSession)),
    (DO_DECLINE_BOOKING, Needs(Action::DeclineSession)),
    (DO_WITHDRAW_OFFER, Needs(Action::WithdrawOffer)),
    (DO_WAIVE_LATE, Needs(Action::WaiveLate)),
    (DO_ASK_TO_CARRY, Needs(Action::AskToCarryPayment)),
    ("/do/load_follow_up", Needs(Action::BookFollowUp)),
    (DO_BOOK_FOLLOW_UP, Needs(Action::BookFollowUp)),
    (DO_HOURS_ARE_RIGHT, Needs(Action::EditAvailability)),
    ("/do/load_saving", Needs(Action::EditAvailability)),
    ("/do/load_saved", Needs(Action::SeeAvailability)),
    (DO_UNBLOCK, Needs(Action::EditAvailability)),
    ("/do/load_time_off", Needs(Action::EditAvailability)),
    (DO_TAKE_DAYS, Needs(Action::EditAvailability)),
    (DO_GO_AWAY, Needs(Action::EditAvailability)),
    ("/do/load_zone", Needs(Action::EditAvailability)),
    (DO_CHANGE_ZONE, Needs(Action::EditAvailability)),
    (DO_SAVE_ANSWERS, Needs(Action::EditAvailability)),
    (DO_UNDO_CANCEL, Needs(Action::UndoCancel)),
    // A personal link is all that these ask for; it decides about each.
    ("/do/load_mine", Everyone),
    (DO_ANSWER_OFFER, Everyone),
    (DO_OBJECT, Everyone),
    (DO_CANCEL_OWN, Everyone),
    (DO_UNDO_OWN, Everyone),
    (DO_TRY_AGAIN, Needs(Action::TryAgain)),
    (DO_MOVE_CLOCK, Demo),
    (DO_PLAN_MISHAP, Demo),
    (DO_FORGET_MISHAPS, Demo),
];

/// What is neither a page nor a server function: it is read for as long as a page is open.
/// That of a personal link (`LIVE_LINK`) is decided by the link, as its page is.
pub const STREAMS: &[(&str, Access)] = &[(LIVE, Needs(Action::FollowChanges))];

/// Every page, by its pattern.
pub const PAGES: &[(&str, Access)] = &[
    (HOME, Everyone),
    (SIGN_IN, Everyone),
    ("/welcome/:token", Everyone),
    ("/mine/:token", Everyone),
    (TODAY, Needs(Action::SeeToday)),
    (CLIENTS, Needs(Action::SeeClients)),
    ("/clients/:client", Needs(Action::SeeClient)),
    (
        "/clients/:client/sessions/:session",
        Needs(Action::SeeSession),
    ),
    (
        "/clients/:client/sessions/:session/cancel",
        Needs(Action::CancelSession),
    ),
    (
        "/clients/:client/sessions/:session/refund",
        Needs(Action::GiveBackPayment),
    ),
    (
        "/clients/:client/sessions/:session/attendance",
        Needs(Action::RecordAttendance),
    ),
    (
        "/clients/:client/sessions/:session/time",
        Needs(Action::MoveSession),
    ),
    (
        "/clients/:client/sessions/:session/confirm",
        Needs(Action::ConfirmSession),
    ),
    (
        "/clients/:client/sessions/:session/decline",
        Needs(Action::DeclineSession),
    ),
    (
        "/clients/:client/sessions/:session/carry",
        Needs(Action::AskToCarryPayment),
    ),
    (
        "/clients/:client/sessions/:session/offer",
        Needs(Action::WithdrawOffer),
    ),
    (
        "/clients/:client/sessions/:session/late",
        Needs(Action::WaiveLate),
    ),
    ("/clients/:client/book", Needs(Action::BookFollowUp)),
    (AVAILABILITY, Needs(Action::SeeAvailability)),
    (SAVING, Needs(Action::EditAvailability)),
    (SAVED, Needs(Action::SeeAvailability)),
    (DAY_OFF, Needs(Action::EditAvailability)),
    (AWAY, Needs(Action::EditAvailability)),
    (ZONE, Needs(Action::EditAvailability)),
    (OWN_SESSIONS, Needs(Action::SeeOwnSessions)),
    (TASKS, Needs(Action::SeeTasks)),
    (ACCOUNT, Needs(Action::SeeAccount)),
    (PAUSE, Needs(Action::PauseAccount)),
    (RETURN, Needs(Action::AskToReturn)),
    (DEMO_MAIL, Demo),
    ("/demo/mail/:file", Demo),
    (DEMO_PROVIDER, Demo),
];
