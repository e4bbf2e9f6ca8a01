//! The demo: a small cast and their sessions around *now*, so that there is always one on each
//! side of 48 hours; paid, unpaid, moved, cancelled, refunded, and one refund that failed.
//!
//! Bookings are written down as they would have been; everything after is done by the real use
//! cases, under a clock that is led through the past, with the real worker behind them.

// Public for the tests, which book as the demo does.
#[doc(hidden)]
pub mod bookings;
pub mod cast;
mod hours;
mod past;

use crate::Backend;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::store::sql;

/// Fills an empty database; one that has people in it is left alone.
///
/// # Errors
/// Of the store.
pub async fn if_empty(backend: &Backend) -> Result<(), Fault> {
    let count = sql("SELECT COUNT(*) FROM account");
    let (people,): (i64,) = backend
        .store
        .read::<_, Fault, _>(|tx| Box::pin(async move { Ok(tx.one(count).await?) }))
        .await?;
    if people > 0 {
        return Ok(());
    }
    let now = backend.clock.now();
    let plan = bookings::plan(now)?;
    let bookings = plan.clone();
    backend
        .store
        .write::<_, Fault, _>("seed", move |tx| {
            Box::pin(async move {
                cast::write(tx, now).await?;
                bookings::write(tx, &bookings).await?;
                hours::write(tx, &bookings, now).await
            })
        })
        .await?;
    let led = backend.with_clock(Clock::frozen(now));
    past::live_through(&led, &plan).await
}
