//! What the client's list asks of the server.

use crate::fault::PageFault;
use domain::view::pages::OwnSessionsPage;
use leptos::prelude::*;

#[server(prefix = "/do", endpoint = "load_own_sessions", output = crate::wire::Json)]
pub async fn load_own_sessions() -> Result<OwnSessionsPage, PageFault> {
    use crate::access::{asking, failed};
    use domain::permission::Subject;

    let asking = asking().await?;
    let permit = asking.permit(Subject::Nothing)?;
    backend::pages::own_sessions::page(&asking.services.backend, permit)
        .await
        .map_err(failed)
}
