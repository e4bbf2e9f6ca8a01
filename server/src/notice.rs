//! What a person reads when the server itself says no: what happened, and what to do now.
//!
//! A browser gets a page, the thin form (which asks for JSON) gets the same words as plain text
//! and shows them beside what was typed. Never a trace, never what was sent.

use app::{Assets, Caller};
use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use futures::FutureExt;
use http::{StatusCode, header::ACCEPT};
use std::{panic::AssertUnwindSafe, sync::Arc};

pub struct Notice {
    pub status: StatusCode,
    pub title: &'static str,
    pub happened: &'static str,
    pub remedy: &'static str,
}

const WRONG_METHOD: Notice = Notice {
    status: StatusCode::METHOD_NOT_ALLOWED,
    title: "This address works differently",
    happened: "The address exists, but it cannot be opened or sent to in this way.",
    remedy: "Go to the first page and find what you need from there.",
};

pub const BROKEN: Notice = Notice {
    status: StatusCode::INTERNAL_SERVER_ERROR,
    title: "Something went wrong on our side",
    happened: "The server stumbled over this request. It has been noted.",
    remedy: "Reload the page to see how things stand before you try again.",
};

/// Answers a known address that was asked in a way it does not know.
pub async fn wrong_method(request: Request) -> Response {
    WRONG_METHOD.to(&Asker::of(&request))
}

/// Turns a panic into a page: without this the connection would simply break.
pub async fn catch_panic(request: Request, next: Next) -> Response {
    let asker = Asker::of(&request);
    let caller = request.extensions().get::<Caller>().cloned();
    AssertUnwindSafe(next.run(request))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| {
            let request = caller.map(|caller| caller.request);
            tracing::error!(request = request.as_deref(), "a request panicked");
            BROKEN.to(&asker)
        })
}

/// Who asked, as far as a notice has to know.
pub struct Asker {
    reads_html: bool,
    stylesheet: Stylesheet,
    /// What the log calls the request.
    request: Option<Arc<str>>,
}

impl Asker {
    pub fn of(request: &Request) -> Self {
        let accept = request
            .headers()
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok());
        let caller = request.extensions().get::<Caller>();
        Self {
            reads_html: accept.is_none_or(|accept| !accept.starts_with("application/json")),
            stylesheet: request.extensions().get().cloned().unwrap_or_default(),
            request: caller.map(|caller| caller.request.clone()),
        }
    }
}

/// Where the stylesheet is, if there is one: an extension of every request.
#[derive(Clone, Default)]
pub struct Stylesheet(Option<Assets>);

impl Stylesheet {
    pub fn of(assets: Assets) -> Self {
        Self(Some(assets))
    }

    fn link(&self) -> String {
        let href = self.0.as_ref().map(|assets| &assets.0.style);
        href.map(|href| format!(r#"<link rel="stylesheet" href="{href}">"#))
            .unwrap_or_default()
    }
}

impl Notice {
    pub fn to(&self, asker: &Asker) -> Response {
        self.with(asker, "")
    }

    /// With `more` below the words, which is HTML.
    pub fn with(&self, asker: &Asker, more: &str) -> Response {
        let Self {
            status,
            title,
            happened,
            remedy,
        } = self;
        if !asker.reads_html {
            return (*status, format!("{happened} {remedy}")).into_response();
        }
        let status_line = status.as_u16();
        let head = asker.stylesheet.link();
        let quote = match &asker.request {
            Some(request) if status.is_server_error() => {
                format!("\n<p>If you write to the team about it, quote {request}.</p>")
            }
            _ => String::new(),
        };
        let page = format!(
            r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Kept</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
{head}
</head>
<body>
<main class="error-page">
<p class="code">{status_line}</p>
<h1>{title}</h1>
<p>{happened}</p>
<p>{remedy}</p>{quote}
{more}
<p class="row"><a href="/">Go to the first page</a></p>
</main>
</body>
</html>
"#
        );
        (*status, Html(Body::from(page))).into_response()
    }
}
