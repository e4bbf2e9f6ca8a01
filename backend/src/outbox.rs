//! What is to leave the house, and the worker that carries it out after the commit.
//!
//! A row is written in the transaction that causes it and leaves at least once: the worker
//! claims it, works *outside* any transaction under a key of the row's own (the refund's id,
//! the letter's Message-ID), and notes in a short write what became of it. Dying in between
//! costs a repetition that pays and mails nothing twice. A stream keeps its order; a row that
//! is given up parks its own stream and no other, with a task for the team, who can have it
//! tried again.

pub mod again;
mod carry;
mod kinds;
mod lag;
mod lane;
mod patience;
mod wake;
mod worker;

pub use kinds::{Leaving, ask_refund, post};
pub use lag::{Lag, lag};
pub use patience::Patience;
pub use wake::Wake;
pub use worker::Worker;
