//! Who is asking, and may they? Every server function that is not open to everyone begins
//! here, and gets the permit that its use case wants.

use crate::context::{Caller, Services, is_page, is_plain_form, send_on};
use crate::fault::PageFault;
use backend::Backend;
use backend::fault::Fault;
use backend::login::{Remembered, Token};
use backend::people::Person;
use domain::actor::Actor;
use domain::permission::{Deed, Denied, Permit, Subject, permit};
use domain::time::TimeDelta;
use http::StatusCode;
use http::header::{COOKIE, HeaderValue, REFERER, RETRY_AFTER};
use http::request::Parts;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// A signed-in person, and the services to serve them by.
pub struct Asking {
    pub services: Services,
    pub person: Person,
}

impl Asking {
    pub fn actor(&self) -> Actor {
        Actor {
            id: self.person.id,
            role: self.person.role,
        }
    }

    /// # Errors
    /// As the permission table says; the response's status says the same.
    pub fn permit<D: Deed>(&self, subject: Subject) -> Result<Permit<D>, PageFault> {
        permit(Some(self.actor()), subject).map_err(denied)
    }
}

/// Who is signed in; a stranger is sent to the sign-in page, and from there back here.
///
/// # Errors
/// Nobody is, or the machinery failed.
pub async fn asking() -> Result<Asking, PageFault> {
    let asking = found().await?;
    let asking = asking.ok_or_else(|| denied(Denied::SignInFirst))?;
    if is_command() {
        let Services {
            backend, limits, ..
        } = &asking.services;
        let now = backend.clock.machine_now();
        let allowed = limits.command(asking.person.id, now);
        allowed.map_err(|too| too_often(too.wait))?;
    }
    Ok(asking)
}

/// Whether something is to be done, and not only to be shown.
fn is_command() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let path = parts.uri.path();
        path.starts_with("/do/") && !crate::routes::only_reads(path)
    })
}

/// Says so, and after how long there is room again.
pub fn too_often(wait: TimeDelta) -> PageFault {
    say_when_again(wait);
    answer(StatusCode::TOO_MANY_REQUESTS, PageFault::TooOften)
}

/// In whole seconds, and never none.
pub fn say_when_again(wait: TimeDelta) {
    let seconds = wait.num_seconds() + 1;
    if let Some(options) = use_context::<ResponseOptions>() {
        options.insert_header(RETRY_AFTER, HeaderValue::from(seconds));
    }
}

/// Who is signed in, where nobody needs to be.
///
/// # Errors
/// The machinery failed.
pub async fn found() -> Result<Option<Asking>, PageFault> {
    let services = Services::here()?;
    let Some(token) = token(&services) else {
        return Ok(None);
    };
    let Backend { store, clock, .. } = &services.backend;
    let once = use_context::<Remembered>().unwrap_or_default();
    let found = once.person(store, clock, &token).await.map_err(failed)?;
    Ok(found.map(|person| Asking { services, person }))
}

/// The token of the request's cookie.
pub fn token(services: &Services) -> Option<Token> {
    let parts = use_context::<Parts>()?;
    let mut headers = parts
        .headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok());
    headers.find_map(|header| services.cookie.find(header))
}

/// What a fault of the backend is to the reader.
pub fn failed(fault: Fault) -> PageFault {
    match fault {
        Fault::Denied(why) => denied(why),
        Fault::Store(fault) if fault.is_outage() => {
            let request = Caller::here().request;
            tracing::error!(request = &*request, %fault, "the storage cannot be used");
            answer(StatusCode::SERVICE_UNAVAILABLE, PageFault::Unavailable)
        }
        fault => broken(fault),
    }
}

fn denied(why: Denied) -> PageFault {
    match why {
        Denied::SignInFirst => sign_in_first(),
        Denied::Hidden => answer(StatusCode::NOT_FOUND, PageFault::NotFound),
        Denied::Forbidden => answer(StatusCode::FORBIDDEN, PageFault::Forbidden),
    }
}

/// A page and a plain form are sent to sign in; what the browser fetched is only told so, and
/// `ui::faulted` takes the reader there.
fn sign_in_first() -> PageFault {
    if is_page() || is_plain_form() {
        send_on(&crate::routes::sign_in(here().as_deref()));
        return PageFault::SignInFirst;
    }
    stranger()
}

/// Nobody is signed in, and nobody is sent on for it: some pages are there for strangers too.
pub fn stranger() -> PageFault {
    if is_page() {
        return PageFault::SignInFirst;
    }
    answer(StatusCode::UNAUTHORIZED, PageFault::SignInFirst)
}

/// The machinery failed; the log says how.
pub fn broken(fault: impl std::fmt::Display) -> PageFault {
    let request = Caller::here().request;
    tracing::error!(request = &*request, %fault, "a page failed");
    answer(StatusCode::INTERNAL_SERVER_ERROR, PageFault::Broken)
}

/// What was sent is not what the form sends.
pub fn garbled() -> PageFault {
    answer(StatusCode::BAD_REQUEST, PageFault::Garbled)
}

/// Nothing under this address is the reader's.
pub fn not_found() -> PageFault {
    answer(StatusCode::NOT_FOUND, PageFault::NotFound)
}

/// The status of a page that says in words of its own what is the matter. What the browser
/// fetched for a page keeps its 200: any other would be read as a fault.
pub fn page_status(status: StatusCode) {
    if is_page() {
        set_status(status);
    }
}

fn answer(status: StatusCode, fault: PageFault) -> PageFault {
    set_status(status);
    fault
}

fn set_status(status: StatusCode) {
    if let Some(options) = use_context::<ResponseOptions>() {
        options.set_status(status);
    }
}

/// The page that is asked for, or that a server function was called from.
pub fn here() -> Option<String> {
    let parts = use_context::<Parts>()?;
    if !parts.uri.path().starts_with("/do/") {
        return parts.uri.path_and_query().map(ToString::to_string);
    }
    let referer = parts.headers.get(REFERER)?.to_str().ok()?;
    let (_, rest) = referer.split_once("://")?;
    rest.find('/').map(|slash| rest[slash..].to_owned())
}
