//! How much a request may carry, and how long it may take to arrive.
//!
//! Leptos limits only some bodies; everything that people send here is a form, and the longest of
//! them is a therapist's time with as many dates and blocks as there can be, so one limit holds for
//! all. The body is read whole before anyone sees it: a handler never waits for a
//! slow sender.

use crate::notice::{Asker, Notice};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::Next,
    response::Response,
};
use http::StatusCode;
use std::time::Duration;
use tokio::time::timeout;

const MOST_BYTES: usize = 256 * 1024;
const PATIENCE: Duration = Duration::from_secs(15);

const TOO_LARGE: Notice = Notice {
    status: StatusCode::PAYLOAD_TOO_LARGE,
    title: "That was too much at once",
    happened: "What was sent is larger than 256 KiB, so nothing was done.",
    remedy: "Go back, shorten the text, and send it again.",
};

const TOO_SLOW: Notice = Notice {
    status: StatusCode::REQUEST_TIMEOUT,
    title: "The connection was too slow",
    happened: "The form did not arrive completely, so nothing was done.",
    remedy: "Go back and send it again.",
};

pub async fn hold(request: Request, next: Next) -> Response {
    let asker = Asker::of(&request);
    let (parts, body) = request.into_parts();
    match timeout(PATIENCE, to_bytes(body, MOST_BYTES)).await {
        Ok(Ok(bytes)) => {
            next.run(Request::from_parts(parts, Body::from(bytes)))
                .await
        }
        Ok(Err(_)) => TOO_LARGE.to(&asker),
        Err(_) => TOO_SLOW.to(&asker),
    }
}
