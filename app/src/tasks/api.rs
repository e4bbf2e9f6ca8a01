//! What the team's page asks of the server.

use crate::fault::PageFault;
use domain::view::pages::TaskLine;
use leptos::prelude::*;

#[server(prefix = "/do", endpoint = "load_tasks", output = crate::wire::Json)]
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

/// Whoever presses twice, or second, finds the task done.
#[server(prefix = "/do", endpoint = "try_again", output = crate::wire::Json)]
pub async fn try_again(#[server(default)] task: String) -> Result<(), PageFault> {
    use crate::access::{asking, failed};
    use domain::permission::Subject;

    let asking = asking().await?;
    let permit = asking.permit(Subject::Nothing)?;
    let backend = &asking.services.backend;
    let again = backend::outbox::again::try_again(backend, permit, &task).await;
    again.map_err(failed)?;
    crate::context::send_plain_form_to(crate::routes::TASKS);
    Ok(())
}
