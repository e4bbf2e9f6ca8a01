//! When is a therapist next free? Kept, because lists ask it of many; computed again where the
//! kept value no longer holds, and kept anew.

use crate::Backend;
use crate::fault::Fault;
use crate::store::availability::{self, kept, schedule};
use domain::availability::{NextFree, next_free};
use domain::ids::TherapistId;
use domain::time::Instant;

/// The first start that can be booked now; `None` where there is none up to the horizon, or no
/// such therapist.
///
/// # Errors
/// Of the store.
pub async fn of(backend: &Backend, therapist: TherapistId) -> Result<Option<Instant>, Fault> {
    let now = backend.clock.now();
    let (next, changes) = match known(backend, therapist, now).await? {
        Known::Nobody => return Ok(None),
        Known::Kept(next) => return Ok(next.start),
        Known::Computed { next, changes } => (next, changes),
    };
    let keep = backend
        .store
        .write::<_, Fault, _>("keep next free", move |tx| {
            Box::pin(async move { kept::keep(tx, therapist, next, changes).await })
        });
    keep.await?;
    Ok(next.start)
}

enum Known {
    Nobody,
    Kept(NextFree),
    /// When so many changes had been counted.
    Computed {
        next: NextFree,
        changes: i64,
    },
}

async fn known(backend: &Backend, therapist: TherapistId, now: Instant) -> Result<Known, Fault> {
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let head = schedule::head(tx, therapist).await?;
            let kept = head.and_then(|head| head.kept);
            if let Some(kept) = kept.filter(|kept| kept.holds(now)) {
                return Ok(Known::Kept(kept));
            }
            let calendar = availability::load_bookable(tx, therapist, now).await?;
            Ok(calendar.map_or(Known::Nobody, |calendar| Known::Computed {
                next: next_free(calendar.diary(), now),
                changes: calendar.changes,
            }))
        })
    });
    read.await
}
