//! Domain values as TEXT and BIGINT, and back. Instants are milliseconds since the epoch.

use super::Value;
use crate::fault::Fault;
use domain::actor::Role;
use domain::ids::{
    AccountId, ActId, ClientId, DraftId, PaymentId, RefundId, SessionId, SpanId, TherapistId,
};
use domain::money::Currency;
use domain::session::Cause;
use domain::time::Instant;
use std::str::FromStr;

macro_rules! ids_as_text {
    ($($id:ident),*) => {$(
        impl From<$id> for Value {
            fn from(id: $id) -> Value {
                Value::Text(Some(id.to_string()))
            }
        }

        impl From<Option<$id>> for Value {
            fn from(id: Option<$id>) -> Value {
                Value::Text(id.map(|id| id.to_string()))
            }
        }
    )*};
}

ids_as_text!(
    AccountId,
    TherapistId,
    ClientId,
    SessionId,
    PaymentId,
    RefundId,
    SpanId,
    ActId,
    DraftId
);

impl From<Instant> for Value {
    fn from(at: Instant) -> Value {
        Value::Number(Some(at.timestamp_millis()))
    }
}

impl From<Option<Instant>> for Value {
    fn from(at: Option<Instant>) -> Value {
        Value::Number(at.map(|at| at.timestamp_millis()))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Value {
        Value::Number(Some(number.into()))
    }
}

/// When a session was cancelled, by whom and why; `None` where it was not.
///
/// # Errors
/// What was read is not what this program wrote.
pub fn cancelled(
    at: Option<i64>,
    by: &Option<String>,
    cause: &Option<String>,
) -> Result<Option<(Instant, Role, Cause)>, Fault> {
    let (Some(at), Some(by), Some(cause)) = (at, by, cause) else {
        return Ok(None);
    };
    let at = instant("session.cancelled_at", at)?;
    let by = text("session.cancelled_by", by, Role::parse)?;
    let cause = text("session.cancelled_cause", cause, Cause::parse)?;
    Ok(Some((at, by, cause)))
}

/// Reads text that this program wrote: an id, or an enum by its `parse`.
pub fn text<T>(
    column: &'static str,
    found: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Fault> {
    parse(found).ok_or_else(|| Fault::unreadable(column, found))
}

pub fn id<T: FromStr>(column: &'static str, found: &str) -> Result<T, Fault> {
    text(column, found, |text| text.parse().ok())
}

pub fn instant(column: &'static str, millis: i64) -> Result<Instant, Fault> {
    Instant::from_timestamp_millis(millis)
        .ok_or_else(|| Fault::unreadable(column, millis.to_string()))
}

pub fn count(column: &'static str, number: i64) -> Result<u32, Fault> {
    u32::try_from(number).map_err(|_| Fault::unreadable(column, number.to_string()))
}

pub fn currency(code: &str) -> Result<Currency, Fault> {
    text("currency", code, Currency::from_code)
}
