//! The gate: a request that may change something must come from our own pages.
//!
//! Leptos has no protection against forged requests, by design. Browsers say where a request comes
//! from (`Sec-Fetch-Site`, and on plain http only `Origin`), and a page cannot forge either. What
//! says nothing is refused: a person's browser always says something. Machines that post here
//! (webhooks) prove themselves by a signature and are routed around the gate.

use crate::notice::{Asker, Notice};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, Method, StatusCode, header};
use std::sync::Arc;

const FOREIGN: Notice = Notice {
    status: StatusCode::FORBIDDEN,
    title: "This came from another site",
    happened: "The form was sent from a page that is not ours, so nothing was done.",
    remedy: "Open Kept itself and do it there. If you were on our page, reload it and try again.",
};

/// Knows our own origin; without a configured one it is `http://` and the Host header.
#[derive(Clone)]
pub struct Gate(Option<Arc<str>>);

impl Gate {
    pub fn new(origin: Option<String>) -> Self {
        Self(origin.map(Arc::from))
    }

    fn admits(&self, method: &Method, headers: &HeaderMap) -> bool {
        if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
            return true;
        }
        match (
            only(headers, "sec-fetch-site"),
            only(headers, header::ORIGIN.as_str()),
        ) {
            (Said::Once(site), _) => site == "same-origin" || site == "none",
            (Said::Nothing, Said::Once(origin)) => self.is_ours(origin, headers),
            _ => false,
        }
    }

    fn is_ours(&self, origin: &str, headers: &HeaderMap) -> bool {
        match (&self.0, only(headers, header::HOST.as_str())) {
            (Some(ours), _) => origin == &**ours,
            (None, Said::Once(host)) => origin.strip_prefix("http://") == Some(host),
            _ => false,
        }
    }
}

pub async fn guard(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    if gate.admits(request.method(), request.headers()) {
        next.run(request).await
    } else {
        FOREIGN.to(&Asker::of(&request))
    }
}

/// A header said twice, or in bytes that are no text, is as good as a lie.
enum Said<'a> {
    Nothing,
    Once(&'a str),
    Badly,
}

fn only<'a>(headers: &'a HeaderMap, name: &str) -> Said<'a> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Said::Nothing,
        (Some(value), None) => value.to_str().map_or(Said::Badly, Said::Once),
        _ => Said::Badly,
    }
}

#[cfg(test)]
mod tests {
    use super::Gate;
    use http::{HeaderMap, HeaderName, HeaderValue, Method};

    fn check(gate: Option<&str>, method: Method, said: &[(&str, &str)], admitted: bool) {
        let mut headers = HeaderMap::new();
        for (name, value) in said {
            let name = HeaderName::try_from(*name).expect("a header name");
            headers.append(name, HeaderValue::from_str(value).expect("a header value"));
        }
        let gate = Gate::new(gate.map(String::from));
        assert_eq!(
            gate.admits(&method, &headers),
            admitted,
            "{method} {said:?}"
        );
    }

    const HOST: (&str, &str) = ("host", "127.0.0.1:3000");
    const OURS: (&str, &str) = ("origin", "http://127.0.0.1:3000");

    #[test]
    fn reading_is_open_to_everyone() {
        check(
            None,
            Method::GET,
            &[HOST, ("sec-fetch-site", "cross-site")],
            true,
        );
        check(None, Method::HEAD, &[HOST], true);
        check(None, Method::OPTIONS, &[HOST], true);
    }

    #[test]
    fn a_change_must_come_from_our_own_page() {
        for (site, admitted) in [
            ("same-origin", true),
            ("none", true),
            ("same-site", false),
            ("cross-site", false),
        ] {
            check(
                None,
                Method::POST,
                &[HOST, ("sec-fetch-site", site)],
                admitted,
            );
            check(
                None,
                Method::DELETE,
                &[HOST, ("sec-fetch-site", site)],
                admitted,
            );
        }
    }

    #[test]
    fn a_foreign_fetch_is_refused_even_when_its_origin_looks_like_ours() {
        check(
            None,
            Method::POST,
            &[HOST, OURS, ("sec-fetch-site", "cross-site")],
            false,
        );
    }

    #[test]
    fn an_older_browser_is_known_by_its_origin() {
        check(None, Method::POST, &[HOST, OURS], true);
        for foreign in [
            "http://evil.example",
            "https://127.0.0.1:3000",
            "http://127.0.0.1",
            "null",
        ] {
            check(None, Method::POST, &[HOST, ("origin", foreign)], false);
        }
    }

    #[test]
    fn behind_a_proxy_the_configured_origin_counts_and_not_the_host() {
        let public = Some("https://kept.example");
        check(
            public,
            Method::POST,
            &[HOST, ("origin", "https://kept.example")],
            true,
        );
        check(public, Method::POST, &[HOST, OURS], false);
    }

    #[test]
    fn silence_and_contradiction_are_refused() {
        check(None, Method::POST, &[HOST], false);
        check(None, Method::POST, &[OURS], false);
        check(None, Method::POST, &[HOST, OURS, OURS], false);
        let twice = [
            HOST,
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "cross-site"),
        ];
        check(None, Method::POST, &twice, false);
    }
}
