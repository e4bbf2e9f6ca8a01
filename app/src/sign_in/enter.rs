//! What every way in has in common: the cookie, and where to go from here.

use crate::access::{failed, token};
use crate::context::{Services, send_plain_form_to, set_cookie};
use crate::fault::PageFault;
use crate::routes;
use backend::login::{self, SignedIn};

/// Answers the page that was on the way to, where there was one, else the first of the role.
///
/// # Errors
/// The machinery failed.
pub async fn enter(
    services: &Services,
    signed_in: &SignedIn,
    next: &str,
) -> Result<String, PageFault> {
    // Whoever was signed in with this browser no longer is.
    if let Some(before) = token(services) {
        login::sign_out(&services.backend.store, &before)
            .await
            .map_err(failed)?;
    }
    set_cookie(&services.cookie.set(&signed_in.token));
    let role = signed_in.actor.role;
    let next = Some(next).filter(|next| routes::is_own(next) && routes::is_for(role, next));
    let go = next
        .filter(|next| *next != routes::HOME)
        .unwrap_or(routes::first(role));
    send_plain_form_to(go);
    Ok(go.into())
}
