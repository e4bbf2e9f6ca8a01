//! A therapist's own time: saving the hours, a day off, a new zone, and what is next free.
//!
//! Saving is two-phase. `editing::preview` tells what an edit changes and whom it leaves outside;
//! `editing::save` comes with an answer for each of them, finds the same again on locked rows, and
//! writes hours, cancels and log in one transaction, or nothing. Everything smaller than the
//! editor is the same edit made from somewhere else:
//! ```
//! # use domain::availability::{Block, block::Days, edit::Edit};
//! # use chrono::NaiveDate;
//! /// A sick day is a block of whole days, and all that it cancels is one incident.
//! fn sick_day(on: NaiveDate) -> Option<Edit> {
//!     Some(Edit::Block(Block::Days(Days::new(on, on).ok()?)))
//! }
//! ```

mod draft;
pub mod editing;
pub mod next_free;
pub mod reviewing;
pub mod stopping;
