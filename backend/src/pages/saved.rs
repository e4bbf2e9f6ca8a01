//! What an edit of the hours did, as the log has it: for the page after it, and for whoever comes
//! back to that page later. Two statements after the therapist's own.

use crate::Backend;
use crate::fault::Fault;
use crate::store::StoreFault;
use crate::store::account;
use crate::store::availability::concerned::{self, Concerned};
use crate::store::person;
use crate::zones::{self, Zone};
use domain::availability::edit::{Change, Saving};
use domain::ids::{ActId, SessionId, TherapistId};
use domain::permission::{Permit, SeeAvailability};
use domain::sentences::hours;
use domain::time::{Instant, TimeDelta};
use domain::view::availability::{SavedBlock, SavedLine, SavedPage};

/// `None` where that act saved nothing of this therapist's.
///
/// # Errors
/// Of the store.
pub async fn page(
    backend: &Backend,
    permit: Permit<SeeAvailability>,
    act: ActId,
) -> Result<Option<SavedPage>, Fault> {
    let (id, now) = (permit.actor().id, backend.clock.now());
    let therapist = TherapistId(id.0);
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let own = person::load(tx, id).await?.ok_or(StoreFault::Missing)?;
            let Some((saving, at)) = account::saving(tx, therapist, act).await? else {
                return Ok(None);
            };
            let concerned = concerned::load(tx, therapist, &ids(&saving)).await?;
            Ok(Some((own, saving, at, concerned)))
        })
    });
    let Some((own, saving, at, concerned)) = read.await? else {
        return Ok(None);
    };
    let zone = Zone::named(&own.zone, &own.city)?;
    let table = zone.table(at - TimeDelta::days(2), at);
    let today = zone.date(now);
    let lines = |of: &[SessionId]| {
        let all = concerned.iter().filter(|one| of.contains(&one.id));
        all.map(|one| line(one, &zone, now))
            .collect::<Result<Vec<_>, Fault>>()
    };
    let kept: Vec<SessionId> = saving.kept.iter().map(|id| SessionId(id.0)).collect();
    Ok(Some(SavedPage {
        at: zone.moment(at, now),
        place: saving.zone.is_some().then(|| zone.place().to_owned()),
        said: saving
            .changes
            .iter()
            .map(|change| hours::change(change, &table, today))
            .collect(),
        blocked: blocked(&saving)
            .map(|block| SavedBlock {
                label: hours::block(&block, &table, today),
                block,
            })
            .collect(),
        kept: lines(&kept)?,
        to_move: lines(&saving.to_move)?,
        cancelled: lines(&saving.cancelled)?,
        withdrawn: lines(&saving.withdrawn)?,
    }))
}

fn blocked(saving: &Saving) -> impl Iterator<Item = domain::availability::Block> {
    saving.changes.iter().filter_map(|change| match change {
        Change::Blocked(block) => Some(*block),
        _ => None,
    })
}

/// Holds are among those that were kept; they are gone by themselves, and found no more.
fn ids(saving: &Saving) -> Vec<SessionId> {
    let kept = saving.kept.iter().map(|id| SessionId(id.0));
    let sessions = saving.to_move.iter().chain(&saving.cancelled);
    let sessions = sessions.chain(&saving.withdrawn).copied();
    kept.chain(sessions).collect()
}

fn line(one: &Concerned, zone: &Zone, now: Instant) -> Result<SavedLine, Fault> {
    let theirs = Zone::named(&one.zone, &one.city)?;
    Ok(SavedLine {
        session: one.id,
        client: one.client,
        name: one.name.clone(),
        when: zones::when(one.span, zone, &theirs, now),
        state: one.state,
    })
}
