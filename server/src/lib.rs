//! The web server: which request goes where, under which headers, and how connections begin and
//! end. It decides nothing about sessions or money.
//!
//! A request passes, from the outside in: compression, headers (and the nonce), the catch for
//! panics, the gate, the body limit, the slash too many, the words for a form that was not heard,
//! then a page, a server function or a file. A library besides the binary, so that tests can build
//! the router.

// The pages of `app` are types as deep as their elements are nested.
#![recursion_limit = "256"]

pub mod config;
mod context;
mod gate;
mod headers;
mod limit;
mod notice;
mod refused;
mod router;
mod serve;
mod site;
mod slash;

pub use router::{PAGES, router};
pub use serve::serve;
