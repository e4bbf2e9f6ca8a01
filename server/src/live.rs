//! `/live`: open pages hear, by server-sent events, that something of theirs has changed. An
//! event is a topic and a revision; what it is, the page asks for as it always does. Who may
//! hear what is `backend::live`'s matter: whoever is signed in, or holds a personal link.
//!
//! A comment every quarter of a minute tells both sides that the other is there. On the way
//! down the house ends every stream, so that no open page holds up the stop.

use app::Services;
use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use backend::fault::Fault;
use backend::live::{Follower, Heard, NotFollowed, follow, follow_link};
use backend::login;
use backend::store::news::NotHeard;
use domain::permission::{Denied, FollowChanges, Permit, Subject, permit};
use futures::{StreamExt, stream};
use http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use std::convert::Infallible;
use std::fmt::Display;
use std::time::Duration;

const HEARTBEAT: Duration = Duration::from_secs(15);
/// A proxy that collects an answer before it passes it on would make it useless.
const UNBUFFERED: (HeaderName, &str) = (HeaderName::from_static("x-accel-buffering"), "no");

pub async fn stream(State(services): State<Services>, uri: Uri, headers: HeaderMap) -> Response {
    match begin(&services, &uri, &headers).await {
        Ok(follower) => answer(follower),
        Err(refused) => refused.into_response(),
    }
}

/// As `stream`, for the page behind a personal link.
pub async fn of_link(
    State(services): State<Services>,
    Path(token): Path<String>,
    uri: Uri,
) -> Response {
    match follow_link(&services.backend, token, age(&uri)).await {
        Ok(follower) => answer(follower),
        Err(NotFollowed::NotHeard(why)) => not_heard(why).into_response(),
        Err(NotFollowed::Fault(Fault::Denied(why))) => denied(why).into_response(),
        Err(NotFollowed::Fault(fault)) => broken(&fault).into_response(),
    }
}

/// Why nothing is heard, for whoever reads the wire: no page shows it.
type Refused = (StatusCode, &'static str);

async fn begin(services: &Services, uri: &Uri, headers: &HeaderMap) -> Result<Follower, Refused> {
    let backend = &services.backend;
    let mut cookies = headers.get_all(header::COOKIE).iter();
    let token = cookies.find_map(|cookie| services.cookie.find(cookie.to_str().ok()?));
    let token = token.ok_or_else(|| denied(Denied::SignInFirst))?;
    let standing = login::standing(&backend.store, &backend.clock, &token).await;
    let standing = standing.map_err(|fault| broken(&fault))?;
    let (actor, until) = standing.ok_or_else(|| denied(Denied::SignInFirst))?;
    let permit: Permit<FollowChanges> = permit(Some(actor), Subject::Nothing).map_err(denied)?;
    follow(backend, permit, token, until, age(uri)).map_err(not_heard)
}

fn broken(fault: &dyn Display) -> Refused {
    tracing::error!(%fault, "nobody can be followed");
    (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong.")
}

fn not_heard(why: NotHeard) -> Refused {
    match why {
        NotHeard::Closing => (StatusCode::SERVICE_UNAVAILABLE, "The server is stopping."),
        NotHeard::TooMany => (StatusCode::TOO_MANY_REQUESTS, "Too many pages are open."),
    }
}

fn denied(why: Denied) -> Refused {
    match why {
        Denied::SignInFirst => (StatusCode::UNAUTHORIZED, "Please sign in."),
        Denied::Hidden => (StatusCode::NOT_FOUND, "There is nothing here."),
        Denied::Forbidden => (StatusCode::FORBIDDEN, "This is for someone else."),
    }
}

/// `?age=` milliseconds since the page was asked for.
fn age(uri: &Uri) -> Option<Duration> {
    let millis = uri.query()?.strip_prefix("age=")?.parse().ok()?;
    Some(Duration::from_millis(millis))
}

fn answer(follower: Follower) -> Response {
    let news = stream::unfold(follower, |mut follower| async move {
        let heard = follower.next().await?;
        Some((Ok::<_, Infallible>(event(heard)), follower))
    });
    // Something at once, so that nobody waits for the first news to know that they are heard.
    let hello = stream::once(async { Ok(Event::default().comment("here")) });
    let stream = Sse::new(hello.chain(news)).keep_alive(KeepAlive::new().interval(HEARTBEAT));
    let headers = [(header::CACHE_CONTROL, "no-store"), UNBUFFERED];
    (headers, stream).into_response()
}

fn event(heard: Heard) -> Event {
    match heard {
        Heard::Changed { topic, revision } => Event::default()
            .event("changed")
            .data(format!("{topic} {revision}")),
        Heard::Everything => Event::default().event("everything").data("*"),
    }
}
