//! Who is signed in, and the ways out.

use crate::fault::PageFault;
use domain::view::pages::Me;
use leptos::prelude::*;

/// # Errors
/// Nobody is signed in. Pages send a stranger to sign in, but for those of the demonstration.
#[server(name = AskMe, prefix = "/do", endpoint = "me", output = crate::wire::Json)]
pub async fn me() -> Result<Me, PageFault> {
    use crate::access::{asking, failed, found, here, stranger};

    let open = here().is_some_and(|path| path.starts_with(crate::routes::DEMO));
    let asking = match open {
        true => found().await?.ok_or_else(stranger)?,
        false => asking().await?,
    };
    let backend = &asking.services.backend;
    backend::pages::me::me(backend, &asking.person)
        .await
        .map_err(failed)
}

/// Answers where to go; that nobody was signed in is no fault.
#[server(prefix = "/do", endpoint = "sign_out", output = crate::wire::Json)]
pub async fn sign_out() -> Result<String, PageFault> {
    use crate::access::{failed, token};
    use crate::context::Services;

    let services = Services::here()?;
    if let Some(token) = token(&services) {
        let store = &services.backend.store;
        backend::login::sign_out(store, &token)
            .await
            .map_err(failed)?;
    }
    Ok(leave(&services))
}

/// Answers where to go.
#[server(prefix = "/do", endpoint = "sign_out_everywhere", output = crate::wire::Json)]
pub async fn sign_out_everywhere() -> Result<String, PageFault> {
    use crate::access::{asking, failed};
    use domain::permission::{SignOutEverywhere, Subject};

    let asking = asking().await?;
    let permit = asking.permit::<SignOutEverywhere>(Subject::Nothing)?;
    let store = &asking.services.backend.store;
    backend::login::sign_out_everywhere(store, permit.actor().id)
        .await
        .map_err(failed)?;
    Ok(leave(&asking.services))
}

#[cfg(feature = "ssr")]
fn leave(services: &crate::context::Services) -> String {
    crate::context::set_cookie(&services.cookie.clear());
    crate::context::send_plain_form_to(crate::routes::SIGN_IN);
    crate::routes::SIGN_IN.into()
}
