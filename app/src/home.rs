//! The bare address leads on: to the first page of whoever is signed in, else to sign in.

use crate::frame::api::me;
use crate::routes;
use crate::ui::coming::Coming;
use crate::ui::{faulted::Faulted, title::Title};
use crate::wire;
use leptos::prelude::*;

#[component]
pub fn Home() -> impl IntoView {
    let reader = wire::load(|| (), |()| me());
    let show = move || async move {
        match reader.await {
            Ok(me) => view! { <LeadOn to=routes::first(me.role) /> }.into_any(),
            Err(fault) => view! { <Faulted fault /> }.into_any(),
        }
    };
    view! {
        <Title text="One moment" />
        <main id="main" tabindex="-1">
            <Coming show />
        </main>
    }
}

#[component]
fn LeadOn(to: &'static str) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::send_on(to);
    #[cfg(not(feature = "ssr"))]
    {
        use leptos_router::{NavigateOptions, hooks::use_navigate};
        let replace = NavigateOptions {
            replace: true,
            ..Default::default()
        };
        // Once the page stands: the router is busy with coming here until then.
        Effect::new(move |_| use_navigate()(to, replace.clone()));
    }
    view! { <a href=to>"Go on"</a> }
}
