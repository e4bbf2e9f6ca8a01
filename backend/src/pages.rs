//! The read side: one read transaction a page, and every label ready for its reader.

pub mod availability;
pub mod client;
pub mod clients;
mod confirming;
pub mod follow_up;
mod line;
pub mod me;
pub mod mine;
pub mod own_sessions;
pub mod pausing;
mod requests;
pub mod saved;
pub mod session;
pub mod slots;
pub mod tasks;
pub mod time_off;
pub mod times;
pub mod today;
pub mod zone;
