//! What server functions and pages may ask for while they run on the server.
//!
//! `server/src/context.rs` provides one `Services` to every page and every server function;
//! code takes it by `Services::here()`. It is cheap to clone: put handles in it, not data.

use crate::fault::PageFault;
use backend::Backend;
use backend::limits::Limits;
use backend::login::Secrets;
use backend::login::cookie::Cookie;
use http::StatusCode;
use http::header::{ACCEPT, HeaderValue, SET_COOKIE};
use http::request::Parts;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// The handles of the running server.
#[derive(Clone)]
pub struct Services {
    pub backend: Backend,
    pub secrets: Arc<Secrets>,
    pub cookie: Cookie,
    pub limits: Arc<Limits>,
    /// Where the demo's mail lies; `None` outside of the demo.
    pub demo_post: Option<Arc<std::path::PathBuf>>,
}

/// Who sent a request, and what it is called in the log: an extension of every request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Of the network; the proxy's word for it where one is trusted.
    pub address: IpAddr,
    pub request: Arc<str>,
}

impl Caller {
    /// Of the request that is being answered; nobody, where the server said nothing.
    pub fn here() -> Caller {
        use_context::<Parts>().map_or_else(Caller::nobody, |parts| Caller::of(&parts))
    }

    pub fn of(parts: &Parts) -> Caller {
        let said = parts.extensions.get().cloned();
        said.unwrap_or_else(Caller::nobody)
    }

    fn nobody() -> Caller {
        Caller {
            address: Ipv4Addr::UNSPECIFIED.into(),
            request: "-".into(),
        }
    }
}

impl Services {
    /// The services of the request that is being answered.
    ///
    /// # Errors
    /// When called outside of a request, which only a programming mistake can do.
    pub fn here() -> Result<Self, PageFault> {
        use_context().ok_or(PageFault::Broken)
    }

    /// # Errors
    /// Like what does not exist, outside of the demo.
    pub fn demo(&self) -> Result<&std::path::Path, PageFault> {
        let folder = self.demo_post.as_deref().map(std::path::PathBuf::as_path);
        folder.ok_or_else(crate::access::not_found)
    }
}

/// Whether a browser without JavaScript sent the form: it wants a page for an answer. The
/// thin form of `ui::form` asks for JSON, and takes the answer itself. A page that calls a
/// server function while it is rendered is no form.
pub fn is_plain_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let accept = parts.headers.get(ACCEPT).and_then(|v| v.to_str().ok());
        parts.method == http::Method::POST && accept.is_some_and(|v| v.contains("text/html"))
    })
}

/// Sends a plain form on to `path`; the thin form stays where it is.
pub fn send_plain_form_to(path: &str) {
    if is_plain_form() {
        send_on(path);
    }
}

/// Sends the reader on to `path`. What the browser fetched for a page is told by a header, since
/// it could not tell another page from the answer.
pub fn send_on(path: &str) {
    // Leptos panics over what no header can hold.
    if HeaderValue::from_str(path).is_err() {
        return;
    }
    leptos_axum::redirect(path);
    // Leptos redirects only who asks for HTML; a page has nothing else to offer.
    if is_page()
        && let Some(options) = use_context::<ResponseOptions>()
    {
        options.set_status(StatusCode::FOUND);
    }
}

/// Whether a page is being answered, and not a server function.
pub fn is_page() -> bool {
    use_context::<Parts>().is_some_and(|parts| !parts.uri.path().starts_with("/do/"))
}

pub fn set_cookie(value: &str) {
    if let (Some(options), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(value),
    ) {
        options.append_header(SET_COOKIE, value);
    }
}
