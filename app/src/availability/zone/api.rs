//! The change of zone, as the browser asks for it.

use crate::fault::PageFault;
use domain::availability::edit::NotSaved;
use domain::view::availability::ZonePage;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneView {
    pub page: ZonePage,
    pub key: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ZoneAnswer {
    /// To what was saved, or to whom it concerns.
    Next {
        to: String,
    },
    Not(NotSaved),
}

/// `to` is the name of the zone that is looked at; it may be empty.
#[server(prefix = "/do", endpoint = "load_zone", output = crate::wire::Json)]
pub async fn load_zone(#[server(default)] to: String) -> Result<ZoneView, PageFault> {
    use crate::access::{asking, failed};
    use domain::permission::Subject::Nothing;

    let asking = asking().await?;
    let backend = &asking.services.backend;
    let previews = [asking.permit(Nothing)?, asking.permit(Nothing)?];
    let page = backend::pages::zone::page(backend, (asking.permit(Nothing)?, previews), &to).await;
    Ok(ZoneView {
        page: page.map_err(failed)?,
        key: backend::chance::id(backend.clock.machine_now()).to_string(),
    })
}

/// `keep` is `hours` or `instants`.
#[server(prefix = "/do", endpoint = "change_zone", output = crate::wire::Json)]
pub async fn change_zone(
    #[server(default)] to: String,
    #[server(default)] keep: String,
    #[server(default)] key: String,
) -> Result<ZoneAnswer, PageFault> {
    use crate::access::{asking, garbled};
    use crate::availability::api::Why;
    use crate::availability::saving::api::first::{Saved, save};
    use crate::context::send_plain_form_to;
    use crate::routes;
    use backend::zones::cities::city;
    use domain::availability::edit::{Edit, Keeping};

    let asking = asking().await?;
    let keep = match keep.as_str() {
        "hours" => Keeping::Hours,
        "instants" => Keeping::Instants,
        _ => return Err(garbled()),
    };
    let edit = Edit::Rezone {
        city: city(&to).ok_or_else(garbled)?,
        zone: to.clone(),
        keep,
    };
    let back = routes::zone_to(&to);
    let next = match save(&asking, edit, &key).await? {
        Saved::AtOnce { act, .. } => routes::saved(act, routes::AVAILABILITY),
        Saved::Decide(waiting) => waiting.keep(&asking, &back).await?,
        Saved::Not(why) => {
            send_plain_form_to(&format!("{back}&refused"));
            return Ok(ZoneAnswer::Not(match why {
                Why::Refused(why) => why,
                Why::Newer | Why::KeySpent => NotSaved::NothingToSave,
            }));
        }
    };
    send_plain_form_to(&next);
    Ok(ZoneAnswer::Next { to: next })
}
