//! Every address of the app, once: links for pages to use, and the server functions that forms
//! post to. Who may use which is in `ENDPOINTS` and `PAGES`; a test holds both equal to what
//! the server really answers.

use domain::actor::Role;
use domain::ids::{ActId, ClientId, DraftId, SessionId};
use domain::permission::Action;

pub const HOME: &str = "/";
pub const TODAY: &str = "/today";
pub const CLIENTS: &str = "/clients";
pub const AVAILABILITY: &str = "/availability";
pub const SAVING: &str = "/availability/save";
pub const SAVED: &str = "/availability/saved";
pub const DAY_OFF: &str = "/availability/day-off";
/// *Unavailable now until …*
pub const AWAY: &str = "/availability/away";
pub const ZONE: &str = "/availability/zone";
pub const OWN_SESSIONS: &str = "/sessions";
pub const TASKS: &str = "/tasks";
pub const ACCOUNT: &str = "/account";
pub const PAUSE: &str = "/account/pause";
pub const RETURN: &str = "/account/return";
pub const SIGN_IN: &str = "/sign-in";
/// The demonstration's pages begin so, and are for strangers too.
pub const DEMO: &str = "/demo/";
pub const DEMO_MAIL: &str = "/demo/mail";
pub const DEMO_PROVIDER: &str = "/demo/provider";

/// The page that a person of this role begins with.
pub fn first(role: Role) -> &'static str {
    match role {
        Role::Therapist => TODAY,
        Role::Client => OWN_SESSIONS,
        Role::Staff => TASKS,
    }
}

/// The sign-in page, and the page to come back to.
pub fn sign_in(next: Option<&str>) -> String {
    match next.filter(|next| is_own(next) && *next != HOME && !next.starts_with(SIGN_IN)) {
        Some(next) => format!("{SIGN_IN}?next={}", encoded(next)),
        None => SIGN_IN.into(),
    }
}

/// An address of this app and of no other: no host, no scheme.
pub fn is_own(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    path.starts_with('/') && !path.starts_with("//") && path.bytes().all(plain)
}

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

/// The page of a one-use link, with what was wrong with the password that was sent from it.
pub fn welcome(token: &str, problem: Option<&str>) -> String {
    let page = format!("/welcome/{}", encoded(token));
    problem.map_or(page.clone(), |problem| format!("{page}?problem={problem}"))
}

/// The page behind a client's personal link.
pub fn mine(token: &str) -> String {
    format!("/mine/{}", encoded(token))
}

/// The part of its query that says what somebody is about to do there.
pub const MINE_STEP: &str = "step";

