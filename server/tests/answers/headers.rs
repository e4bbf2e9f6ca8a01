//! What every answer carries, and what a page may hold under its own policy.

use super::page::tags;
use super::subjects::Subjects;
use super::visitor::{Answer, HTML, Visitor};
use super::world::World;
use app::routes::PAGES;
use backend::seed::cast::CAST;
use http::Method;

/// Every page of everybody, what is no page to them, and what is no page at all.
async fn check_every_page(check: impl Fn(&Answer, &str)) {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    let mut visitors = vec![world.stranger()];
    for member in CAST {
        visitors.push(world.sign_in(member).await);
    }
    let no_page = "/no-such-page".to_owned();
    let pages = PAGES.iter().map(|(pattern, _)| subjects.path(pattern));
    let pages: Vec<String> = pages.chain([no_page]).collect();
    for visitor in &visitors {
        for path in &pages {
            check(&visitor.get(path).await, path);
        }
    }
    for answer in refusals(&world.stranger()).await {
        check(&answer, "a refusal");
    }
}

/// The pages that the server makes without the app.
async fn refusals(stranger: &Visitor) -> [Answer; 3] {
    let large = "x".repeat(70_000);
    let none: [(&str, &str); 0] = [];
    [
        stranger
            .ask(Method::POST, "/do/sign_in", &[HTML], String::new())
            .await,
        stranger
            .submit("/do/sign_in", "/sign-in", &[("email", &*large)])
            .await,
        stranger.submit("/today", "/today", &none).await,
    ]
}

#[tokio::test]
async fn every_script_of_a_page_carries_the_nonce_of_its_own_answer() {
    check_every_page(|answer, path| {
        let nonce = answer.nonce();
        for tag in tags(&answer.text).iter().filter(|tag| tag.name == "script") {
            assert_eq!(tag.attribute("nonce").as_deref(), Some(nonce), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn two_answers_have_two_nonces() {
    let world = World::demo().await;
    let stranger = world.stranger();
    let (one, two) = (
        stranger.get("/sign-in").await,
        stranger.get("/sign-in").await,
    );
    assert_ne!(one.nonce(), two.nonce());
    assert!(one.nonce().len() >= 20, "{}", one.nonce());
}

#[tokio::test]
async fn nothing_on_a_page_needs_what_its_policy_refuses() {
    check_every_page(|answer, path| {
        for tag in tags(&answer.text) {
            assert_ne!(tag.name, "style", "{path}");
            for name in tag.names() {
                assert_ne!(name, "style", "{path}: <{}>", tag.name);
                assert!(!name.starts_with("on"), "{path}: <{} {name}>", tag.name);
            }
            for link in ["href", "src", "action", "formaction"] {
                let to = tag.attribute(link).unwrap_or_default();
                assert!(!to.starts_with("javascript:"), "{path}: {to}");
                assert!(!to.starts_with("http"), "{path} leads out: {to}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn every_page_carries_the_headers_and_is_stored_nowhere() {
    check_every_page(|answer, path| {
        check_headers(answer, path);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    })
    .await;
}

fn check_headers(answer: &Answer, path: &str) {
    let policy = answer.header("content-security-policy");
    let scripts = format!(
        "script-src 'self' 'nonce-{}' 'wasm-unsafe-eval';",
        answer.nonce()
    );
    assert!(
        policy.starts_with("default-src 'none';"),
        "{path}: {policy}"
    );
    for part in [
        &*scripts,
        "style-src 'self';",
        "base-uri 'none';",
        "form-action 'self';",
    ] {
        assert!(policy.contains(part), "{path}: {policy}");
    }
    assert!(
        policy.ends_with("frame-ancestors 'none'"),
        "{path}: {policy}"
    );
    for (name, value) in [
        ("referrer-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{path}");
    }
}

#[tokio::test]
async fn files_and_server_functions_carry_the_headers_too() {
    let world = World::demo().await;
    let stranger = world.stranger();
    for path in ["/favicon.svg", "/pkg/kept.2b.js", "/do/sign_in"] {
        check_headers(&stranger.get(path).await, path);
    }
    let none: [(&str, &str); 0] = [];
    let answer = stranger.send("/do/load_cast", &none).await;
    check_headers(&answer, "/do/load_cast");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn only_files_are_kept_and_only_hashed_ones_for_good() {
    let world = World::demo().await;
    for (path, keeping) in [
        ("/pkg/kept.gone.js", "no-store"),
        ("/favicon.svg", "public, max-age=86400"),
        ("/pkg/kept.2b.js", "public, max-age=31536000, immutable"),
    ] {
        let answer = world.stranger().get(path).await;
        assert_eq!(answer.header("cache-control"), keeping, "{path}");
    }
}

#[tokio::test]
async fn a_browser_that_knows_brotli_gets_the_copy_made_at_build_time() {
    let world = World::demo().await;
    let stranger = world.stranger();
    let said = [("accept-encoding", "gzip, br")];
    let path = "/pkg/kept.2b.js";
    let answer = stranger.ask(Method::GET, path, &said, String::new()).await;
    assert_eq!(answer.header("content-encoding"), "br");
    assert_eq!(answer.text, "squeezed");
    assert!(answer.header("vary").contains("accept-encoding"));
    assert_eq!(stranger.get(path).await.text, "plain");
}
