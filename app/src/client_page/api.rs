//! What a client's page asks of the server.

use crate::fault::PageFault;
use domain::view::pages::ClientPage;
use leptos::prelude::*;

#[server(prefix = "/do", endpoint = "load_client", output = crate::wire::Json)]
pub async fn load_client(client: String, past: u32) -> Result<ClientPage, PageFault> {
    use crate::access::{asking, failed, not_found};
    use backend::pages;

    let asking = asking().await?;
    let client = client.parse().map_err(|_| not_found())?;
    let backend = &asking.services.backend;
    pages::client::page(backend, asking.actor(), client, past)
        .await
        .map_err(failed)
}