fn encoded(path: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let mut text = String::new();
    for byte in path.bytes() {
        match keep(byte) {
            true => text.push(byte as char),
            false => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

pub fn client(client: ClientId) -> String {
    format!("/clients/{client}")
}

pub fn past(of: ClientId, page: u32) -> String {
    match page {
        0 | 1 => client(of),
        page => format!("/clients/{of}?past={page}"),
    }
}

pub fn session(of: ClientId, session: SessionId) -> String {
    format!("/clients/{of}/sessions/{session}")
}

pub fn cancel(of: ClientId, id: SessionId) -> String {
    format!("{}/cancel", session(of, id))
}

pub fn refund(of: ClientId, id: SessionId) -> String {
    format!("{}/refund", session(of, id))
}

pub fn attendance(of: ClientId, id: SessionId) -> String {
    format!("{}/attendance", session(of, id))
}

/// *Edit date and time*.
pub fn time(of: ClientId, id: SessionId) -> String {
    format!("{}/time", session(of, id))
}

/// The editor on the week of a date, this one without; with how many changes were just saved.
pub fn availability(week: &str, saved: Option<u32>) -> String {
    let week = (!week.is_empty()).then(|| format!("week={}", encoded(week)));
    let saved = saved.map(|changes| format!("saved={changes}"));
    let parts: Vec<String> = week.into_iter().chain(saved).collect();
    match parts.is_empty() {
        true => AVAILABILITY.into(),
        false => format!("{AVAILABILITY}?{}", parts.join("&")),
    }
}

/// The editor with what was typed into its form before.
pub fn availability_draft(week: &str, draft: DraftId) -> String {
    format!("{AVAILABILITY}?week={}&draft={draft}", encoded(week))
}

pub fn confirm(of: ClientId, id: SessionId) -> String {
    format!("{}/confirm", session(of, id))
}

pub fn decline(of: ClientId, id: SessionId) -> String {
    format!("{}/decline", session(of, id))
}

/// To ask the team to carry a payment.
pub fn carry(of: ClientId, id: SessionId) -> String {
    format!("{}/carry", session(of, id))
}

/// To take back the times that are on offer for a session.
pub fn withdraw_offer(of: ClientId, id: SessionId) -> String {
    format!("{}/offer", session(of, id))
}

/// To forgive a session its late move.
pub fn waive_late(of: ClientId, id: SessionId) -> String {
    format!("{}/late", session(of, id))
}

/// A follow-up for a client.
pub fn book(of: ClientId) -> String {
    format!("{}/book", client(of))
}

/// The part of the day's query that names the booking that was just confirmed.
pub const TODAY_CONFIRMED: &str = "confirmed";

/// The day, with what was just confirmed on it.
pub fn today_confirmed(id: SessionId) -> String {
    format!("{TODAY}?{TODAY_CONFIRMED}={id}")
}

/// The day, where hours have changed since they were said to be right.
pub fn today_hours_changed() -> String {
    format!("{TODAY}?{TODAY_HOURS}=changed")
}

/// The part that says that hours have changed since they were shown.
pub const TODAY_HOURS: &str = "hours";

/// What becomes of those whom an edit of the hours would leave outside.
pub fn saving(draft: DraftId) -> String {
    format!("{SAVING}?draft={draft}")
}

/// What an edit of the hours did, and the page that it was made on.
pub fn saved(act: ActId, back: &str) -> String {
    format!("{SAVED}?act={act}&back={}", encoded(back))
}

/// What it would mean to live by the clock of another zone.
pub fn zone_to(zone: &str) -> String {
    format!("{ZONE}?to={}", encoded(zone))
}

pub fn demo_message(file: &str) -> String {
    format!("{DEMO_MAIL}/{file}")
}

/// The part of a query that holds the time to which the demonstration's clock was not moved.
pub const TRIED_CLOCK: &str = "clock";

/// The page at `path`, with the time to which the clock was not moved, or without.
pub fn with_clock(path: &str, tried: Option<&str>) -> String {
    let (page, query) = path.split_once('?').unwrap_or((path, ""));
    let is_clock = |part: &&str| part.split('=').next() == Some(TRIED_CLOCK);
    let others = query
        .split('&')
        .filter(|part| !part.is_empty() && !is_clock(part));
    let tried = tried.map(|tried| format!("{TRIED_CLOCK}={}", encoded(tried)));
    let parts: Vec<String> = others.map(String::from).chain(tried).collect();
    match parts.is_empty() {
        true => page.into(),
        false => format!("{page}?{}", parts.join("&")),
    }
}

/// Where open pages hear of changes.
pub const LIVE: &str = "/live";

pub const DO_SIGN_IN: &str = "/do/sign_in";
pub const DO_SIGN_IN_AS: &str = "/do/sign_in_as";
pub const DO_SIGN_OUT: &str = "/do/sign_out";
pub const DO_SIGN_OUT_EVERYWHERE: &str = "/do/sign_out_everywhere";
pub const DO_SET_PASSWORD: &str = "/do/set_password";
pub const DO_CANCEL_SESSION: &str = "/do/cancel_session";
pub const DO_RECORD_ATTENDANCE: &str = "/do/record_attendance";
pub const DO_GIVE_BACK: &str = "/do/give_back";
pub const DO_MOVE_SESSION: &str = "/do/move_session";
pub const DO_TAKE_DAYS: &str = "/do/take_days";
/// Also from every page of a therapist's, for the rest of today.
pub const DO_GO_AWAY: &str = "/do/go_away";
pub const DO_CHANGE_ZONE: &str = "/do/change_zone";
/// Takes one block away.
pub const DO_UNBLOCK: &str = "/do/unblock";
pub const DO_SAVE_ANSWERS: &str = "/do/save_answers";
pub const DO_SAVE_HOURS: &str = "/do/save_hours";
pub const DO_PAUSE: &str = "/do/pause_account";
pub const DO_ASK_TO_RETURN: &str = "/do/ask_to_return";
pub const DO_CONFIRM_SESSION: &str = "/do/confirm_session";
pub const DO_DECLINE_BOOKING: &str = "/do/decline_booking";
pub const DO_ASK_TO_CARRY: &str = "/do/ask_to_carry";
pub const DO_WITHDRAW_OFFER: &str = "/do/withdraw_offer";
pub const DO_WAIVE_LATE: &str = "/do/waive_late";
pub const DO_BOOK_FOLLOW_UP: &str = "/do/book_follow_up";
pub const DO_HOURS_ARE_RIGHT: &str = "/do/hours_are_right";
pub const DO_UNDO_CANCEL: &str = "/do/undo_cancel";
pub const DO_ANSWER_OFFER: &str = "/do/answer_offer";
pub const DO_OBJECT: &str = "/do/object_to_move";
pub const DO_CANCEL_OWN: &str = "/do/cancel_own_session";
pub const DO_UNDO_OWN: &str = "/do/undo_own_cancel";
pub const DO_TRY_AGAIN: &str = "/do/try_again";
pub const DO_MOVE_CLOCK: &str = "/do/move_clock";
pub const DO_PLAN_MISHAP: &str = "/do/plan_mishap";
pub const DO_FORGET_MISHAPS: &str = "/do/forget_mishaps";

/// Whether a server function only answers; everything else may change something.
pub fn only_reads(endpoint: &str) -> bool {
    let name = endpoint.strip_prefix("/do/").unwrap_or_default();
    name.starts_with("load_") || ["me", "demo_now", "peek_invite"].contains(&name)
}

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
    (AVAILABILITY, Needs(Action::SeeAvailability)),
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

#[cfg(test)]
mod tests;
