//! The log of a therapist's account gives its rows: what restricts it, the hours, dates and rules,
//! the zone, and when the hours were last said to be right.

use super::look::{THERAPISTS, therapist};
use backend::fault::Fault;
use backend::store::availability::schedule::{self, Head};
use backend::store::{Store, Tx, account, sql};
use domain::account::{self as rules, AccountEvent};
use domain::availability::Schedule;
use domain::availability::edit::Change;
use domain::ids::TherapistId;

/// A therapist's schedule as it was before the first step.
pub type Begun = Vec<Schedule>;

pub async fn begun(store: &Store) -> Begun {
    let read = store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let mut begun = Vec::new();
            for member in THERAPISTS {
                begun.push(head(tx, therapist(member)).await?.offered);
            }
            Ok(begun)
        })
    });
    read.await.unwrap()
}

/// # Panics
/// Where a row is not as its account's log has it.
pub async fn replay(store: &Store, begun: Begun) {
    let read = store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            for (member, begun) in THERAPISTS.into_iter().zip(begun) {
                let who = therapist(member);
                let log = account::log(tx, who).await?;
                let stands = account::load(tx, who).await?;
                let name = member.name;
                assert_eq!(
                    rules::replay(&log),
                    stands,
                    "the log of {name}, and the account"
                );
                let head = head(tx, who).await?;
                let (said, zone) = replayed(&log, begun);
                let stands = without_blocks(&head.offered);
                assert_eq!(
                    without_blocks(&said),
                    stands,
                    "the log of {name}, and the hours"
                );
                let zone = zone.as_deref().unwrap_or(member.zone);
                assert_eq!(zone, head.zone.name(), "the log of {name}, and the zone");
                let said = reviewed(tx, who).await?;
                let stands = head.reviewed_at.map(|at| at.timestamp_millis());
                assert_eq!(said, stands, "the log of {name}, and the review");
            }
            Ok(())
        })
    });
    read.await.unwrap();
}

async fn head(tx: &mut Tx, therapist: TherapistId) -> Result<Head, Fault> {
    let head = schedule::head(tx, therapist).await?;
    Ok(head.expect("a therapist"))
}

/// Change by change, and the zone of the last edit that named one.
fn replayed(log: &[AccountEvent], mut schedule: Schedule) -> (Schedule, Option<String>) {
    let mut zone = None;
    for event in log {
        let AccountEvent::ScheduleSaved { saving } = event else {
            continue;
        };
        let is_block =
            |change: &&Change| matches!(change, Change::Blocked(_) | Change::Unblocked(_));
        for change in saving.changes.iter().filter(|change| !is_block(change)) {
            change.make(&mut schedule).expect("room");
        }
        zone = saving.zone.clone().or(zone);
    }
    (schedule, zone)
}

/// Those that a session left are in the session's log.
fn without_blocks(schedule: &Schedule) -> Schedule {
    Schedule {
        blocks: domain::availability::Blocks::default(),
        ..schedule.clone()
    }
}

async fn reviewed(tx: &mut Tx, therapist: TherapistId) -> Result<Option<i64>, Fault> {
    let last = sql("SELECT MAX(received_at) FROM account_event \
         WHERE therapist_id = $1 AND kind = 'hours_reviewed'");
    let (last,): (Option<i64>,) = tx.one(last.bind(therapist)).await?;
    Ok(last)
}
