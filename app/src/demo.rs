//! What only the demonstration has: its clock, which can be moved, its mail, which can be read,
//! and its payment provider, which can be made to misbehave. Elsewhere these addresses do not
//! exist.

pub mod api;
pub mod bar;
pub mod mail;
mod message;
pub mod provider;
