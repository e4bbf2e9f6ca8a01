//! Changing the zone: the cities there are, and what either way would do to the hours. Sessions
//! move in neither.

use crate::Backend;
use crate::availability::editing;
use crate::fault::Fault;
use crate::store::StoreFault;
use crate::store::availability::schedule;
use crate::zones::{self, Zone};
use domain::availability::Schedule;
use domain::availability::edit::{Edit, Keeping, NotSaved, Rezoning};
use domain::ids::TherapistId;
use domain::permission::{EditAvailability, Permit, SeeAvailability};
use domain::sentences::dates;
use domain::time::wall::WEEK;
use domain::time::zone::ZoneTable;
use domain::time::{Instant, TimeDelta};
use domain::view::availability::{NewZone, ZoneDay, ZonePage, ZoneWay};

/// `to` is a name in the zone database; one that is not in it is as none.
///
/// # Errors
/// Of the store.
pub async fn page(
    backend: &Backend,
    (see, edit): (Permit<SeeAvailability>, [Permit<EditAvailability>; 2]),
    to: &str,
) -> Result<ZonePage, Fault> {
    let (therapist, now) = (TherapistId(see.actor().id.0), backend.clock.now());
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move { schedule::whole(tx, therapist, now).await })
    });
    let head = read.await?.ok_or(StoreFault::Missing)?;
    let moving = zones::cities::city(to).map(|city| Moving {
        from: &head.zone,
        to,
        city,
        now,
    });
    let to = match moving {
        Some(moving) => Some(moving.shown(backend, edit, &head.offered).await?),
        None => None,
    };
    Ok(ZonePage {
        place: head.zone.place().to_owned(),
        zone: head.zone.name().to_owned(),
        zones: zones::cities::regions(),
        to,
    })
}

struct Moving<'a> {
    from: &'a Zone,
    to: &'a str,
    city: String,
    now: Instant,
}

impl Moving<'_> {
    async fn shown(
        self,
        backend: &Backend,
        permits: [Permit<EditAvailability>; 2],
        schedule: &Schedule,
    ) -> Result<NewZone, Fault> {
        let zone = Zone::named(self.to, &self.city)?;
        let mut ways = Vec::new();
        for (keep, permit) in [Keeping::Hours, Keeping::Instants].into_iter().zip(permits) {
            let edit = self.edit(keep);
            let preview = editing::preview(backend, permit, edit.clone()).await?;
            let stranded = preview.map_or(0, |preview| preview.stranded.len());
            ways.push(ZoneWay {
                keep,
                days: self.days(&edit, schedule, &zone).unwrap_or_default(),
                stranded: u32::try_from(stranded).unwrap_or(u32::MAX),
            });
        }
        Ok(NewZone {
            ahead: zones::ahead_of(&zone, self.from, self.now)
                .map(|ahead| ahead.replace(" you", &format!(" {}", self.from.place()))),
            zone: self.to.to_owned(),
            city: self.city,
            ways,
        })
    }

    fn edit(&self, keep: Keeping) -> Edit {
        Edit::Rezone {
            zone: self.to.to_owned(),
            city: self.city.clone(),
            keep,
        }
    }

    /// Only the days that have hours in either.
    fn days(&self, edit: &Edit, before: &Schedule, to: &Zone) -> Result<Vec<ZoneDay>, NotSaved> {
        let table = |zone: &Zone| {
            zone.table(
                self.now - TimeDelta::days(2),
                self.now + TimeDelta::days(400),
            )
        };
        let (from, to): (ZoneTable, ZoneTable) = (table(self.from), table(to));
        let after = edit.apply(before, &from, &to, self.now)?;
        let back = Rezoning {
            from: &to,
            to: &from,
            at: self.now,
        };
        let here = after.rezoned(back)?;
        let days = WEEK.into_iter().map(|weekday| {
            let hours = |schedule: &Schedule| dates::hours(schedule.hours.on(weekday));
            ZoneDay {
                day: dates::weekday(weekday).into(),
                before: hours(before),
                after: hours(&after),
                here: hours(&here),
            }
        });
        let open = |day: &ZoneDay| {
            [&day.before, &day.after, &day.here]
                .iter()
                .any(|h| *h != "closed")
        };
        Ok(days.filter(open).collect())
    }
}
