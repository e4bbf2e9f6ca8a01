//! The demonstration's clock and mail, on the wall clock of whoever is signed in, or London's.

use crate::fault::PageFault;
use domain::view::pages::{PostLine, PostMessage};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoClock {
    /// `Mon 23 Nov, 06:40`
    pub label: String,
    /// `2026-11-23T06:40`
    pub field: String,
    /// Whose wall clock this is: `London`.
    pub city: String,
    /// What was asked for, and why the clock was not moved to it.
    pub refused: Option<(String, String)>,
}

/// What time the demonstration has; nothing outside of it. `tried` is a wall time to which the
/// clock was not moved.
#[server(prefix = "/do", endpoint = "demo_now", output = crate::wire::Json)]
pub async fn demo_now(
    #[server(default)] tried: Option<String>,
) -> Result<Option<DemoClock>, PageFault> {
    let services = crate::context::Services::here()?;
    if services.demo_post.is_none() {
        return Ok(None);
    }
    let (zone, city) = on_server::wall().await?;
    let clock = &services.backend.clock;
    let now = clock.now();
    let refused = tried.and_then(|tried| {
        let why = on_server::asked(clock, &zone, &tried, None).err()?;
        Some((tried, why.into()))
    });
    Ok(Some(DemoClock {
        label: zone.moment(now, now).label,
        field: zone.field(now),
        city,
        refused,
    }))
}

/// Moves the clock `to` a wall time, or `by` seconds where those are given. The answer says why
/// it was not moved.
#[server(prefix = "/do", endpoint = "move_clock", output = crate::wire::Json)]
pub async fn move_clock(
    #[server(default)] to: String,
    #[server(default)] by: Option<i64>,
) -> Result<Option<String>, PageFault> {
    use crate::context::send_plain_form_to;
    use crate::routes;

    let services = crate::context::Services::here()?;
    services.demo()?;
    let back = crate::access::here().unwrap_or_else(|| routes::HOME.into());
    let backend = &services.backend;
    let zone = on_server::wall().await?.0;
    match on_server::asked(&backend.clock, &zone, &to, by) {
        Ok(at) => {
            backend.clock.move_to(at);
            backend.wake.ring();
            backend.store.tell_everybody();
            send_plain_form_to(&routes::with_clock(&back, None));
            Ok(None)
        }
        Err(why) => {
            send_plain_form_to(&routes::with_clock(&back, Some(&to)));
            Ok(Some(why.into()))
        }
    }
}

#[server(prefix = "/do", endpoint = "load_mail", output = crate::wire::Json)]
pub async fn load_mail() -> Result<Vec<PostLine>, PageFault> {
    const MOST: usize = 100;

    let services = crate::context::Services::here()?;
    let folder = services.demo()?;
    let (zone, _) = on_server::wall().await?;
    let now = services.backend.clock.now();
    let listed = backend::mail::post::list(folder, MOST, &zone, now).await;
    listed.map_err(crate::access::broken)
}

#[server(prefix = "/do", endpoint = "load_message", output = crate::wire::Json)]
pub async fn load_message(file: String) -> Result<PostMessage, PageFault> {
    let services = crate::context::Services::here()?;
    let folder = services.demo()?;
    let (zone, _) = on_server::wall().await?;
    let now = services.backend.clock.now();
    let opened = backend::mail::post::open(folder, &file, &zone, now).await;
    opened.ok_or_else(crate::access::not_found)
}

#[cfg(feature = "ssr")]
pub use on_server::wall;

#[cfg(feature = "ssr")]
mod on_server {
    use crate::access::{failed, found};
    use crate::fault::PageFault;
    use backend::clock::Clock;
    use backend::zones::Zone;
    use domain::time::zone::Resolved;
    use domain::time::{Instant, TimeDelta};
    use std::ops::RangeInclusive;

    /// The reader's zone, and what it is called.
    pub async fn wall() -> Result<(Zone, String), PageFault> {
        let person = found().await?.map(|asking| asking.person);
        let (name, city) = match person {
            Some(person) => (person.zone, person.city),
            None => ("Europe/London".into(), "London".into()),
        };
        Ok((Zone::named(&name, &city).map_err(failed)?, city))
    }

    /// The instant to move to: `by` seconds on, or else the wall time `to`.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn asked(
        clock: &Clock,
        zone: &Zone,
        to: &str,
        by: Option<i64>,
    ) -> Result<Instant, &'static str> {
        let reach = reach(clock.machine_now());
        let at = match by {
            Some(seconds) => later(clock.now(), seconds),
            None => read(zone, to, &reach),
        };
        let at = at.ok_or("There is no such time: enter a day and an hour that exist.")?;
        match reach.contains(&at) {
            true => Ok(at),
            false => Err("The clock moves ten years either way at most."),
        }
    }

    fn later(now: Instant, seconds: i64) -> Option<Instant> {
        now.checked_add_signed(TimeDelta::try_seconds(seconds)?)
    }

    /// The instant of what a date-and-time field holds; the earlier of two, and of what is out
    /// of reach anyway, any that is.
    fn read(zone: &Zone, field: &str, reach: &RangeInclusive<Instant>) -> Option<Instant> {
        let about: Instant = format!("{field}:00Z").parse().ok()?;
        if !reach.contains(&about) {
            return Some(about);
        }
        let wall = format!("{field}:00").parse().ok()?;
        match zone.table(about, about).resolve(wall) {
            Resolved::One(at) | Resolved::Fold(at, _) => Some(at),
            Resolved::Gap => None,
        }
    }

    /// Ten years either way; what is to come about zones nobody knows.
    fn reach(machine_now: Instant) -> RangeInclusive<Instant> {
        let years = TimeDelta::days(3652);
        machine_now - years..=machine_now + years
    }
}
