//! What never runs: forms from elsewhere, the wrong method, too much at once.

use super::rows::everything;
use super::subjects::Subjects;
use super::visitor::{Answer, FORM, HTML, JSON, OURS, Visitor, encoded};
use super::world::World;
use app::routes::{self, ENDPOINTS, PAGES};
use backend::seed::cast::MAYA;
use http::{Method, StatusCode};

const FOREIGN: [&[(&str, &str)]; 7] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[
        ("sec-fetch-site", "cross-site"),
        ("origin", "http://127.0.0.1:3000"),
    ],
    &[("origin", "https://evil.example")],
    &[("origin", "http://127.0.0.1:4000")],
    &[("origin", "null")],
    // No browser is that silent.
    &[],
];

#[tokio::test]
async fn a_form_from_elsewhere_is_refused_before_anything_runs() {
    for (endpoint, _) in ENDPOINTS {
        let (world, maya, body) = sound(endpoint).await;
        let (before, clock) = (everything(&world).await, world.backend.clock.now());
        for foreign in FOREIGN {
            let said: Vec<_> = foreign.iter().copied().chain([HTML, FORM]).collect();
            let answer = maya.ask(Method::POST, endpoint, &said, body.clone()).await;
            check_refused(&answer, &format!("{endpoint} {foreign:?}"));
        }
        assert_eq!(everything(&world).await, before, "{endpoint}");
        assert_eq!(world.backend.clock.now(), clock, "{endpoint}");
    }
}

/// A form that would be carried out, in a world of its own: some of them need that something was
/// done before, and that would be in the way of others.
async fn sound(endpoint: &str) -> (World, Visitor, String) {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    let body = encoded(&subjects.fields(&world, endpoint).await);
    let maya = world.sign_in(MAYA).await;
    (world, maya, body)
}

fn check_refused(answer: &Answer, what: &str) {
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
    assert!(
        answer.text.contains("<h1>This came from another site</h1>"),
        "{what}"
    );
    assert!(
        answer.text.contains("/pkg/kept.1a.css"),
        "{what}: it looks like our other pages"
    );
    assert_eq!(answer.header("set-cookie"), "", "{what}");
    assert_eq!(answer.header("location"), "", "{what}");
}

#[tokio::test]
async fn whatever_is_posted_to_from_elsewhere_is_refused() {
    let world = World::demo().await;
    for path in [
        "/",
        "/today",
        "/no-such-page",
        "/favicon.svg",
        "/do/no_such_function",
    ] {
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let stranger = world.stranger();
            let answer = stranger
                .ask(method.clone(), path, &[HTML], String::new())
                .await;
            check_refused(&answer, &format!("{method} {path}"));
        }
    }
}

#[tokio::test]
async fn the_thin_form_is_refused_in_plain_words() {
    let world = World::demo().await;
    let said = [JSON, FORM, ("sec-fetch-site", "cross-site")];
    let stranger = world.stranger();
    let answer = stranger
        .ask(Method::POST, "/do/sign_in", &said, String::new())
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(
        answer
            .text
            .starts_with("The form was sent from a page that is not ours")
    );
}

#[tokio::test]
async fn a_server_function_is_never_run_by_opening_it() {
    for (endpoint, _) in ENDPOINTS {
        let (world, maya, fields) = sound(endpoint).await;
        let (before, clock) = (everything(&world).await, world.backend.clock.now());
        for path in [(*endpoint).to_owned(), format!("{endpoint}?{fields}")] {
            for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
                let what = format!("{method} {endpoint}");
                let answer = maya.ask(method, &path, &[HTML, OURS], fields.clone()).await;
                check_wrong_method(&answer, &what);
            }
        }
        assert_eq!(everything(&world).await, before, "{endpoint}");
        assert_eq!(world.backend.clock.now(), clock, "{endpoint}");
    }
}

#[tokio::test]
async fn a_page_takes_no_form() {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    let maya = world.sign_in(MAYA).await;
    for (pattern, _) in PAGES {
        let path = subjects.path(pattern);
        for method in [Method::POST, Method::PUT, Method::DELETE] {
            let what = format!("{method} {path}");
            let answer = maya.ask(method, &path, &[HTML, OURS], String::new()).await;
            check_wrong_method(&answer, &what);
        }
    }
}

fn check_wrong_method(answer: &Answer, what: &str) {
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{what}");
    assert!(!answer.header("allow").is_empty(), "{what}");
    if !what.starts_with("HEAD") {
        assert!(
            answer
                .text
                .contains("<h1>This address works differently</h1>"),
            "{what}"
        );
    }
}

#[tokio::test]
async fn as_many_kibibytes_as_are_allowed_are_heard_and_one_byte_more_is_not() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let session = Subjects::of(&world).await.next.to_string();
    let before = everything(&world).await;
    let most = 256 * 1024 - encoded(&[("session", &*session), ("note", "")]).len();
    for (length, status) in [
        (most, StatusCode::OK),
        (most + 1, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let fields = [("session", session.clone()), ("note", "x".repeat(length))];
        let answer = maya.send(routes::DO_CANCEL_SESSION, &fields).await;
        assert_eq!(answer.status, status, "{length}");
    }
    check_too_large(&maya, &session).await;
    assert_eq!(everything(&world).await, before);
}

async fn check_too_large(maya: &Visitor, session: &str) {
    let fields = [
        ("session", session.to_owned()),
        ("note", "x".repeat(270_000)),
    ];
    let answer = maya.send(routes::DO_CANCEL_SESSION, &fields).await;
    assert!(
        answer
            .text
            .starts_with("What was sent is larger than 256 KiB")
    );
    let answer = maya
        .submit(routes::DO_CANCEL_SESSION, "/today", &fields)
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text.contains("<h1>That was too much at once</h1>"));
}
