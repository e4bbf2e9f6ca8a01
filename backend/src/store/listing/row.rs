//! A session of a list as the database answers it, and what is read from it.

use super::Listed;
use crate::fault::Fault;
use crate::store::codec;
use domain::actor::Role;
use domain::money::Money;
use domain::session::{SessionKind, State};
use domain::time::interval::Interval;
use serde::Deserialize;

/// Of [`Row`], as `COLUMNS` names them.
pub(super) const FIELDS: [&str; 30] = [
    "id",
    "therapist_id",
    "client_id",
    "client_name",
    "client_zone",
    "client_city",
    "therapist_name",
    "therapist_zone",
    "therapist_city",
    "kind",
    "state",
    "starts_at",
    "ends_at",
    "place",
    "price",
    "currency",
    "moved_from",
    "cancelled_at",
    "cancelled_by",
    "cancelled_for",
    "cancelled_cause",
    "captured",
    "refund_open",
    "refund_arrived",
    "refund_failed",
    "charge_due",
    "booked_at",
    "revision",
    "confirm_by",
    "asked_to_decline",
];

/// With which of two lists it is in.
pub(super) const BOTH_FIELDS: [&str; 31] = {
    let mut fields = ["to_come"; 31];
    let mut at = 0;
    while at < FIELDS.len() {
        fields[at] = FIELDS[at];
        at += 1;
    }
    fields
};

#[derive(Deserialize)]
pub(super) struct Row {
    id: String,
    therapist_id: String,
    client_id: String,
    client_name: String,
    client_zone: String,
    client_city: String,
    therapist_name: String,
    therapist_zone: String,
    therapist_city: String,
    kind: String,
    state: String,
    starts_at: i64,
    ends_at: i64,
    place: String,
    price: i64,
    currency: String,
    moved_from: Option<i64>,
    cancelled_at: Option<i64>,
    cancelled_by: Option<String>,
    cancelled_for: Option<String>,
    cancelled_cause: Option<String>,
    captured: i64,
    refund_open: i64,
    refund_arrived: i64,
    refund_failed: i64,
    charge_due: Option<i64>,
    booked_at: i64,
    revision: i64,
    confirm_by: Option<i64>,
    asked_to_decline: Option<i64>,
    /// Where a statement finds both what is to come and what is over.
    #[serde(default)]
    pub(super) to_come: i64,
}

pub(super) fn read_all(rows: Vec<Row>) -> Result<Vec<Listed>, Fault> {
    rows.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<Listed, Fault> {
    let instant = codec::instant;
    let starts_at = instant("session.starts_at", row.starts_at)?;
    let ends_at = instant("session.ends_at", row.ends_at)?;
    let role = |text: Option<String>| {
        text.map(|text| codec::text("session.cancelled_by", &text, Role::parse))
            .transpose()
    };
    let optional = |at: Option<i64>| at.map(|at| instant("session", at)).transpose();
    Ok(Listed {
        id: codec::id("session.id", &row.id)?,
        therapist: codec::id("session.therapist_id", &row.therapist_id)?,
        client: codec::id("session.client_id", &row.client_id)?,
        client_name: row.client_name,
        client_zone: row.client_zone,
        client_city: row.client_city,
        therapist_name: row.therapist_name,
        therapist_zone: row.therapist_zone,
        therapist_city: row.therapist_city,
        kind: codec::text("session.kind", &row.kind, SessionKind::parse)?,
        state: codec::text("session.state", &row.state, State::parse)?,
        span: Interval::new(starts_at, ends_at)
            .ok_or_else(|| Fault::unreadable("session.ends_at", row.ends_at.to_string()))?,
        place: row.place,
        price: Money::new(row.price, codec::currency(&row.currency)?),
        moved_from: optional(row.moved_from)?,
        cancelled: codec::cancelled(row.cancelled_at, &row.cancelled_by, &row.cancelled_cause)?,
        cancelled_for: role(row.cancelled_for)?,
        captured: row.captured,
        refund_open: row.refund_open,
        refund_arrived: row.refund_arrived,
        refund_failed: row.refund_failed,
        charge_due: optional(row.charge_due)?,
        booked_at: instant("session.booked_at", row.booked_at)?,
        revision: codec::count("session.revision", row.revision)?,
        confirm_by: optional(row.confirm_by)?,
        asked_to_decline: optional(row.asked_to_decline)?,
    })
}
