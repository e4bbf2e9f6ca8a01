//! Every address of the app, once: links for pages to use, and the server functions that forms
//! post to. Who may use which is in [`table`].

pub mod table;

use domain::actor::Role;
use domain::ids::{ActId, ClientId, DraftId, SessionId};

pub use table::{Access, ENDPOINTS, PAGES, STREAMS, is_for, only_reads};

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

/// The same for the page behind a personal link.
pub const LIVE_LINK: &str = "/live/mine/{token}";

pub fn live_link(token: &str) -> String {
    LIVE_LINK.replace("{token}", &encoded(token))
}

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

#[cfg(test)]
mod tests;
