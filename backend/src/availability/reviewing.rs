//! "Are your hours still right?" – yes, says the therapist, of the hours that were shown.

use crate::Backend;
use crate::chance;
use crate::crash::{self, Point};
use crate::fault::Fault;
use crate::store::account::{self, Doer};
use crate::store::availability::schedule;
use crate::store::person;
use domain::account::AccountEvent;
use domain::ids::{ActId, TherapistId};
use domain::permission::{EditAvailability, Permit};
use domain::time::Instant;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reviewed {
    Yes,
    /// Others are in force now than those that were shown.
    ThereIsANewerOne {
        revision: u32,
    },
}

/// Said twice it is said once more, and nothing else.
///
/// # Errors
/// Of the store.
pub async fn are_right(
    backend: &Backend,
    permit: Permit<EditAvailability>,
    shown: u32,
    received_at: Instant,
) -> Result<Reviewed, Fault> {
    let actor = permit.actor();
    let committed_at = backend.clock.machine_now();
    let write = backend.store.write("review hours", move |tx| {
        Box::pin(async move {
            let therapist = TherapistId(actor.id.0);
            person::lock(tx, actor.id).await?;
            let revision = schedule::revision(tx, therapist).await?;
            if revision != shown {
                return Ok(Reviewed::ThereIsANewerOne { revision });
            }
            schedule::reviewed(tx, therapist, received_at).await?;
            crash::point(Point::ReviewWritten);
            let doer = Doer {
                act: ActId(chance::id(received_at)),
                actor: Some(actor),
                received_at,
                committed_at,
            };
            account::append(tx, therapist, &AccountEvent::HoursReviewed, doer).await?;
            Ok(Reviewed::Yes)
        })
    });
    write.await
}
