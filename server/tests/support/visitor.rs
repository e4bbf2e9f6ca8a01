//! Somebody with a browser: asks for pages, sends forms as the thin form does, or plainly as a
//! browser without JavaScript does.

use super::world::ORIGIN;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::response::Response;
use http::{HeaderMap, Method, Request, StatusCode};
use std::borrow::Borrow;
use tower::ServiceExt;

pub const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");
pub const JSON: (&str, &str) = ("accept", "application/json");
pub const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[derive(Clone)]
pub struct Visitor {
    router: Router,
    cookie: Option<String>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Visitor {
    pub fn new(router: &Router, cookie: Option<String>) -> Visitor {
        let router = router.clone();
        Visitor { router, cookie }
    }

    /// The page at `path`.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[HTML], String::new()).await
    }

    /// What the thin form sends, and what a page fetches.
    pub async fn send<N: Borrow<str>, V: Borrow<str>>(
        &self,
        to: &str,
        fields: &[(N, V)],
    ) -> Answer {
        let said = [JSON, FORM, OURS];
        self.ask(Method::POST, to, &said, encoded(fields)).await
    }

    /// What a browser without JavaScript sends from the form on `page`.
    pub async fn submit<N: Borrow<str>, V: Borrow<str>>(
        &self,
        to: &str,
        page: &str,
        fields: &[(N, V)],
    ) -> Answer {
        let referer = format!("{ORIGIN}{page}");
        let said = [HTML, FORM, OURS, ("referer", &*referer)];
        self.ask(Method::POST, to, &said, encoded(fields)).await
    }

    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        said: &[(&str, &str)],
        body: String,
    ) -> Answer {
        let (parts, body) = self.sent(method, path, said, body).await.into_parts();
        let bytes = to_bytes(body, 1 << 22).await.expect("a body");
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// What is read for as long as it lasts.
    pub async fn open(&self, path: &str) -> Response {
        let said = [("accept", "*/*"), ("accept-encoding", "br, gzip"), OURS];
        self.sent(Method::GET, path, &said, String::new()).await
    }

    /// The page as it is sent to a browser that can read these codings.
    pub async fn accepting(&self, path: &str, codings: &str) -> Response {
        let said = [HTML, ("accept-encoding", codings)];
        self.sent(Method::GET, path, &said, String::new()).await
    }

    async fn sent(
        &self,
        method: Method,
        path: &str,
        said: &[(&str, &str)],
        body: String,
    ) -> Response {
        let host = ("host", "127.0.0.1:3000");
        let cookie = self.cookie.as_deref().map(|cookie| ("cookie", cookie));
        let headers = said.iter().copied().chain([host]).chain(cookie);
        let request = Request::builder().method(method).uri(path);
        let request = headers.fold(request, |request, (name, value)| {
            request.header(name, value)
        });
        let request = request.body(Body::from(body)).expect("a request");
        let router = self.router.clone();
        router.oneshot(request).await.expect("an answer")
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }

    /// Where the browser is sent on to: a path of ours.
    pub fn location(&self) -> &str {
        let location = self.header("location");
        location.strip_prefix(ORIGIN).unwrap_or(location)
    }

    pub fn nonce(&self) -> &str {
        let policy = self.header("content-security-policy");
        let (_, rest) = policy.split_once("'nonce-").expect("a nonce");
        rest.split_once('\'').expect("the end of the nonce").0
    }

    /// What the text is where it is to be the same for two requests.
    pub fn without_nonce(&self) -> String {
        self.text.replace(self.nonce(), "(nonce)")
    }
}

pub fn encoded<N: Borrow<str>, V: Borrow<str>>(fields: &[(N, V)]) -> String {
    let pair = |(name, value): &(N, V)| format!("{}={}", name.borrow(), quoted(value.borrow()));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}

fn quoted(text: &str) -> String {
    let quote = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(quote).collect()
}
