//! Reads the forms for time off and makes the edit that they mean; what is wrong comes back with all
//! that was typed.

use super::{TimeOffAnswer, TimeOffView};
use crate::access::{Asking, asking, failed, here};
use crate::availability::api::Why;
use crate::availability::saving::api::first::{Saved, save};
use crate::context::{is_plain_form, send_plain_form_to};
use crate::fault::PageFault;
use crate::routes;
use backend::pages::time_off;
use backend::{chance, drafts};
use domain::availability::edit::{Edit, NotSaved};
use domain::form::time_off::{Fault, Fields};
use domain::ids::DraftId;
use domain::permission::{EditAvailability, Permit, Subject};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    DaysOff,
    Away,
}

/// What the drafts of these forms are kept under.
const PAGE: &str = "time-off";

type Kept = (Fields, Option<Fault>);

pub async fn view(draft: &str) -> Result<TimeOffView, PageFault> {
    let asking = asking().await?;
    let _: Permit<EditAvailability> = asking.permit(Subject::Nothing)?;
    let backend = &asking.services.backend;
    let kept: Option<Kept> = match draft.parse::<DraftId>() {
        Ok(id) => drafts::load(backend, asking.actor(), PAGE, id)
            .await
            .map_err(failed)?,
        Err(_) => None,
    };
    let (typed, fault) = kept.unwrap_or_default();
    Ok(TimeOffView {
        page: time_off::page(backend, &asking.person).map_err(failed)?,
        key: chance::id(backend.clock.machine_now()).to_string(),
        typed,
        fault,
    })
}

pub async fn answer(which: Which, fields: Fields, key: &str) -> Result<TimeOffAnswer, PageFault> {
    let asking = asking().await?;
    let edit = match read(&asking, which, &fields)? {
        Ok(edit) => edit,
        Err(fault) => return again(&asking, which, fields, fault).await,
    };
    let back = came_from();
    let to = match save(&asking, edit, key).await? {
        Saved::AtOnce { act, .. } => routes::saved(act, &back),
        Saved::Decide(waiting) => waiting.keep(&asking, &back).await?,
        Saved::Not(Why::Refused(why)) => {
            return again(&asking, which, fields, Fault::NotSaved(why)).await;
        }
        Saved::Not(Why::Newer | Why::KeySpent) => {
            let fault = Fault::NotSaved(NotSaved::NothingToSave);
            return again(&asking, which, fields, fault).await;
        }
    };
    send_plain_form_to(&to);
    Ok(TimeOffAnswer::Next { to })
}

fn read(asking: &Asking, which: Which, fields: &Fields) -> Result<Result<Edit, Fault>, PageFault> {
    let (backend, person) = (&asking.services.backend, &asking.person);
    let read = match which {
        Which::DaysOff => time_off::days_off(backend, person, fields),
        Which::Away => time_off::away(backend, person, fields),
    };
    read.map_err(failed)
}

/// The page that the one press was made on; from the forms themselves it leads on to the hours.
fn came_from() -> String {
    let here = here().filter(|page| routes::is_own(page));
    let form = |page: &String| page.starts_with(routes::AVAILABILITY);
    let here = here.filter(|page| !form(page));
    here.unwrap_or_else(|| routes::AVAILABILITY.into())
}

/// A plain form finds its fields in a draft.
async fn again(
    asking: &Asking,
    which: Which,
    fields: Fields,
    fault: Fault,
) -> Result<TimeOffAnswer, PageFault> {
    if is_plain_form() {
        let kept: Kept = (fields, Some(fault.clone()));
        let backend = &asking.services.backend;
        let id = drafts::keep(backend, asking.actor(), PAGE, &kept).await;
        let id = id.map_err(failed)?;
        let page = match which {
            Which::DaysOff => routes::DAY_OFF,
            Which::Away => routes::AWAY,
        };
        send_plain_form_to(&format!("{page}?draft={id}"));
    }
    Ok(TimeOffAnswer::Again(fault))
}
