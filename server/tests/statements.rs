//! How much each page asks of the database: the same for no session, ten and a thousand.
//!
//! What is counted is what a page or a panel asks (`Store::statements`): the look-up of who is
//! signed in is among it, the BEGIN and ROLLBACK around each read are not. Run with `--nocapture`
//! it prints the table.

#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/house.rs"]
mod house;
#[allow(dead_code, reason = "the store's own tests ask it for more")]
#[path = "../../backend/tests/store_contract/place.rs"]
mod place;

use app::routes::PAGES;
use backend::seed::cast::{DANIEL, MAYA, Member, NOOR};
use house::House;
use place::Place;

/// A page, who opens it, and the most statements that it may take.
const MOST: &[(&str, Option<Member>, u64)] = &[
    ("/", Some(MAYA), 2),
    ("/sign-in", None, 0),
    ("/welcome/:token", None, 1),
    ("/mine/:token", None, 1),
    ("/today", Some(MAYA), 8),
    ("/clients", Some(MAYA), 3),
    ("/clients/:client", Some(MAYA), 3),
    // The list and the panel beside it.
    ("/clients/:client/sessions/:session", Some(MAYA), 9),
    // With what stopping its hour would take along.
    ("/clients/:client/sessions/:session/cancel", Some(MAYA), 11),
    ("/clients/:client/sessions/:session/refund", Some(MAYA), 8),
    (
        "/clients/:client/sessions/:session/attendance",
        Some(MAYA),
        8,
    ),
    ("/clients/:client/sessions/:session/time", Some(MAYA), 17),
    ("/clients/:client/sessions/:session/confirm", Some(MAYA), 8),
    ("/clients/:client/sessions/:session/decline", Some(MAYA), 11),
    ("/clients/:client/sessions/:session/carry", Some(MAYA), 8),
    ("/clients/:client/sessions/:session/offer", Some(MAYA), 8),
    ("/clients/:client/sessions/:session/late", Some(MAYA), 8),
    ("/clients/:client/book", Some(MAYA), 12),
    ("/availability", Some(MAYA), 8),
    ("/availability/save", Some(MAYA), 2),
    ("/availability/saved", Some(MAYA), 2),
    ("/availability/day-off", Some(MAYA), 2),
    ("/availability/away", Some(MAYA), 2),
    ("/availability/zone", Some(MAYA), 4),
    ("/sessions", Some(DANIEL), 3),
    ("/tasks", Some(NOOR), 3),
    ("/account", Some(MAYA), 3),
    ("/account/pause", Some(MAYA), 4),
    ("/account/return", Some(MAYA), 4),
    ("/demo/mail", Some(MAYA), 2),
    ("/demo/mail/:file", Some(MAYA), 2),
    ("/demo/provider", Some(MAYA), 4),
];

async fn count(house: &House, session: &str, pattern: &str, who: Option<Member>) -> u64 {
    let path = pattern
        .replace(":client", &DANIEL.id().to_string())
        .replace(":session", session)
        .replace(":token", &"A".repeat(43))
        .replace(":file", "none.eml");
    let cookie = match who {
        Some(member) => house.sign_in(member).await,
        None => String::new(),
    };
    let before = house.backend.store.statements();
    let page = house.get(&path, &cookie).await;
    assert!(page.contains("</html>"), "{path}");
    house.backend.store.statements() - before
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_asks_as_little_for_a_thousand_sessions_as_for_ten() {
    let listed: Vec<&str> = MOST.iter().map(|(pattern, ..)| *pattern).collect();
    let pages: Vec<&str> = PAGES.iter().map(|(pattern, _)| *pattern).collect();
    assert_eq!(listed, pages, "a page is missing from the table");

    let mut found = vec![Vec::new(); MOST.len()];
    for sessions in [0, 10, 1000] {
        let house = House::with_sessions(Place::sqlite(), sessions).await;
        let nothing = "01900000-0000-7000-8000-00000000beef".to_owned();
        let session = match sessions {
            0 => nothing,
            _ => {
                house
                    .text("SELECT id FROM session ORDER BY id DESC LIMIT 1")
                    .await
            }
        };
        for ((pattern, who, _), found) in MOST.iter().zip(&mut found) {
            found.push(count(&house, &session, pattern, *who).await);
        }
        house.leave().await;
    }
    println!("statements: with no session, ten, a thousand (and the most that is allowed)");
    for ((pattern, _, most), found) in MOST.iter().zip(&found) {
        println!("statements of {pattern}: {found:?} (≤ {most})");
    }
    for ((pattern, _, most), found) in MOST.iter().zip(&found) {
        assert!(
            found.iter().all(|found| found <= most),
            "{pattern}: {found:?} (≤ {most})"
        );
    }
}
