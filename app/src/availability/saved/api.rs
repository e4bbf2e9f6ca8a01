//! What an edit of the hours did, and a block that is taken back.

use crate::fault::PageFault;
use domain::view::availability::SavedPage;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What became of a block that was to be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unblocked {
    Yes,
    /// It was over, or taken back before.
    WasNot,
}

/// Nothing, where the act saved none of the reader's hours.
#[server(prefix = "/do", endpoint = "load_saved", output = crate::wire::Json)]
pub async fn load_saved(#[server(default)] act: String) -> Result<Option<SavedPage>, PageFault> {
    use crate::access::{asking, failed};
    use domain::permission::Subject;

    let asking = asking().await?;
    let permit = asking.permit(Subject::Nothing)?;
    let Ok(act) = act.parse() else {
        return Ok(None);
    };
    let page = backend::pages::saved::page(&asking.services.backend, permit, act).await;
    page.map_err(failed)
}

/// Takes one block away. Nobody is left outside by that, so nothing is asked.
#[server(prefix = "/do", endpoint = "unblock", output = crate::wire::Json)]
pub async fn unblock(#[server(default)] block: String) -> Result<Unblocked, PageFault> {
    use crate::access::{asking, garbled};
    use crate::availability::saving::api::first::{Saved, save};
    use crate::context::send_plain_form_to;
    use crate::routes;
    use domain::availability::edit::Edit;

    let asking = asking().await?;
    let block = serde_json::from_str(&block).map_err(|_| garbled())?;
    let back = routes::AVAILABILITY;
    let saved = save(&asking, Edit::Unblock(block), "").await?;
    Ok(match saved {
        Saved::AtOnce { act, .. } => {
            send_plain_form_to(&routes::saved(act, back));
            Unblocked::Yes
        }
        Saved::Decide(_) | Saved::Not(_) => {
            send_plain_form_to(back);
            Unblocked::WasNot
        }
    })
}
