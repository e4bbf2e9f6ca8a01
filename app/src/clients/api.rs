//! What the list of clients asks of the server.

use crate::fault::PageFault;
use domain::view::pages::ClientLine;
use leptos::prelude::*;

#[server(prefix = "/do", endpoint = "load_clients", output = crate::wire::Json)]
pub async fn load_clients() -> Result<Vec<ClientLine>, PageFault> {
    use crate::access::{asking, failed};
    use domain::permission::Subject;

    let asking = asking().await?;
    let permit = asking.permit(Subject::Nothing)?;
    let backend = &asking.services.backend;
    backend::pages::clients::page(backend, permit, &asking.person)
        .await
        .map_err(failed)
}
