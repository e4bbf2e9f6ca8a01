//! What the forms for time off can offer: today, and the ends that are one press, on the
//! therapist's own wall.

use crate::Backend;
use crate::fault::Fault;
use crate::people::Person;
use crate::zones::Zone;
use domain::availability::edit::Edit;
use domain::form::time_off::{End, Fault as Wrong, Fields, ends, value};
use domain::sentences::dates;
use domain::time::zone::ZoneTable;
use domain::time::{Instant, TimeDelta};
use domain::view::availability::{AwayEnd, TimeOffPage};

/// Nothing is asked of the store: whoever asks is known already.
///
/// # Errors
/// A zone that the zone database does not have.
pub fn page(backend: &Backend, person: &Person) -> Result<TimeOffPage, Fault> {
    let now = backend.clock.now();
    let (zone, table) = clocks(person, now)?;
    let today = zone.date(now);
    let ends = ends(&table, now).into_iter();
    Ok(TimeOffPage {
        today,
        today_label: dates::date(today, today),
        place: zone.place().to_owned(),
        ends: ends.map(|(end, at)| label(end, at, &table)).collect(),
    })
}

fn label(end: End, at: Instant, table: &ZoneTable) -> AwayEnd {
    let time = dates::clock(table.wall(at));
    AwayEnd {
        value: value(at),
        name: end.name().into(),
        until: match end {
            End::Today => "until midnight".into(),
            End::InAnHour | End::Noon | End::Evening | End::Tomorrow => format!("until {time}"),
        },
    }
}

/// The edit that the form for days off means.
///
/// # Errors
/// A zone that the zone database does not have; within, what is wrong with the fields.
pub fn days_off(
    backend: &Backend,
    person: &Person,
    fields: &Fields,
) -> Result<Result<Edit, Wrong>, Fault> {
    let now = backend.clock.now();
    let (zone, _) = clocks(person, now)?;
    Ok(fields.days_off(zone.date(now)))
}

/// The edit that *unavailable now until …* means.
///
/// # Errors
/// As [`days_off`].
pub fn away(
    backend: &Backend,
    person: &Person,
    fields: &Fields,
) -> Result<Result<Edit, Wrong>, Fault> {
    let now = backend.clock.now();
    let (_, table) = clocks(person, now)?;
    Ok(fields.away(&table, now))
}

fn clocks(person: &Person, now: Instant) -> Result<(Zone, ZoneTable), Fault> {
    let zone = Zone::named(&person.zone, &person.city)?;
    let table = zone.table(now - TimeDelta::days(2), now);
    Ok((zone, table))
}
