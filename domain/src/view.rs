//! What the pages show: plain data that the backend fills in, with every label ready in the
//! reader's zone, so that neither browser nor component ever works out a date.

pub mod availability;
pub mod chip;
pub mod mine;
pub mod pages;
pub mod pausing;
pub mod session;
mod week;

use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// A span in words, in one zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanLabel {
    /// `Tue`
    pub weekday: String,
    /// `24`
    pub day: String,
    /// `Nov`, with the year where it is not this one.
    pub month: String,
    /// `Tuesday 24 November`, with the year where it is not this one.
    pub date: String,
    /// `Tue 24 Nov`, with the year where it is not this one.
    pub short_date: String,
    /// `14:00 – 14:50`
    pub times: String,
    /// `London`
    pub place: String,
    /// `GMT`
    pub zone: String,
}

/// A span for its reader, with the other party's clock where it shows something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// `2026-11-24T14:00:00Z`, for machines.
    pub starts: String,
    pub yours: SpanLabel,
    pub theirs: Option<SpanLabel>,
}

/// An instant in words, in the reader's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    pub at: Instant,
    /// `Sun 22 Nov, 14:00`
    pub label: String,
    /// `22 Nov 2026`
    pub date: String,
}
