//! The week that a therapist edits, and why an instant of it can be booked or not.

use crate::Backend;
use crate::fault::Fault;
use crate::people::Person;
use crate::store::StoreFault;
use crate::store::availability::to_come::{self, ToCome};
use crate::store::availability::{self, Calendar, schedule};
use crate::store::listing::{self, Of, Page, Which};
use crate::zones::{self, Zone};
use chrono::{Datelike, NaiveDate};
use domain::availability::edit::{Plan, What, stands_outside};
use domain::availability::rules::RuleField;
use domain::availability::{BusyKind, Review, slots, why};
use domain::ids::TherapistId;
use domain::permission::{Permit, SeeAvailability};
use domain::time::wall::monday;
use domain::time::zone::ZoneTable;
use domain::time::{Instant, TimeDelta, YEARS, interval::Interval};
use domain::times::TakenBy;
use domain::view::availability::{
    Booked, HoursReview, NextBooking, Place, WeekBooking, WeekElsewhere, WeekPage, WhyAnswer,
};

/// More than a week has.
const MOST: Page = Page {
    limit: 400,
    offset: 0,
};

/// What day it is for somebody.
///
/// # Errors
/// A zone that the zone database does not have.
pub fn today(backend: &Backend, person: &Person) -> Result<NaiveDate, Fault> {
    let zone = Zone::named(&person.zone, &person.city)?;
    Ok(zone.date(backend.clock.now()))
}

/// The week that a date of the therapist's is in; all of it of one instant.
///
/// # Errors
/// Of the store.
pub async fn week(
    backend: &Backend,
    permit: Permit<SeeAvailability>,
    date: NaiveDate,
) -> Result<WeekPage, Fault> {
    let (therapist, now) = (TherapistId(permit.actor().id.0), backend.clock.now());
    let monday = monday(date);
    let around = about(monday)?;
    let (calendar, listed, to_come) = backend
        .store
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let calendar = availability::load(tx, therapist, around, now).await?;
                let which = Which::Starting {
                    from: around.start(),
                    to: around.end(),
                };
                let of = Of::Therapist(therapist.into());
                let listed = listing::sessions(tx, of, which, MOST).await?;
                let to_come = to_come::load(tx, therapist, now).await?;
                Ok((calendar.ok_or(StoreFault::Missing)?, listed, to_come))
            })
        })
        .await?;
    let within = of_week(&calendar, monday)?;
    let listed = listed.into_iter().filter(|one| one.span.overlaps(within));
    let sessions = listed.map(|one| session(&calendar, one, now));
    let mut booked: Vec<WeekBooking> = sessions.collect::<Result<_, Fault>>()?;
    booked.extend(holds(&calendar, within, now));
    booked.sort_by_key(|booking| booking.span.start());
    let open = slots(calendar.diary(), now, within).count();
    let zone = &calendar.zone;
    let last = to_come.last().map_or(now, |next| next.span.end());
    let mut schedule = calendar.schedule.clone();
    schedule.blocks = schedule.blocks.still(now);
    Ok(WeekPage {
        monday,
        place: zone.place().to_owned(),
        zone: zone.abbreviation(within.start()),
        now,
        account: calendar.account,
        revision: calendar.revision,
        reviewed: calendar.reviewed_at.map(|at| zone.moment(at, now)),
        booked,
        elsewhere: elsewhere(&calendar, within, now),
        open: u32::try_from(open).unwrap_or(u32::MAX),
        to_come: to_come.into_iter().map(next_booking).collect(),
        table: table(zone, around, now, last),
        schedule,
        busy: calendar.busy,
    })
}

/// The clocks of that week, of all that is booked, and of as far ahead as a horizon can be set.
fn table(zone: &Zone, week: Interval, now: Instant, last: Instant) -> ZoneTable {
    let from = week.start().min(now) - TimeDelta::days(2);
    let farthest = now + TimeDelta::days(RuleField::Horizon.bounds().1.into());
    zone.table(from, week.end().max(last).max(farthest))
}

fn next_booking(next: ToCome) -> NextBooking {
    NextBooking {
        span: next.span,
        client: next.client.map(|client| client.name),
    }
}

/// Wherever the wall is, the week lies within.
fn about(monday: NaiveDate) -> Result<Interval, Fault> {
    let start = monday.and_time(chrono::NaiveTime::MIN).and_utc();
    let week = || Interval::new(start - TimeDelta::days(2), start + TimeDelta::days(9));
    let span = YEARS.contains(&monday.year()).then(week).flatten();
    span.ok_or_else(|| Fault::Outside("there is no such week".into()))
}

