//! One line for every request, and none of it about a person: the route's pattern and not the
//! address, never a query, a body or a header. A request has a name, which an answer that shows
//! an error carries too (`x-request-id`), so that somebody can quote it.

use crate::caller::{self, Proxies};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method, StatusCode};
use std::time::Instant;
use std::{io, panic, thread};
use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How the lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For machines: an object a line.
    Json,
}

pub fn subscriber<W>(format: Format, filter: EnvFilter, to: W) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(to);
    match format {
        Format::Text => Box::new(lines.with_ansi(false).finish()),
        Format::Json => Box::new(lines.json().flatten_event(true).finish()),
    }
}

/// To standard error, as the settings say.
///
/// # Errors
/// Somebody else has begun a log.
pub fn begin(format: Format, filter: EnvFilter) -> Result<(), String> {
    let lines = subscriber(format, filter, io::stderr);
    tracing::subscriber::set_global_default(lines).map_err(|fault| fault.to_string())?;
    tell_of_panics();
    Ok(())
}

/// A panic is a line like any other, with its place. What it says may be about somebody, and is
/// left out.
pub fn tell_of_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let thread = thread::current();
        tracing::error!(
            target: "kept::panic",
            place = place.as_deref().unwrap_or("unknown"),
            thread = thread.name(),
            "panicked"
        );
    }));
}

/// The outermost of all: makes the request's name, and tells what came of it.
pub async fn line(State(proxies): State<Proxies>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let caller = caller::of(&request, &proxies);
    let id = caller.request.clone();
    let method = known(request.method());
    let pattern = request.extensions().get::<MatchedPath>().cloned();
    request.extensions_mut().insert(caller);

    let mut response = next.run(request).await;
    let status = response.status();
    if (status.is_client_error() || status.is_server_error())
        && let Ok(id) = HeaderValue::from_str(&id)
    {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    tracing::info!(
        target: "kept::request",
        id = &*id,
        method,
        route = pattern.as_ref().map_or(elsewhere(status), MatchedPath::as_str),
        status = status.as_u16(),
        ms = begun.elapsed().as_micros() as f64 / 1000.0,
    );
    response
}

/// Where no route is: addresses that somebody made up are not repeated.
fn elsewhere(status: StatusCode) -> &'static str {
    match status.is_success() || status == StatusCode::NOT_MODIFIED {
        true => "(file)",
        false => "(none)",
    }
}

fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "(other)",
    }
}
