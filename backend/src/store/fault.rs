//! What can go wrong between a use case and its database, in words that a use case can act on.
//! A conflict names the constraint the same way on both databases.

use super::hindrance::Hindrance;
use std::sync::Arc;

/// Cloned where one failed commit fails several commands.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreFault {
    /// The rows as they stand do not allow it.
    #[error("a constraint refuses it: {constraint:?}")]
    Conflict { constraint: Constraint },
    /// Others hold what it needs, also after waiting and trying again.
    #[error(
        "the database is busy, or does not answer: see what else has it open, and whether it runs"
    )]
    Busy,
    #[error("there is no room left to write to: free some space on the database's disk")]
    Full,
    /// The disk, or the way to the database, fails.
    #[error("the database cannot be reached or its files not be used: {0}")]
    Unusable(#[source] Arc<sqlx::Error>),
    #[error("the database's file is damaged, or is none: put a backup in its place ({0})")]
    Damaged(#[source] Arc<sqlx::Error>),
    /// A statement failed before, so that nothing of this transaction can be kept.
    #[error("an earlier statement failed")]
    Poisoned,
    /// The database has thrown the whole transaction away by itself.
    #[error("the database gave the transaction up")]
    Lost,
    /// `Tx::one` found no row.
    #[error("no such row")]
    Missing,
    /// The file, its folder or its disk is read-only, or a reader tried to write.
    #[error("the database is read-only: let this user write to its file and to its folder")]
    ReadOnly,
    /// The same at a start, with what it is about.
    #[error("{0}")]
    Hindered(Hindrance),
    /// The command panicked; nothing of it was kept.
    #[error("the command '{command}' panicked")]
    Panicked { command: &'static str },
    #[error("the store is closed")]
    Closed,
    #[error("'{url}' is neither sqlite:<path> nor postgres://…")]
    UnknownDatabase { url: String },
    #[error("SQLite {found} can lose committed data; at least {wanted} is needed")]
    TooOld { found: String, wanted: &'static str },
    /// A setting did not hold when it was read back.
    #[error("the pragma {name} should be {wanted}, but is {found}")]
    Pragma {
        name: &'static str,
        wanted: &'static str,
        found: String,
    },
    #[error("a migration failed: {0}")]
    Migration(#[source] Arc<sqlx::migrate::MigrateError>),
    #[error("its folder is not there and cannot be made: {0}")]
    Io(#[source] Arc<std::io::Error>),
    #[error("another program serves the database {place}: stop that one first")]
    Served { place: String },
    /// Why a start came to nothing.
    #[error("cannot open the database {place}: {fault}")]
    Opening {
        place: String,
        #[source]
        fault: Box<StoreFault>,
    },
    #[error("the database failed: {0}")]
    Other(#[source] Arc<sqlx::Error>),
}

/// Which constraint it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// The span overlaps another of the same therapist or the same client.
    Slot,
    /// There is such a row: table and columns, as in `account.email` or `event.session_id,number`.
    Unique(String),
    Check,
    ForeignKey,
    NotNull,
    /// The log and the ledger are never changed.
    AppendOnly,
    /// A session's span is written through its session only.
    SpanOfSession,
}

impl StoreFault {
    /// The storage fails and not the command: the same one may well be carried out once that
    /// is mended, and then goes through by itself.
    pub fn is_outage(&self) -> bool {
        use StoreFault::{Busy, Closed, Damaged, Full, Lost, ReadOnly, Unusable};
        matches!(
            self,
            Busy | Full | Unusable(_) | Damaged(_) | ReadOnly | Lost | Closed
        )
    }

    /// The span is taken by someone else.
    pub fn is_slot_taken(&self) -> bool {
        matches!(
            self,
            StoreFault::Conflict {
                constraint: Constraint::Slot
            }
        )
    }

    /// There already is such a row in `columns` (`account.email`).
    pub fn is_duplicate_of(&self, columns: &str) -> bool {
        matches!(self, StoreFault::Conflict { constraint: Constraint::Unique(c) } if c == columns)
    }
}

impl From<Constraint> for StoreFault {
    fn from(constraint: Constraint) -> Self {
        StoreFault::Conflict { constraint }
    }
}
