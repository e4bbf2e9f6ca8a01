//! An edit applied to the schedule as it stands: what it changes, and whom it leaves outside.
//! The preview looks at it, and the save looks again on locked rows.

use crate::fault::Fault;
use crate::store::availability::schedule::{self, Head};
use crate::store::availability::to_come::{self, ToCome};
use crate::store::{StoreFault, Tx};
use crate::zones::{self, Zone};
use domain::availability::Schedule;
use domain::availability::edit::What;
use domain::availability::edit::saving::digest;
use domain::availability::edit::{
    Change, Edit, NotSaved, Party, Plan, Stranded, changes, stranded,
};
use domain::ids::TherapistId;
use domain::sentences::{editing as words, hours};
use domain::time::zone::ZoneTable;
use domain::time::{Instant, TimeDelta};
use domain::view::availability::{EditPreview, StrandedLine};

pub(super) struct Draft {
    pub head: Head,
    pub after: Schedule,
    pub changes: Vec<Change>,
    pub stranded: Vec<Stranded<Party>>,
    pub to_come: Vec<ToCome>,
    /// The clocks that there will be.
    wall: ZoneTable,
}

/// Whether the wall has shown a time already is told by what was before.
const BEFORE: TimeDelta = TimeDelta::days(2);

/// Three statements. `Err` within is what the edit itself cannot be.
pub(super) async fn of(
    tx: &mut Tx,
    therapist: TherapistId,
    edit: &Edit,
    now: Instant,
) -> Result<Result<Draft, NotSaved>, Fault> {
    let head = schedule::whole(tx, therapist, now).await?;
    let head = head.ok_or(StoreFault::Missing)?;
    let to_come = to_come::load(tx, therapist, now).await?;
    Ok(applied(head, to_come, edit, now))
}

fn applied(head: Head, to_come: Vec<ToCome>, edit: &Edit, now: Instant) -> Result<Draft, NotSaved> {
    let last = to_come.iter().map(|next| next.span.end()).max();
    let to = last.unwrap_or(now).max(now + head.offered.rules.horizon());
    let table = |zone: &Zone| zone.table(now - BEFORE, to);
    let from = table(&head.zone);
    let new = match edit {
        Edit::Rezone { zone, city, .. } => {
            let zone = Zone::named(zone, city).map_err(|_| NotSaved::UnknownZone)?;
            table(&zone)
        }
        _ => from.clone(),
    };
    let after = edit.apply(&head.offered, &from, &new, now)?;
    let plan = |schedule, zone| Plan { schedule, zone };
    let spans = to_come.iter().map(|next| (next.party, next.span));
    let stranded = stranded(plan(&head.offered, &from), plan(&after, &new), spans);
    Ok(Draft {
        changes: changes(&head.offered, &after),
        stranded,
        wall: new,
        after,
        head,
        to_come,
    })
}

impl Draft {
    pub fn preview(&self, edit: &Edit, now: Instant) -> Result<EditPreview, Fault> {
        let lines = self.stranded.iter().map(|met| self.line(met, now));
        let today = self.wall.wall(now).date();
        let said = self.changes.iter();
        let said = said.map(|change| hours::change(change, &self.wall, today));
        Ok(EditPreview {
            revision: self.head.revision,
            changes: self.changes.clone(),
            said: said.collect(),
            stranded: lines.collect::<Result<_, Fault>>()?,
            shown: digest(edit, &self.stranded),
        })
    }

    pub fn whose(&self, met: &Stranded<Party>) -> Option<&ToCome> {
        let mut all = self.to_come.iter();
        all.find(|next| next.party.id == met.id.id)
    }

    fn line(&self, met: &Stranded<Party>, now: Instant) -> Result<StrandedLine, Fault> {
        let client = self.whose(met).and_then(|next| next.client.as_ref());
        let zone = &self.head.zone;
        let theirs = client.map(|client| Zone::named(&client.zone, &client.city));
        let theirs = theirs.transpose()?;
        Ok(StrandedLine {
            id: met.id.id,
            what: met.id.what,
            by: met.by,
            because: words::because(met.by, &self.wall, self.wall.wall(now).date()),
            client: client.map(|client| client.name.clone()),
            span: met.span,
            when: zones::when(met.span, zone, theirs.as_ref().unwrap_or(zone), now),
            until: until(met.id.what).map(|at| zone.moment(at, now)),
        })
    }
}

/// Up to when it is kept for somebody; a session is not.
fn until(what: What) -> Option<Instant> {
    match what {
        What::Session { .. } => None,
        What::Checkout { until } | What::Offered { until, .. } | What::Kept { until } => {
            Some(until)
        }
    }
}
