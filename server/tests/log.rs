//! The log of a journey: one line a request, and nothing of anybody in any of them.
//!
//! One test alone in its program: a log is the whole process's.

#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/form.rs"]
mod form;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/page.rs"]
mod page;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/subjects.rs"]
mod subjects;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/visitor.rs"]
mod visitor;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/world.rs"]
mod world;

use app::routes;
use backend::seed::cast::{CAST, DANIEL, MAYA, TOMAS};
use form::Form;
use serde_json::Value;
use server::log::{Format, subscriber, tell_of_panics};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use subjects::Subjects;
use tracing_subscriber::EnvFilter;
use visitor::{HTML, OURS};
use world::World;

const PASSWORD: &str = "correct horse battery";
const WORDS: &str = "My daughter is ill and I have to go home";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn take(&self) -> String {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8(std::mem::take(&mut *log)).expect("text")
    }
}

fn listen() -> Log {
    let log = Log::default();
    let to = log.clone();
    let lines = subscriber(Format::Json, EnvFilter::new("info"), move || to.clone());
    tracing::subscriber::set_global_default(lines).expect("the only log");
    tell_of_panics();
    log
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journey_leaves_a_line_a_request_and_none_of_it_is_about_anybody() {
    let world = World::demo().await;
    let log = listen();
    let subjects = Subjects::of(&world).await;
    let stranger = world.stranger();
    let guess = [("email", DANIEL.email), ("password", PASSWORD)];
    stranger
        .submit(routes::DO_SIGN_IN, "/sign-in", &guess)
        .await;
    stranger
        .get("/welcome/a-token-that-nobody-has?name=Maya")
        .await;
    stranger
        .get("/daniel@kept.example/Daniel-Reyes?words=daughter")
        .await;
    stranger.get("/favicon.svg").await;

    let maya = world.sign_in(MAYA).await;
    let page = routes::cancel(subjects.client, subjects.next);
    let form = Form::open(&maya, routes::DO_CANCEL_SESSION, &page).await;
    let form = form.typing(&[("cause", "other"), ("words", WORDS), ("note", WORDS)]);
    let form = form.look(&maya).await;
    assert_eq!(form.press(&maya, "do").await.status, 302);
    maya.get(&page).await;
    world.backend.worker().drain().await.unwrap();
    let tomas = world.sign_in(TOMAS).await;
    assert_eq!(tomas.get(&page).await.status, 404);
    let strange = http::Method::from_bytes(b"DAUGHTER").expect("a method");
    tomas
        .ask(strange, "/today", &[HTML, OURS], WORDS.into())
        .await;
    panics_over_her_words();
    // The machinery fails: what it says is about itself.
    world.backend.store.close().await;
    let broken = maya.get(&page).await;
    assert_eq!(broken.status, 503);

    let said = log.take();
    check_lines(&said, broken.header("x-request-id"));
    check_panic(&said);
    let mut secrets = vec![
        PASSWORD,
        "horse",
        WORDS,
        "daughter",
        "DAUGHTER",
        "kept.example",
        "a-token",
        "?",
        "draft=",
    ];
    secrets.extend(CAST.iter().flat_map(|member| member.name.split(' ')));
    let ids = [
        subjects.client.to_string(),
        subjects.next.to_string(),
        subjects.token,
    ];
    secrets.extend(ids.iter().map(String::as_str));
    for secret in secrets {
        let line = said.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret}");
    }
}

fn panics_over_her_words() {
    let panics = thread::Builder::new().name("at work".into());
    let panics = panics.spawn(|| panic!("cannot read {WORDS}")).unwrap();
    assert!(panics.join().is_err());
}

/// Where it was, and nothing of what it said.
fn check_panic(said: &str) {
    let lines = said.lines().map(serde_json::from_str::<Value>);
    let lines: Vec<Value> = lines.map(|line| line.expect("an object")).collect();
    let panics = lines.iter().filter(|line| line["target"] == "kept::panic");
    let [panic] = panics.collect::<Vec<_>>()[..] else {
        panic!("one panic: {said}")
    };
    assert_eq!(panic["level"], "ERROR");
    assert_eq!(panic["thread"], "at work");
    let place = panic["place"].as_str().expect("a place");
    assert!(place.contains("tests/log.rs:"), "{place}");
}

fn check_lines(said: &str, broken: &str) {
    let lines: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
        .collect();
    let requests: Vec<&Value> = lines
        .iter()
        .filter(|line| line["target"] == "kept::request")
        .collect();
    let find = |method: &str, route: &str, status: u16| {
        let found = requests.iter().find(|line| {
            line["method"] == method && line["route"] == route && line["status"] == status
        });
        let line = found.unwrap_or_else(|| panic!("{method} {route} {status}: {said}"));
        assert!(line["ms"].as_f64().is_some_and(|ms| ms > 0.0), "{line}");
        assert_eq!(line["id"].as_str().map(str::len), Some(12), "{line}");
        line["id"].as_str().expect("text").to_owned()
    };
    let cancel = "/clients/{client}/sessions/{session}/cancel";
    find("POST", "/do/sign_in", 302);
    find("GET", "/welcome/{token}", 404);
    find("GET", "(none)", 404);
    find("GET", "(file)", 200);
    find("GET", cancel, 200);
    find("POST", "/do/cancel_session", 302);
    find("GET", cancel, 404);
    find("(other)", "/today", 405);
    // Whoever quotes the name on the answer leads to the line that says what failed.
    assert_eq!(find("GET", cancel, 503), broken);
    let fault = lines
        .iter()
        .find(|line| line["level"] == "ERROR" && line["request"] == broken);
    assert!(fault.is_some(), "{said}");
}
