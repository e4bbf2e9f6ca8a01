//! `/healthz`: the process is alive. `/readyz`: it can serve, with what it says no to by name,
//! and how far the outbox is behind. For machines: no page, nothing about anybody.

use crate::stop::Stopping;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use backend::Backend;
use backend::readiness::{Readiness, Works, check};
use http::StatusCode;
use serde_json::{Value, json};

pub const ALIVE: &str = "/healthz";
pub const READY: &str = "/readyz";

pub async fn alive() -> &'static str {
    "alive\n"
}

pub async fn ready(State((backend, stopping)): State<(Backend, Stopping)>) -> Response {
    let found = check(&backend).await;
    let stopping = stopping.is_told();
    let status = match found.is_ready() && !stopping {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, Json(told(&found, stopping))).into_response()
}

fn told(found: &Readiness, stopping: bool) -> Value {
    let word = |works| match works {
        Works::Yes => "ok",
        Works::No => "no",
    };
    json!({
        "ready": found.is_ready() && !stopping,
        "stopping": stopping,
        "database": word(found.database),
        "writer": word(found.writer),
        "migrations": word(found.migrations),
        "outbox": found.outbox.map(|lag| json!({
            "due": lag.due,
            "oldest_seconds": lag.oldest.map(|oldest| oldest.num_seconds()),
            "parked": lag.parked,
        })),
    })
}
