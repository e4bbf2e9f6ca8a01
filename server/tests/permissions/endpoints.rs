//! Every server function, tried by everybody, as the thin form sends and as a plain form does.

use super::rows::{changed, everything};
use super::subjects::{Subjects, is_read};
use super::visitor::Answer;
use super::who::{Outcome, Who};
use super::world::{Kind, World};
use app::routes::{self, Access, ENDPOINTS};
use http::StatusCode;

/// What a served form may change.
fn may_change(endpoint: &str) -> &'static [&'static str] {
    match endpoint {
        routes::DO_SIGN_IN | routes::DO_MOVE_CLOCK => &[],
        routes::DO_SIGN_IN_AS | routes::DO_SIGN_OUT | routes::DO_SIGN_OUT_EVERYWHERE => &["login"],
        routes::DO_TRY_AGAIN => &["outbox", "task"],
        routes::DO_PLAN_MISHAP | routes::DO_FORGET_MISHAPS => &["sandbox_mishap"],
        routes::DO_SET_PASSWORD => &["account", "invite", "login"],
        routes::DO_CANCEL_SESSION => &[
            "command",
            "event",
            "ledger_entry",
            "outbox",
            "refund",
            // Counts what can change what is free.
            "schedule",
            "session",
            "span",
        ],
        routes::DO_UNDO_CANCEL => &[
            "command",
            "event",
            "ledger_entry",
            "outbox",
            "refund",
            // Counts what can change what is free.
            "schedule",
            "session",
            "span",
        ],
        routes::DO_RECORD_ATTENDANCE => &["command", "event", "ledger_entry", "session"],
        routes::DO_GIVE_BACK => &[
            "command",
            "event",
            "ledger_entry",
            "outbox",
            "refund",
            "session",
        ],
        routes::DO_MOVE_SESSION => &[
            "schedule",
            "command",
            "event",
            "outbox",
            "personal_link",
            "session",
            "span",
        ],
        routes::DO_CONFIRM_SESSION => &[
            "command",
            "event",
            "outbox",
            "personal_link",
            "schedule",
            "session",
            "span",
        ],
        routes::DO_DECLINE_BOOKING => &[
            "charge",
            "command",
            "event",
            "incident",
            "ledger_entry",
            "outbox",
            "refund",
            "schedule",
            "session",
            "span",
        ],
        routes::DO_ASK_TO_CARRY => &["command", "event", "request", "session"],
        routes::DO_BOOK_FOLLOW_UP => &[
            "charge",
            "command",
            "event",
            "outbox",
            "personal_link",
            "schedule",
            "session",
            "span",
        ],
        routes::DO_HOURS_ARE_RIGHT => &["account_event", "schedule"],
        routes::DO_WITHDRAW_OFFER => &[
            "command", "event", "offer", "outbox", "schedule", "session", "span",
        ],
        routes::DO_WAIVE_LATE => &["command", "event", "outbox", "session"],
        routes::DO_SAVE_HOURS => &["account_event", "command", "schedule"],
        routes::DO_TAKE_DAYS
        | routes::DO_GO_AWAY
        | routes::DO_UNBLOCK
        | routes::DO_SAVE_ANSWERS => &["account_event", "block", "command", "schedule"],
        routes::DO_CHANGE_ZONE => &["account", "account_event", "command", "schedule"],
        routes::DO_ANSWER_OFFER => &[
            "command",
            "event",
            "offer",
            "outbox",
            "personal_link",
            "schedule",
            "session",
            "span",
        ],
        routes::DO_OBJECT | routes::DO_CANCEL_OWN | routes::DO_UNDO_OWN => &[
            "command",
            "event",
            "incident",
            "ledger_entry",
            "outbox",
            "refund",
            "schedule",
            "session",
            "span",
        ],
        // Counts what can change what is free.
        routes::DO_PAUSE => &[
            "account_event",
            "command",
            "pausing_act",
            "restriction",
            "schedule",
        ],
        routes::DO_ASK_TO_RETURN => &["account_event", "command", "request"],
        read if is_read(read) => &[],
        unknown => panic!("say what {unknown} may change"),
    }
}

fn status(outcome: Outcome) -> StatusCode {
    match outcome {
        Outcome::Served => StatusCode::OK,
        Outcome::SignInFirst => StatusCode::UNAUTHORIZED,
        Outcome::Forbidden => StatusCode::FORBIDDEN,
        Outcome::Hidden => StatusCode::NOT_FOUND,
    }
}

