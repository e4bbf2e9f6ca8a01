//! What the day's page asks of the server.

use crate::fault::PageFault;
use domain::view::pages::TodayPage;
use leptos::prelude::*;

#[server(prefix = "/do", endpoint = "load_today", output = crate::wire::Json)]
pub async fn load_today() -> Result<TodayPage, PageFault> {
    use crate::access::{asking, failed};
    use domain::permission::Subject;

    let asking = asking().await?;
    let permit = asking.permit(Subject::Nothing)?;
    let backend = &asking.services.backend;
    backend::pages::today::page(backend, permit, &asking.person)
        .await
        .map_err(failed)
}
