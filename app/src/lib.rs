//! What does a person see and press? Components, pages and server functions.
//!
//! The same crate is built twice: natively (`ssr`), where pages become HTML and server functions
//! have bodies, and for the browser (`hydrate`), where that HTML comes alive. Nothing here decides
//! a rule: rules are asked of `domain`, and what happens is asked of `backend`.

// A view is one type, as deep as its elements are nested.
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
mod access;
mod account;
mod app;
mod areas;
#[cfg(feature = "ssr")]
mod assets;
mod availability;
mod client_page;
mod clients;
mod confirm;
#[cfg(feature = "ssr")]
mod context;
mod decision;
mod demo;
mod fault;
mod frame;
mod home;
#[cfg(target_arch = "wasm32")]
mod hydrate;
mod mine;
mod not_found;
mod own_sessions;
pub mod routes;
mod session_detail;
#[cfg(feature = "ssr")]
mod shell;
mod sign_in;
pub mod slots;
mod tasks;
mod today;
mod ui;
mod welcome;
mod wire;

pub use app::App;
#[cfg(feature = "ssr")]
pub use assets::{Addresses, Assets};
#[cfg(feature = "ssr")]
pub use context::{Caller, Services};
#[cfg(target_arch = "wasm32")]
pub use hydrate::hydrate;
#[cfg(feature = "ssr")]
pub use shell::shell;
