//! What the server answers, whole: every request here goes through the real router, over a front
//! end of three small files.

use axum::{
    Router,
    body::{Body, to_bytes},
};
use http::{HeaderMap, Method, Request, StatusCode};
use server::config::Config;
use std::fs;
use tempfile::TempDir;
use tower::ServiceExt;

const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");
const JSON: (&str, &str) = ("accept", "application/json");
const HTML: (&str, &str) = ("accept", "text/html");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

struct World {
    router: Router,
    _site: TempDir,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl World {
    fn new() -> Self {
        let site = TempDir::new().expect("a folder");
        let write = |name: &str, text: &str| fs::write(site.path().join(name), text).expect(name);
        fs::create_dir(site.path().join("pkg")).expect("a folder");
        write("hash.txt", "css: 1a\njs: 2b\nwasm: 3c\n");
        write("favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
        write("pkg/kept.2b.js", "plain");
        write("pkg/kept.2b.js.br", "squeezed");

        let path = site.path().to_path_buf();
        let config = Config {
            address: String::new(),
            origin: None,
            site: path,
        };
        let router = server::router(&config, app::Services::default()).expect("a router");
        Self {
            router,
            _site: site,
        }
    }

    async fn ask(&self, method: Method, path: &str, said: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "kept.test");
        for (name, value) in said {
            request = request.header(*name, *value);
        }
        let request = request
            .body(Body::from(body.to_owned()))
            .expect("a request");
        let answer = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, 1 << 20).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text,
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[HTML], "").await
    }
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    fn nonce(&self) -> &str {
        let policy = self.header("content-security-policy");
        let (_, rest) = policy.split_once("'nonce-").expect("a nonce");
        rest.split_once('\'').expect("the end of the nonce").0
    }
}

#[tokio::test]
async fn every_script_of_a_page_carries_the_nonce_of_its_own_answer() {
    let world = World::new();
    for path in ["/", "/no-such-page"] {
        let (one, two) = (world.get(path).await, world.get(path).await);
        assert_ne!(one.nonce(), two.nonce());
        let allowed = format!("nonce=\"{}\"", one.nonce());
        for script in one.text.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap_or_default();
            assert!(tag.contains(&allowed), "{path}: <script{tag}>");
        }
        assert!(
            !one.text.contains(" style="),
            "{path}: the policy refuses style attributes"
        );
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let world = World::new();
    for path in ["/", "/no-such-page", "/favicon.svg", "/do/greet"] {
        let answer = world.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'nonce-"),
            "{path}"
        );
        assert!(policy.ends_with("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(
            answer.header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
    }
}

#[tokio::test]
async fn only_files_are_kept_and_only_hashed_ones_for_good() {
    let world = World::new();
    for (path, keeping) in [
        ("/", "no-store"),
        ("/no-such-page", "no-store"),
        ("/pkg/kept.gone.js", "no-store"),
        ("/favicon.svg", "public, max-age=86400"),
        ("/pkg/kept.2b.js", "public, max-age=31536000, immutable"),
    ] {
        assert_eq!(
            world.get(path).await.header("cache-control"),
            keeping,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_browser_that_knows_brotli_gets_the_copy_made_at_build_time() {
    let world = World::new();
    let said = [("accept-encoding", "gzip, br")];
    let answer = world.ask(Method::GET, "/pkg/kept.2b.js", &said, "").await;
    assert_eq!(
        (answer.header("content-encoding"), &*answer.text),
        ("br", "squeezed")
    );
    assert!(
        answer
            .header("vary")
            .to_ascii_lowercase()
            .contains("accept-encoding")
    );
    assert_eq!(world.get("/pkg/kept.2b.js").await.text, "plain");
}

#[tokio::test]
async fn a_page_that_does_not_exist_says_so() {
    let answer = World::new().get("/no-such-page").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(
        answer.text.contains("<title>Page not found · Kept</title>"),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused_in_words() {
    let world = World::new();
    for path in ["/do/greet", "/", "/no-such-page", "/favicon.svg"] {
        let answer = world
            .ask(Method::POST, path, &[HTML, FORM], "name=Ann")
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(
            answer.text.contains("<h1>This came from another site</h1>"),
            "{path}"
        );
        assert!(
            answer.text.contains("/pkg/kept.1a.css"),
            "{path}: it looks like our other pages"
        );
    }
}

#[tokio::test]
async fn the_wrong_method_gets_a_page_and_not_a_trace() {
    let world = World::new();
    let said = [HTML, OURS];
    for (method, path) in [
        (Method::GET, "/do/greet"),
        (Method::POST, "/"),
        (Method::PUT, "/"),
    ] {
        let answer = world.ask(method.clone(), path, &said, "").await;
        assert_eq!(
            answer.status,
            StatusCode::METHOD_NOT_ALLOWED,
            "{method} {path}"
        );
        assert!(answer.text.contains("<h1>"), "{method} {path}");
        assert!(!answer.header("allow").is_empty(), "{method} {path}");
    }
}

#[tokio::test]
async fn the_thin_form_gets_json_and_plain_words_when_it_cannot() {
    let world = World::new();
    let said = [JSON, FORM, OURS];
    let answer = world
        .ask(Method::POST, "/do/greet", &said, "name=Ann")
        .await;
    assert_eq!(
        (answer.status, &*answer.text),
        (StatusCode::OK, "\"Hello, Ann\"")
    );
    assert_eq!(answer.header("cache-control"), "no-store");

    let large = format!("name={}", "x".repeat(64 * 1024));
    let answer = world.ask(Method::POST, "/do/greet", &said, &large).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        answer
            .text
            .starts_with("What was sent is larger than 64 KiB"),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn a_plain_form_is_sent_on_and_a_page_never_is() {
    let world = World::new();
    let said = [HTML, FORM, OURS];
    let answer = world
        .ask(Method::POST, "/do/greet", &said, "name=A%26B")
        .await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(answer.header("location"), "/?name=A%26B");
    let page = world.get("/?name=A%26B").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Hello, A&amp;B"), "{}", page.text);
}
