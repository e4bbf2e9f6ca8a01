//! What only the demonstration has: its clock, which can be moved, and its mail, which can be
//! read. Elsewhere these addresses do not exist.

pub mod api;
pub mod bar;
pub mod mail;
mod message;
