//! When the demo's therapists work: on weekdays, and on each day of the week on which they have
//! somebody. Maya has a training day besides, and something in her calendar elsewhere.

use super::bookings::Booking;
use super::cast::{MAYA, Member, RUTH, TOMAS};
use crate::chance;
use crate::fault::Fault;
use crate::store::availability::schedule;
use crate::store::{Tx, sql};
use crate::zones::Zone;
use chrono::{Datelike, Weekday};
use domain::availability::{Block, DayHours, Schedule, WeeklyHours};
use domain::ids::{ActId, TherapistId};
use domain::time::wall::WallRange;
use domain::time::{Instant, TimeDelta, interval::Interval};

/// The hours of a day, as two fields hold them.
type Day = &'static [(&'static str, &'static str)];

const HOURS: [(Member, Day); 3] = [
    (MAYA, &[("09:00", "13:00"), ("14:00", "18:00")]),
    (TOMAS, &[("11:00", "19:00")]),
    (RUTH, &[("08:00", "14:00")]),
];

pub(super) async fn write(tx: &mut Tx, plan: &[Booking], now: Instant) -> Result<(), Fault> {
    for (member, day) in HOURS {
        let own = plan.iter().filter(|b| b.therapist.number == member.number);
        let own: Vec<Interval> = own.map(|booking| booking.span).collect();
        let mut after = Schedule {
            hours: week(member, &day_hours(day), &own)?,
            ..Schedule::default()
        };
        let therapist = TherapistId(member.id().0);
        if member.number == MAYA.number {
            let [training, elsewhere] = days_off(member, &own, now)?;
            let room = after.blocks.add(Block::Once(training));
            room.map_err(|fault| Fault::Outside(fault.to_string()))?;
            busy_elsewhere(tx, therapist, elsewhere, now).await?;
        }
        let set = (&Schedule::default(), &after);
        schedule::save(tx, therapist, 0, set, ActId(chance::id(now)), now).await?;
        schedule::reviewed(tx, therapist, now - TimeDelta::days(20)).await?;
    }
    Ok(())
}

fn day_hours(day: Day) -> DayHours {
    let ranges = day.iter().map(|(from, to)| WallRange::parse(from, to));
    ranges.filter_map(Result::ok).collect()
}

fn week(member: Member, day: &DayHours, own: &[Interval]) -> Result<WeeklyHours, Fault> {
    let mut week = WeeklyHours::default();
    for weekday in [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
    ] {
        week.on_mut(weekday).clone_from(day);
    }
    let zone = Zone::named(member.zone, member.city)?;
    for span in own {
        let table = zone.table(span.start(), span.end());
        let weekday = table.wall(span.start()).weekday();
        week.on_mut(weekday).clone_from(day);
    }
    Ok(week)
}

/// The mornings of the first two days from tomorrow on that have nobody in them.
fn days_off(member: Member, own: &[Interval], now: Instant) -> Result<[Interval; 2], Fault> {
    let zone = Zone::named(member.zone, member.city)?;
    let mornings = (2..60)
        .filter_map(|day| Interval::new(zone.wall(now, day, 9, 0), zone.wall(now, day, 12, 0)));
    let mut free = mornings.filter(|morning| !own.iter().any(|span| span.overlaps(*morning)));
    let mut next = || {
        let morning = free.next();
        morning.ok_or_else(|| Fault::Outside("no morning of the demo is free".into()))
    };
    Ok([next()?, next()?])
}

async fn busy_elsewhere(
    tx: &mut Tx,
    therapist: TherapistId,
    span: Interval,
    now: Instant,
) -> Result<(), Fault> {
    let insert = sql(
        "INSERT INTO imported_busy (id, therapist_id, source, starts_at, ends_at, imported_at) \
         VALUES ($1, $2, 0, $3, $4, $5)",
    );
    let insert = insert.bind(chance::id(now).to_string()).bind(therapist);
    let insert = insert.bind(span.start()).bind(span.end());
    tx.run(insert.bind(now - TimeDelta::minutes(12))).await?;
    Ok(())
}
