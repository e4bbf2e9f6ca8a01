//! Changing the zone: the cities there are, and what either way would do to the hours. Sessions
//! move in neither.

use crate::Backend;
use crate::availability::editing;
use crate::fault::Fault;
use crate::store::StoreFault;
use crate::store::availability::schedule;
use crate::zones::{self, Zone};
use chrono::Weekday;
use domain::availability::Schedule;
use domain::availability::edit::{Edit, Keeping, NotSaved, Rezoning};
use domain::ids::TherapistId;
use domain::permission::{EditAvailability, Permit, SeeAvailability};
use domain::sentences::dates;
use domain::time::wall::WEEK;
use domain::time::zone::ZoneTable;
use domain::time::{Instant, TimeDelta};
use domain::view::availability::{NewZone, ZoneDays, ZonePage, ZoneWay};

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
    let zones = zones::cities::regions(&[head.zone.name(), to]);
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
        zones,
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
    fn days(&self, edit: &Edit, before: &Schedule, to: &Zone) -> Result<Vec<ZoneDays>, NotSaved> {
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
        Ok(rows([before, &after, &here]))
    }
}

/// Days in a row that read the same are one; those that are closed in all of them are none.
fn rows(schedules: [&Schedule; 3]) -> Vec<ZoneDays> {
    let hours = |weekday| schedules.map(|schedule| schedule.hours.on(weekday));
    let same = |one: &Weekday, other: &Weekday| hours(*one) == hours(*other);
    let runs = WEEK.chunk_by(same);
    let open = runs.filter(|run| hours(run[0]).iter().any(|hours| !hours.is_closed()));
    open.map(|run| {
        let [before, after, here] = hours(run[0]).map(dates::hours);
        ZoneDays {
            days: dates::weekdays(run[0], run[run.len() - 1]),
            before,
            after,
            here,
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::wall::WallRange;

    #[test]
    fn days_that_read_the_same_are_one_row_and_closed_ones_are_none() {
        let mut schedule = Schedule::default();
        let open = |schedule: &mut Schedule, day: usize, from, to| {
            let range = WallRange::parse(from, to).expect("hours");
            schedule.hours.paint(WEEK[day], range);
        };
        for day in [0, 1, 2, 4] {
            open(&mut schedule, day, "09:00", "13:00");
        }
        let mut other = schedule.clone();
        open(&mut other, 2, "14:00", "15:00");
        let rows = rows([&schedule, &other, &schedule]);
        let said: Vec<_> = rows.iter().map(|row| (&*row.days, &*row.after)).collect();
        let expected = [
            ("Monday to Tuesday", "09:00–13:00"),
            ("Wednesday", "09:00–13:00, 14:00–15:00"),
            ("Friday", "09:00–13:00"),
        ];
        assert_eq!(said, expected);
    }
}
