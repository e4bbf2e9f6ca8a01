//! What stands around the pages of a person: the rail with the way to each of them, at the side
//! on a desk and at the foot on a phone. Only the demonstration's pages are there for someone
//! who is not signed in; the rail then says so.

pub mod api;
mod focus;
mod rail;

use crate::fault::PageFault;
use crate::routes;
use crate::ui::coming::Coming;
use crate::ui::form::sent;
use crate::ui::refresh::use_refresh;
use crate::ui::toast::Toasts;
use crate::wire::{self, Loaded};
use api::me;
use domain::view::pages::Me;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;
use rail::{OwnRail, StrangersRail};

/// Who reads, as the rail and the account page show it.
#[derive(Clone, Copy)]
pub struct Reader(pub Loaded<Result<Me, PageFault>>);

#[component]
pub fn Frame() -> impl IntoView {
    let refresh = use_refresh();
    let reader = wire::load(move || refresh.version(), |_| me());
    provide_context(Reader(reader));
    let path = use_location().pathname;
    focus::follow(path);
    sent::follow(path);
    let rail = move || async move {
        match reader.await {
            Ok(me) => view! { <OwnRail me path /> }.into_any(),
            Err(_) => view! { <StrangersRail /> }.into_any(),
        }
    };
    view! {
        <div class="shell">
            <header class="rail">
                <Coming show=rail />
            </header>
            <main
                id="main"
                tabindex="-1"
                class=move || (!is_wide(&path.read())).then_some("narrow")
            >
                <Outlet />
            </main>
            <Toasts />
        </div>
    }
}

/// Pages that show one thing beside the list that it is from.
fn is_wide(path: &str) -> bool {
    path.starts_with("/clients/")
        || path == routes::AVAILABILITY
        || path.starts_with(routes::DEMO_MAIL)
}