#[tokio::test]
async fn every_server_function_serves_whom_the_table_says_and_changes_nothing_for_others() {
    for (endpoint, access) in ENDPOINTS {
        check(endpoint, *access, Kind::Demo).await;
    }
}

#[tokio::test]
async fn outside_of_the_demo_its_server_functions_do_not_exist() {
    for (endpoint, access) in ENDPOINTS {
        if *access == Access::Demo || *access == Access::Everyone {
            check(endpoint, *access, Kind::Real).await;
        }
    }
}

#[tokio::test]
async fn outside_of_the_demo_nobody_learns_of_its_cast_and_its_clock() {
    let world = World::of(Kind::Real).await;
    let none: [(&str, &str); 0] = [];
    let cast = world.stranger().send("/do/load_cast", &none).await;
    assert_eq!(cast.text, "[]");
    let clock = world.stranger().send("/do/demo_now", &none).await;
    assert_eq!(clock.text, "null");
}

async fn check(endpoint: &'static str, access: Access, kind: Kind) {
    let world = World::of(kind).await;
    let subjects = Subjects::of(&world).await;
    let fields = subjects.fields(&world, endpoint).await;
    let elsewhere = |(name, value): &(String, String)| (name.clone(), subjects.elsewhere(value));
    let elsewhere: Vec<_> = fields.iter().map(elsewhere).collect();
    for who in Who::ALL {
        let outcome = who.gets(access, kind);
        let visitor = who.comes(&world).await;
        let clock = world.backend.clock.now();
        let before = everything(&world).await;

        let answer = visitor.send(endpoint, &fields).await;
        let what = format!("{endpoint} as {who:?}: {}", answer.text);
        assert_eq!(answer.status, status(outcome), "{what}");
        let after = everything(&world).await;
        let changed = changed(&before, &after);
        if outcome == Outcome::Served {
            let may = may_change(endpoint);
            assert!(
                changed.iter().all(|table| may.contains(table)),
                "{what} {changed:?}"
            );
            // What Maya was shown is of her own account and hours, and does nothing to another's.
            let own = [
                routes::DO_SAVE_HOURS,
                routes::DO_PAUSE,
                routes::DO_UNBLOCK,
                routes::DO_SAVE_ANSWERS,
                routes::DO_ASK_TO_RETURN,
            ];
            let hers = own.contains(&endpoint) && who != Who::Owner;
            let acts = matches!(access, Access::Needs(_)) && !may.is_empty() && !hers;
            assert!(!acts || !changed.is_empty(), "nothing happened: {what}");
            continue;
        }
        assert_eq!(changed, Vec::<&str>::new(), "{what}");
        assert_eq!(world.backend.clock.now(), clock, "{what}");
        who.check_learns_nothing(&answer.text, &what);
        if outcome == Outcome::Hidden {
            let unknown = visitor.send(endpoint, &elsewhere).await;
            assert_eq!(answer.status, unknown.status, "{what}");
            assert_eq!(answer.text, unknown.text, "{what}");
        }

        let plain = visitor.submit(endpoint, "/account", &fields).await;
        check_plain(&plain, outcome, &what);
        who.check_learns_nothing(&plain.text, &what);
        assert_eq!(everything(&world).await, before, "{what}");
        if outcome == Outcome::Hidden {
            let unknown = visitor.submit(endpoint, "/account", &elsewhere).await;
            assert_eq!(plain.status, unknown.status, "{what}");
            assert_eq!(plain.without_nonce(), unknown.without_nonce(), "{what}");
        }
    }
}

/// A browser without JavaScript is led to sign in, and gets a page for everything else.
fn check_plain(answer: &Answer, outcome: Outcome, what: &str) {
    if outcome == Outcome::SignInFirst {
        assert_eq!(answer.status, StatusCode::FOUND, "{what}");
        assert_eq!(answer.location(), "/sign-in?next=/account", "{what}");
        return;
    }
    assert_eq!(answer.status, status(outcome), "{what}");
    assert_eq!(answer.header("location"), "", "{what}");
    assert!(answer.text.contains("<h1>"), "{what}: {}", answer.text);
    assert!(
        answer.text.contains("href=\"/\""),
        "{what}: {}",
        answer.text
    );
}
