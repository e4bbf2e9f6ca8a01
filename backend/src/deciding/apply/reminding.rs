//! When a therapist is reminded of a booking that they are asked to confirm, now or anew.

use super::Doing;
use crate::fault::Fault;
use crate::store::{Tx, sql};
use domain::session::confirm;

pub(super) async fn write(tx: &mut Tx, doing: &Doing<'_>) -> Result<(), Fault> {
    let booked = doing.done.booked.as_ref();
    let booked = booked.and_then(|booked| booked.confirm_by);
    let moved = doing.done.moved.as_ref();
    let moved = moved.and_then(|moved| moved.confirm_by);
    let Some(deadline) = booked.or(moved) else {
        return Ok(());
    };
    let asked_at = doing.received_at;
    let [first, _] = confirm::reminders(asked_at, deadline);
    let plan = sql("UPDATE session SET asked_at = $1, remind_at = $2 WHERE id = $3");
    let plan = plan.bind(asked_at).bind(first).bind(doing.done.session);
    tx.run(plan).await?;
    Ok(())
}
