//! The headers that every answer carries: what the page may load, who may frame it, and how long
//! an answer may be kept.
//!
//! The nonce is made here, once an answer; `context.rs` hands the same one to leptos, so that its
//! scripts and no others run. Anything about a person is never stored; only files that carry
//! their content in their name are kept for good.

use crate::site::is_hashed;
use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::nonce::Nonce;

const FIXED: [(HeaderName, &str); 4] = [
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

pub async fn add(mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    let hashed = is_hashed(request.uri().path());
    request.extensions_mut().insert(nonce.clone());

    let mut response = next.run(request).await;
    let file = is_file(&response);
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&content_policy(&nonce)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static(keeping(file, hashed)));
    if file {
        // A cache in between must not hand the compressed copy to who cannot read it.
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

fn content_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// A file is known by its date of change, which no page has.
fn is_file(response: &Response) -> bool {
    let dated = response.headers().contains_key(header::LAST_MODIFIED);
    dated && response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED
}

fn keeping(file: bool, hashed: bool) -> &'static str {
    match (file, hashed) {
        (true, true) => "public, max-age=31536000, immutable",
        (true, false) => "public, max-age=86400",
        (false, _) => "no-store",
    }
}