fn of_week(calendar: &Calendar, monday: NaiveDate) -> Result<Interval, Fault> {
    let next = monday.checked_add_days(chrono::Days::new(7));
    let table = &calendar.table;
    let week = next.and_then(|next| Interval::new(table.start_of(monday), table.start_of(next)));
    week.ok_or_else(|| Fault::Outside("there is no such week".into()))
}

fn session(calendar: &Calendar, one: listing::Listed, now: Instant) -> Result<WeekBooking, Fault> {
    let theirs = Zone::named(&one.client_zone, &one.client_city)?;
    Ok(WeekBooking {
        span: one.span,
        place: place(calendar, one.span),
        when: zones::when(one.span, &calendar.zone, &theirs, now),
        client: Some((one.client, one.client_name)),
        what: Booked::Session {
            id: one.id,
            kind: one.kind,
            state: one.state,
        },
    })
}

fn place(calendar: &Calendar, span: Interval) -> Place {
    let plan = Plan {
        schedule: &calendar.schedule,
        zone: &calendar.table,
    };
    match stands_outside(plan, span) {
        true => Place::OutsideHours,
        false => Place::WithinHours,
    }
}

fn holds(calendar: &Calendar, within: Interval, now: Instant) -> impl Iterator<Item = WeekBooking> {
    let zone = &calendar.zone;
    let near = calendar.booked.iter();
    let near = near.filter(move |booked| booked.span.overlaps(within));
    near.filter_map(move |booked| match booked.by {
        TakenBy::Hold { until } if now < until => Some(WeekBooking {
            span: booked.span,
            when: zones::when(booked.span, zone, zone, now),
            client: None,
            place: place(calendar, booked.span),
            what: Booked::Held { until },
        }),
        _ => None,
    })
}

fn elsewhere(calendar: &Calendar, within: Interval, now: Instant) -> Vec<WeekElsewhere> {
    let near = calendar
        .busy
        .iter()
        .filter(|busy| busy.span.overlaps(within));
    let near = near.filter_map(|busy| match busy.kind {
        BusyKind::Imported { as_of, .. } => Some(WeekElsewhere {
            span: busy.span,
            as_of: calendar.zone.moment(as_of, now),
        }),
        _ => None,
    });
    near.collect()
}

/// Whether to ask "are your hours still right?", and what stands outside of them. Three statements.
///
/// # Errors
/// Of the store.
pub async fn review(
    backend: &Backend,
    permit: Permit<SeeAvailability>,
) -> Result<HoursReview, Fault> {
    let (therapist, now) = (TherapistId(permit.actor().id.0), backend.clock.now());
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let head = schedule::whole(tx, therapist, now).await?;
            let to_come = to_come::load(tx, therapist, now).await?;
            Ok((head.ok_or(StoreFault::Missing)?, to_come))
        })
    });
    let (head, mut to_come) = read.await?;
    to_come.retain(|next| matches!(next.party.what, What::Session { .. }));
    let last = to_come.last().map_or(now, |next| next.span.end());
    let table = head.zone.table(now - TimeDelta::days(2), last);
    let plan = Plan {
        schedule: &head.offered,
        zone: &table,
    };
    let outside = to_come
        .iter()
        .filter(|next| stands_outside(plan, next.span));
    Ok(HoursReview {
        review: Review::of(head.reviewed_at, now),
        last: head.reviewed_at.map(|at| head.zone.moment(at, now)),
        clashes: u32::try_from(outside.count()).unwrap_or(u32::MAX),
        revision: head.revision,
    })
}

/// Why can a session start at that instant, or not?
///
/// # Errors
/// Of the store.
pub async fn why_at(
    backend: &Backend,
    permit: Permit<SeeAvailability>,
    at: Instant,
) -> Result<WhyAnswer, Fault> {
    let (therapist, now) = (TherapistId(permit.actor().id.0), backend.clock.now());
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let near = Interval::new(at - TimeDelta::days(1), at + TimeDelta::days(1));
            let near = near.ok_or(StoreFault::Missing)?;
            let calendar = availability::load(tx, therapist, near, now).await?;
            Ok(calendar.ok_or(StoreFault::Missing)?)
        })
    });
    let calendar = read.await?;
    Ok(WhyAnswer {
        at: calendar.zone.moment(at, now),
        why: why(calendar.diary(), now, at),
    })
}
