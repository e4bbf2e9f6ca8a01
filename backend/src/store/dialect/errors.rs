//! What an error of either database means, in words that a use case can act on.

use super::Dialect;
use crate::store::{Constraint, StoreFault};
use sqlx::error::{DatabaseError, ErrorKind};
use sqlx::postgres::PgDatabaseError;
use std::sync::Arc;

impl Dialect {
    /// What an error means to a use case.
    pub(in crate::store) fn classify(self, error: sqlx::Error) -> StoreFault {
        let known = match &error {
            sqlx::Error::Database(error) => self.classify_answer(error.as_ref()),
            sqlx::Error::PoolTimedOut => Some(StoreFault::Busy),
            sqlx::Error::PoolClosed => Some(StoreFault::Closed),
            sqlx::Error::Configuration(cause) => cause.downcast_ref().cloned(),
            _ => None,
        };
        known.unwrap_or_else(|| self.classify_outage(Arc::new(error)))
    }

    fn classify_outage(self, error: Arc<sqlx::Error>) -> StoreFault {
        let code = match &*error {
            sqlx::Error::Database(answer) => answer.code().unwrap_or_default().into_owned(),
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => {
                return StoreFault::Unusable(error);
            }
            _ => return StoreFault::Other(error),
        };
        match self {
            // 10 an error of the disk, 14 a file that cannot be opened; 11 and 26 no database.
            Dialect::Sqlite => match code.parse::<u32>().unwrap_or_default() & 0xff {
                10 | 14 => StoreFault::Unusable(error),
                11 | 26 => StoreFault::Damaged(error),
                _ => StoreFault::Other(error),
            },
            // Connections, the server's own end, its system and its files.
            Dialect::Postgres => match code.get(..2) {
                Some("08" | "57" | "58") => StoreFault::Unusable(error),
                Some("XX") => StoreFault::Damaged(error),
                _ => StoreFault::Other(error),
            },
        }
    }

    fn classify_answer(self, error: &dyn DatabaseError) -> Option<StoreFault> {
        let code = error.code().unwrap_or_default();
        let constraint = match (error.kind(), error.message()) {
            (ErrorKind::UniqueViolation, _) => Constraint::Unique(self.columns(error)),
            (ErrorKind::ForeignKeyViolation, _) => Constraint::ForeignKey,
            (ErrorKind::NotNullViolation, _) => Constraint::NotNull,
            (ErrorKind::CheckViolation, _) => Constraint::Check,
            (_, "slot_taken") => Constraint::Slot,
            (_, "append_only") => Constraint::AppendOnly,
            (_, "span_of_session") => Constraint::SpanOfSession,
            _ if self == Dialect::Postgres && code == "23P01" => Constraint::Slot,
            _ => return self.classify_code(&code),
        };
        Some(constraint.into())
    }

    fn classify_code(self, code: &str) -> Option<StoreFault> {
        match self {
            // The low byte is the primary code: 5 busy, 6 locked, 8 read-only, 13 full.
            Dialect::Sqlite => match code.parse::<u32>().ok()? & 0xff {
                5 | 6 => Some(StoreFault::Busy),
                8 => Some(StoreFault::ReadOnly),
                13 => Some(StoreFault::Full),
                _ => None,
            },
            Dialect::Postgres => match code {
                "40001" | "40P01" | "55P03" | "53300" => Some(StoreFault::Busy),
                "53100" => Some(StoreFault::Full),
                "25006" => Some(StoreFault::ReadOnly),
                _ => None,
            },
        }
    }

    /// `table.column,column`: SQLite's message has them after a colon, each with its table,
    /// PostgreSQL's detail in its first brackets.
    fn columns(self, error: &dyn DatabaseError) -> String {
        let (table, columns) = match self {
            Dialect::Sqlite => {
                let named = error.message().rsplit(": ").next().unwrap_or_default();
                let (table, _) = named.split_once('.').unwrap_or_default();
                (table, named.replace(&format!("{table}."), ""))
            }
            Dialect::Postgres => {
                let detail = error
                    .try_downcast_ref::<PgDatabaseError>()
                    .and_then(|e| e.detail());
                let columns = detail.and_then(|d| d.split_once('(')?.1.split_once(")="));
                (
                    error.table().unwrap_or_default(),
                    columns.unwrap_or_default().0.to_owned(),
                )
            }
        };
        format!("{table}.{}", columns.replace(", ", ","))
    }
}
