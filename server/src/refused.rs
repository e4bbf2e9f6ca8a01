//! A plain form that the server would not hear: signed in as someone else, about what is not
//! there, or sent in pieces.
//!
//! Leptos would show the bare error, or lead back to the form as if nothing had been sent, with
//! the error in the address. Here it becomes a page. Where the app itself leads the reader on
//! (to sign in, to a draft), that stands.

use crate::again;
use crate::notice::{Asker, BROKEN, Notice};
use axum::{extract::Request, middleware::Next, response::Response};
use http::{
    HeaderMap, StatusCode,
    header::{ACCEPT, LOCATION, RETRY_AFTER},
};
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;

const FORBIDDEN: Notice = Notice {
    status: StatusCode::FORBIDDEN,
    title: "This is for someone else",
    happened: "You are signed in as someone who cannot do this, so nothing was done.",
    remedy: "Sign in with another account, or go to your own first page.",
};

const NOT_FOUND: Notice = Notice {
    status: StatusCode::NOT_FOUND,
    title: "There is nothing at this address",
    happened: "What the form is about does not exist, or belongs to another account, so nothing \
               was done.",
    remedy: "Go to your first page and find what you need from there.",
};

const GARBLED: Notice = Notice {
    status: StatusCode::BAD_REQUEST,
    title: "That could not be read",
    happened: "The form did not arrive as the page has it, so nothing was done.",
    remedy: "Go back, reload the page, and send it again.",
};

const TOO_OFTEN: Notice = Notice {
    status: StatusCode::TOO_MANY_REQUESTS,
    title: "That was too much in too short a time",
    happened: "More was sent in a minute than a person can press, so this was not done.",
    remedy: "Wait a minute, then send it again.",
};

pub async fn in_words(request: Request, next: Next) -> Response {
    let asker = wants_a_page(request.headers()).then(|| Asker::of(&request));
    let (request, sent) = again::keep(request).await;
    let response = next.run(request).await;
    let Some(asker) = asker.filter(|_| is_refusal(response.headers())) else {
        return response;
    };
    let notice = words(response.status());
    let mut page = match again::is_needed(response.status()) {
        true => again::offer(&notice, &asker, &sent),
        false => notice.to(&asker),
    };
    if let Some(wait) = response.headers().get(RETRY_AFTER) {
        page.headers_mut().insert(RETRY_AFTER, wait.clone());
    }
    page
}

/// As leptos tells a plain form from a thin one.
fn wants_a_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// An error that leads nowhere, or only to where leptos leads with it.
fn is_refusal(headers: &HeaderMap) -> bool {
    let to = headers.get(LOCATION).and_then(|value| value.to_str().ok());
    headers.contains_key(SERVER_FN_ERROR_HEADER) && to.is_none_or(|to| to.contains("__err="))
}

fn words(status: StatusCode) -> Notice {
    match status {
        StatusCode::FORBIDDEN => FORBIDDEN,
        StatusCode::NOT_FOUND => NOT_FOUND,
        StatusCode::BAD_REQUEST => GARBLED,
        StatusCode::TOO_MANY_REQUESTS => TOO_OFTEN,
        StatusCode::SERVICE_UNAVAILABLE => again::UNAVAILABLE,
        _ => BROKEN,
    }
}
