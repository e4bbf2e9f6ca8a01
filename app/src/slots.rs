//! The open slots of a therapist, a day or a month of them, on the clocks of whoever asks: what is
//! open is no secret, and needs no sign-in.

use crate::fault::PageFault;
use domain::view::availability::SlotsPage;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Day,
    Month,
}

/// Those that start on `date` (`2026-11-24`), or in its month, in the zone of that name
/// (`Europe/London`).
///
/// # Errors
/// Not found where there is no such therapist, date or zone.
#[server(prefix = "/do", endpoint = "load_slots", output = crate::wire::Json)]
pub async fn load_slots(
    therapist: String,
    date: String,
    span: Span,
    zone: String,
) -> Result<SlotsPage, PageFault> {
    use crate::access::{failed, not_found};
    use crate::context::Services;
    use backend::pages::slots;
    use backend::zones::Zone;

    let Services { backend, .. } = Services::here()?;
    let therapist = therapist.parse().map_err(|_| not_found())?;
    let date = date.parse().map_err(|_| not_found())?;
    let city = zone
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .replace('_', " ");
    let reader = Zone::named(&zone, &city).map_err(|_| not_found())?;
    let found = match span {
        Span::Day => slots::day(&backend, therapist, &reader, date).await,
        Span::Month => slots::month(&backend, therapist, &reader, date).await,
    };
    found.map_err(failed)?.ok_or_else(not_found)
}
