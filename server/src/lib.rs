//! The web server: which request goes where, under which headers, and how connections begin and
//! end. It decides nothing about sessions or money.
//!
//! A request passes, from the outside in: the log, compression, headers (and the nonce), the catch
//! for panics, the gate, the body limit, the slash too many, the task in which a command goes on
//! without its caller, the words for a form that was not heard, then a page, a server function or
//! a file. A library besides the binary, so that tests can build the router.

// The pages of `app` are types as deep as their elements are nested.
#![recursion_limit = "256"]

mod again;
mod caller;
pub mod config;
mod context;
mod finish;
mod gate;
mod headers;
mod health;
mod limit;
mod live;
pub mod log;
mod notice;
mod refused;
mod router;
mod serve;
mod site;
mod slash;
mod stop;

pub use caller::Proxies;
pub use finish::even_if_nobody_waits;
pub use router::{PAGES, router};
pub use serve::{Terms, serve};
pub use site::assets as require_site;
pub use stop::{Stop, Stopping, stop};
