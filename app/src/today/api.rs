//! What the day's page asks of the server.

use crate::fault::PageFault;
use domain::view::pages::TodayPage;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// `confirmed` is the booking that was just confirmed there, and `hours` says whether hours had
/// changed since they were said to be right.
#[server(prefix = "/do", endpoint = "load_today", output = crate::wire::Json)]
pub async fn load_today(
    confirmed: Option<String>,
    hours: Option<String>,
) -> Result<TodayPage, PageFault> {
    use crate::access::{asking, failed};
    use backend::pages::today::{self, JustDone};
    use domain::permission::Subject;

    let asking = asking().await?;
    let permit = asking.permit(Subject::Nothing)?;
    let just = JustDone {
        confirmed: confirmed.and_then(|id| id.parse().ok()),
        hours_changed: hours.is_some(),
    };
    let backend = &asking.services.backend;
    today::page(backend, permit, &asking.person, just)
        .await
        .map_err(failed)
}

/// Where the answer stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub go: String,
}

/// `revision` is that of the hours that were shown.
#[server(prefix = "/do", endpoint = "hours_are_right", output = crate::wire::Json)]
pub async fn hours_are_right(#[server(default)] revision: String) -> Result<Answered, PageFault> {
    use crate::access::{asking, failed, garbled};
    use crate::context::send_plain_form_to;
    use crate::routes;
    use backend::availability::reviewing::{Reviewed, are_right};
    use domain::permission::Subject;

    let asking = asking().await?;
    let permit = asking.permit(Subject::Nothing)?;
    let shown: u32 = revision.parse().map_err(|_| garbled())?;
    let backend = &asking.services.backend;
    let reviewed = are_right(backend, permit, shown, backend.clock.now());
    let go = match reviewed.await.map_err(failed)? {
        Reviewed::Yes => routes::TODAY.to_owned(),
        Reviewed::ThereIsANewerOne { .. } => routes::today_hours_changed(),
    };
    send_plain_form_to(&go);
    Ok(Answered { go })
}
