//! What a session that comes into being has beside its row: the charge that is planned for it. Who
//! booked it, and under which policy, stands in the row since it was held.

use super::Doing;
use crate::chance;
use crate::fault::Fault;
use crate::store::{Tx, sql};

pub(super) async fn write(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    let Some(booked) = &doing.done.booked else {
        return Ok(());
    };
    let Some(due) = booked.charge else {
        return Ok(());
    };
    let plan = sql(
        "INSERT INTO charge (id, session_id, due_at, amount, currency, state) \
         VALUES ($1, $2, $3, $4, $5, 'scheduled')",
    );
    let plan = plan
        .bind(chance::id(booked.at).to_string())
        .bind(doing.done.session)
        .bind(due.instant(booked.at))
        .bind(booked.price.minor)
        .bind(booked.price.currency.code());
    tx.run(plan).await?;
    Ok(())
}
