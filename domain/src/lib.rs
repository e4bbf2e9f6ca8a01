//! What is allowed, and what follows from it?
//!
//! Pure rules: no IO, no clock, no framework. The browser runs them to show a consequence
//! before anything is confirmed, and the server runs the same functions again, inside the
//! transaction, before it does what was shown. Start reading at [`decide`].

pub mod account;
pub mod actor;
pub mod availability;
pub mod commitment;
pub mod consequence;
pub mod decide;
pub mod event;
pub mod facts;
pub mod form;
pub mod ids;
pub mod money;
pub mod payment;
pub mod permission;
pub mod policy;
pub mod refusal;
pub mod request;
pub mod sentences;
pub mod session;
pub mod standing;
pub mod time;
pub mod times;
pub mod told;
pub mod view;

pub use decide::{Command, decide};
