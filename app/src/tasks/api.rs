//! What the team's page asks of the server.

use crate::fault::PageFault;
use domain::view::pages::TaskLine;
use leptos::prelude::*;

#[server(prefix = "/do", endpoint = "load_tasks")]
pub async fn load_tasks() -> Result<Vec<TaskLine>, PageFault> {
    use crate::access::{asking, failed};
    use domain::permission::Subject;

    let asking = asking().await?;
    let permit = asking.permit(Subject::Nothing)?;
    let backend = &asking.services.backend;
    backend::pages::tasks::page(backend, permit, &asking.person)
        .await
        .map_err(failed)
}
