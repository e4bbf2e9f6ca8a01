//! What happens, and where is it kept? Use cases, storage, jobs and adapters.

pub mod attendance;
pub mod availability;
mod backend;
pub mod booking;
pub mod cancellation;
pub mod chance;
pub mod clock;
pub mod config;
pub mod confirming;
pub mod crash;
pub mod deciding;
pub mod drafts;
pub mod fault;
pub mod ical;
pub mod limits;
pub mod live;
pub mod login;
pub mod mail;
pub mod moving;
pub mod objecting;
pub mod offering;
pub mod outbox;
pub mod pages;
pub mod pausing;
pub mod payments;
pub mod people;
pub mod personal_link;
pub mod proof;
pub mod readiness;
mod recurring;
pub mod refunding;
pub mod requests;
pub mod seed;
pub mod settling;
pub mod undoing;
pub mod zones;

// Public for its contract tests alone: everyone else goes through a use case.
#[doc(hidden)]
pub mod store;

pub use backend::Backend;
