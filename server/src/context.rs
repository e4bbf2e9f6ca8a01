//! What every page and every server function finds in its context, in one place: were the two
//! given different things, a page would work on first load and fail after a click.

use app::{Assets, Services};
use backend::login::Remembered;
use http::request::Parts;
use leptos::{
    nonce::Nonce,
    prelude::{provide_context, use_context},
};

/// Leptos calls the result once a request, after it has provided the request's `Parts`.
pub fn provider(services: Services, assets: Assets) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_context(services.clone());
        provide_context(assets.clone());
        provide_context(Remembered::default());
        // Leptos made a nonce of its own; the one that counts is the one in the header.
        let nonce = use_context::<Parts>().and_then(|parts| parts.extensions.get().cloned());
        if let Some(nonce) = nonce {
            provide_context::<Nonce>(nonce);
        }
    }
}
