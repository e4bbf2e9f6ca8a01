//! What does not exist, or cannot be read: a page in words, never a trace, and nothing of
//! anybody's on it.

use super::rows::everything;
use super::subjects::Subjects;
use super::visitor::{Answer, FORM, HTML, JSON, OURS};
use super::world::World;
use app::routes::{self, ENDPOINTS};
use backend::seed::cast::{CAST, MAYA};
use http::{Method, StatusCode};

const NOTHING: &str = "01900000-0000-7000-8000-00000000beef";

/// What only a programmer would recognise, and whose name is on it but the reader's own.
fn check_tells_nothing(answer: &Answer, what: &str) {
    for trace in [
        "panicked",
        "RUST_BACKTRACE",
        ".rs:",
        "sqlx",
        "SELECT ",
        "server function",
    ] {
        assert!(!answer.text.contains(trace), "{what}: {trace}");
    }
    let others = CAST.iter().filter(|member| member.number != MAYA.number);
    for secret in others.flat_map(|other| [other.name, other.email]) {
        assert!(!answer.text.contains(secret), "{what}: {secret}");
    }
    assert!(!answer.text.contains('£'), "{what}");
}

#[tokio::test]
async fn an_address_without_a_page_says_so() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let long = format!("/{}", "x".repeat(8000));
    for path in [
        "/no-such-page",
        "/today//",
        "//today",
        "//evil.example/",
        "/today/more",
        "/clients/7/sessions",
        "/do",
        "/do/no_such_function",
        "/pkg/kept.gone.js",
        "/pkg",
        "/..%2f..%2fetc/passwd",
        "/%00",
        "/%ff",
        &long,
    ] {
        for visitor in [&maya, &world.stranger()] {
            let answer = visitor.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(
                answer.text.contains("<title>Page not found · Kept</title>"),
                "{path}"
            );
            check_tells_nothing(&answer, path);
        }
    }
}

#[tokio::test]
async fn a_slash_too_many_leads_to_the_page_without_it() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    for (path, to) in [("/today/", "/today"), ("/clients/?x=1", "/clients?x=1")] {
        let answer = maya.get(path).await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{path}");
        assert_eq!(answer.location(), to, "{path}");
    }
}

#[tokio::test]
async fn what_does_not_exist_or_cannot_be_an_id_looks_the_same() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let client = Subjects::of(&world).await.client;
    let huge = "9".repeat(4000);
    for id in [
        NOTHING,
        "7",
        "-1",
        "null",
        "%27%20OR%201%3D1",
        "%F0%9F%92%A5",
        "%ff",
        &huge,
    ] {
        let (of_client, own) = (format!("/clients/{id}"), format!("/clients/{client}"));
        let pages = ["", "/cancel", "/refund", "/attendance"];
        let sessions = pages.map(|page| format!("{own}/sessions/{id}{page}"));
        let mails = [
            format!("/demo/mail/{id}"),
            format!("/demo/mail/..%2F{id}.eml"),
        ];
        for path in [of_client].into_iter().chain(sessions).chain(mails) {
            let answer = maya.get(&path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            let title = "<h1>There is nothing at this address";
            assert!(answer.text.contains(title), "{path}");
        }
        let answer = maya.get(&format!("/clients/{id}")).await;
        check_tells_nothing(&answer, id);
    }
}

#[tokio::test]
async fn a_question_that_makes_no_sense_is_passed_over() {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    let maya = world.sign_in(MAYA).await;
    let client = routes::client(subjects.client);
    let cancel = routes::cancel(subjects.client, subjects.next);
    let long = "x".repeat(8000);
    for question in [
        "past=0",
        "past=-1",
        "past=99999999999999",
        "past=%ff",
        "&&==&",
        &long,
    ] {
        let answer = maya.get(&format!("{client}?{question}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{question}");
    }
    for question in ["draft=7", "draft=", "draft=%ff", "draft=1&draft=2", &long] {
        let answer = maya.get(&format!("{cancel}?{question}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{question}");
    }
    for question in [
        "next=%ff",
        "next=//evil.example",
        "next=%0d%0aset-cookie:x",
        &long,
    ] {
        let answer = world.stranger().get(&format!("/sign-in?{question}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{question}");
        assert!(!answer.text.contains("href=\"//evil"), "{question}");
    }
}

#[tokio::test]
async fn a_link_of_no_use_says_so() {
    let world = World::demo().await;
    for token in ["7", "%ff", &"A".repeat(43), &"x".repeat(4000)] {
        let answer = world.stranger().get(&format!("/welcome/{token}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{token}");
        assert!(answer.text.contains("This link does not work"), "{token}");
    }
}

#[tokio::test]
async fn a_form_in_pieces_is_answered_by_a_page_and_does_nothing() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let before = everything(&world).await;
    let json = ("content-type", "application/json");
    let needed = [
        routes::DO_CANCEL_SESSION,
        routes::DO_RECORD_ATTENDANCE,
        routes::DO_GIVE_BACK,
        routes::DO_SET_PASSWORD,
        routes::DO_SIGN_IN_AS,
        "/do/load_client",
    ];
    for endpoint in needed {
        for (kind, body) in [(FORM, ""), (FORM, "%ff=%ff&=&&"), (json, "{\"session\":")] {
            let said = [HTML, OURS, kind, ("referer", "http://127.0.0.1:3000/today")];
            let answer = maya.ask(Method::POST, endpoint, &said, body.into()).await;
            let what = format!("{endpoint} {body}");
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{what}");
            let thin = [JSON, OURS, kind];
            let told = maya.ask(Method::POST, endpoint, &thin, body.into()).await;
            assert_eq!(told.status, StatusCode::BAD_REQUEST, "{what}");
            assert_eq!(told.text, "\"Garbled\"", "{what}");
            assert!(answer.text.contains("<h1>"), "{what}: {}", answer.text);
            assert_eq!(answer.header("location"), "", "{what}");
            check_tells_nothing(&answer, &what);
        }
    }
    assert_eq!(everything(&world).await, before);
}

#[tokio::test]
async fn a_form_about_no_id_at_all_is_about_nothing() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    for (endpoint, _) in ENDPOINTS
        .iter()
        .filter(|(path, _)| DECISIONS.contains(path))
    {
        for session in ["7", "", NOTHING, "' OR 1=1 --", "\0"] {
            let fields = [
                ("session", session),
                ("cause", "unavailable"),
                ("intent", "do"),
            ];
            let answer = maya.send(endpoint, &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{endpoint} {session}");
            assert_eq!(answer.text, "\"NotFound\"", "{endpoint} {session}");
        }
    }
}

const DECISIONS: [&str; 3] = [
    routes::DO_CANCEL_SESSION,
    routes::DO_RECORD_ATTENDANCE,
    routes::DO_GIVE_BACK,
];
