//! Open slots of a therapist, for whoever books: a day or a month on the reader's own wall.
//! Three statements, whatever the number of days. What is open is no secret, and nothing else of
//! the therapist's time is in it.

use crate::Backend;
use crate::fault::Fault;
use crate::store::availability::{self, Calendar};
use crate::zones::Zone;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use domain::availability::{Slot, slots};
use domain::ids::TherapistId;
use domain::time::zone::{Resolved, ZoneTable};
use domain::time::{Instant, TimeDelta, YEARS, interval::Interval};
use domain::view::availability::{SlotLine, SlotsDay, SlotsPage};

/// The slots that start on a date of the reader's; `None` where there is no such therapist.
///
/// # Errors
/// Of the store.
pub async fn day(
    backend: &Backend,
    therapist: TherapistId,
    reader: &Zone,
    date: NaiveDate,
) -> Result<Option<SlotsPage>, Fault> {
    between(backend, therapist, reader, (date, date.succ_opt())).await
}

/// Those of the month that a date is in.
///
/// # Errors
/// Of the store.
pub async fn month(
    backend: &Backend,
    therapist: TherapistId,
    reader: &Zone,
    date: NaiveDate,
) -> Result<Option<SlotsPage>, Fault> {
    let first = date.with_day(1).unwrap_or(date);
    let next = first.checked_add_months(chrono::Months::new(1));
    between(backend, therapist, reader, (first, next)).await
}

async fn between(
    backend: &Backend,
    therapist: TherapistId,
    reader: &Zone,
    (first, end): (NaiveDate, Option<NaiveDate>),
) -> Result<Option<SlotsPage>, Fault> {
    if !YEARS.contains(&first.year()) {
        return Ok(None);
    }
    let now = backend.clock.now();
    let (table, within) = window(reader, first, end.unwrap_or(first));
    let Some(within) = within else {
        return Ok(None);
    };
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move { availability::load(tx, therapist, within, now).await })
    });
    let calendar = read.await?;
    Ok(calendar.map(|calendar| page(&calendar, reader, &table, within, now)))
}

/// The reader's clocks over those days, and the instants that the days are.
fn window(reader: &Zone, first: NaiveDate, end: NaiveDate) -> (ZoneTable, Option<Interval>) {
    let about = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN).and_utc();
    let table = reader.table(
        about(first) - TimeDelta::days(2),
        about(end) + TimeDelta::days(2),
    );
    let within = Interval::new(table.start_of(first), table.start_of(end));
    (table, within)
}

fn page(
    calendar: &Calendar,
    reader: &Zone,
    table: &ZoneTable,
    within: Interval,
    now: Instant,
) -> SlotsPage {
    let mut days: Vec<SlotsDay> = Vec::new();
    for slot in slots(calendar.diary(), now, within) {
        let wall = table.wall(slot.start());
        if days.last().is_none_or(|day| day.date != wall.date()) {
            days.push(SlotsDay {
                date: wall.date(),
                label: reader.day(slot.start()),
                slots: Vec::new(),
            });
        }
        let line = line(calendar, reader, table, slot, wall);
        days.last_mut().expect("a day was begun").slots.push(line);
    }
    SlotsPage {
        place: reader.place().to_owned(),
        days,
    }
}

fn line(
    calendar: &Calendar,
    reader: &Zone,
    table: &ZoneTable,
    slot: Slot,
    wall: NaiveDateTime,
) -> SlotLine {
    let start = slot.start();
    let theirs = calendar.table.wall(start);
    let twice = matches!(table.resolve(wall), Resolved::Fold(..));
    SlotLine {
        start,
        time: time(wall),
        theirs: (theirs != wall).then(|| time(theirs)),
        which: twice.then(|| reader.abbreviation(start)),
    }
}

/// `14:00`
fn time(wall: NaiveDateTime) -> String {
    format!("{:02}:{:02}", wall.hour(), wall.minute())
}
