//! The therapist's day, and what waits for her: bookings to confirm, attendance to record, and now
//! and then whether her hours are still right.

use super::confirming;
use super::line::{first, line};
use crate::Backend;
use crate::chance;
use crate::fault::Fault;
use crate::people::Person;
use crate::store::availability::schedule::{self, Head};
use crate::store::listing::{self, Listed, Of, Page, Which};
use crate::zones::Zone;
use domain::actor::Role;
use domain::availability::Review;
use domain::ids::{SessionId, TherapistId};
use domain::permission::{Permit, SeeToday};
use domain::request::{OpenRequest, RequestKind};
use domain::sentences::{bookings, weekly};
use domain::session::Session;
use domain::time::{Instant, TimeDelta};
use domain::view::pages::{HoursCard, TodayPage, WaitingLine};
use domain::view::session::SessionLine;

/// At most this many sessions stand under one heading.
const MOST: Page = Page {
    limit: 50,
    offset: 0,
};
const NEXT: Page = Page {
    limit: 6,
    offset: 0,
};

/// What was just done on the page, to be said there.
#[derive(Clone, Copy, Debug, Default)]
pub struct JustDone {
    /// The booking that was confirmed.
    pub confirmed: Option<SessionId>,
    /// *Yes, still right* was said of hours that are no longer in force.
    pub hours_changed: bool,
}

/// # Errors
/// Of the store.
pub async fn page(
    backend: &Backend,
    permit: Permit<SeeToday>,
    person: &Person,
    just: JustDone,
) -> Result<TodayPage, Fault> {
    let now = backend.clock.now();
    let zone = Zone::named(&person.zone, &person.city)?;
    let id = permit.actor().id;
    let of = Of::Therapist(id);
    let (from, to) = (zone.start_of_day(now), zone.end_of_day(now));
    let read = backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let after = Which::Starting {
                from: to,
                to: to + TimeDelta::days(14),
            };
            let done = match just.confirmed {
                Some(id) => listing::sessions(tx, of, Which::Confirmed { id }, NEXT).await?,
                None => Vec::new(),
            };
            Ok((
                listing::sessions(tx, of, Which::ToConfirm { now }, MOST).await?,
                schedule::head(tx, TherapistId(id.0)).await?,
                listing::sessions(tx, of, Which::Unattended { now }, MOST).await?,
                listing::sessions(tx, of, Which::Starting { from, to }, MOST).await?,
                listing::sessions(tx, of, after, NEXT).await?,
                done,
            ))
        })
    });
    let (waiting, hours, attendance, today, next, done) = read.await?;
    let key = || chance::id(backend.clock.machine_now()).to_string();
    Ok(TodayPage {
        date: zone.day(now),
        now,
        waiting: all_waiting(waiting, &zone, now, key)?,
        hours: hours.and_then(|head| card(&head, just, now)),
        done: done.into_iter().next().map(|one| said(&one, &zone, now)),
        attendance: lines(attendance, now)?,
        today: lines(today, now)?,
        next: lines(next, now)?,
    })
}

fn lines(listed: Vec<Listed>, now: Instant) -> Result<Vec<SessionLine>, Fault> {
    listed
        .into_iter()
        .map(|listed| line(listed, Role::Therapist, now))
        .collect()
}

/// The shortest deadline first.
fn all_waiting(
    mut listed: Vec<Listed>,
    zone: &Zone,
    now: Instant,
    key: impl Fn() -> String,
) -> Result<Vec<WaitingLine>, Fault> {
    listed.sort_by_key(|one| one.confirm_by);
    let mut all = Vec::new();
    for one in listed {
        let asked = one.asked_to_decline.map(|since| OpenRequest {
            kind: RequestKind::DeclineInitial,
            since,
        });
        let open: Vec<OpenRequest> = asked.into_iter().collect();
        let client = first(&one.client_name);
        let to = confirming::to_confirm(&session(&one), client, &open, zone, now);
        let Some(to) = to else { continue };
        all.push(WaitingLine {
            to,
            money: bookings::held_until_answered(one.price),
            line: line(one, Role::Therapist, now)?,
            key: key(),
        });
    }
    Ok(all)
}

/// As far as confirming looks at it.
fn session(one: &Listed) -> Session {
    Session {
        id: one.id,
        therapist: one.therapist,
        client: one.client,
        kind: one.kind,
        state: one.state,
        span: one.span,
        booked_at: one.booked_at,
        price: one.price,
        revision: one.revision,
        late_since: None,
        cancellation: None,
        confirm_by: one.confirm_by,
    }
}

fn said(one: &Listed, zone: &Zone, now: Instant) -> String {
    let when = zone.span(one.span, now);
    let when = format!("{}, {}", when.short_date, when.times);
    bookings::confirmed(first(&one.client_name), &when)
}

fn card(head: &Head, just: JustDone, now: Instant) -> Option<HoursCard> {
    (Review::of(head.reviewed_at, now) == Review::Due).then(|| HoursCard {
        lines: weekly::lines(&head.offered.hours),
        last: head.reviewed_at.map(|at| head.zone.moment(at, now).date),
        revision: head.revision,
        changed: just.hours_changed,
    })
}
