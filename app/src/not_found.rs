//! What an address that no page has shows. `server` answers it with the status 404.

use crate::routes;
use crate::ui::{logo::Logo, title::Title};
use leptos::prelude::*;

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Title text="Page not found" />
        <div class="bare">
            <main id="main" tabindex="-1" class="error-page">
                <p class="logo">
                    <Logo />
                </p>
                <p class="code">"404"</p>
                <h1>"There is no page at this address"</h1>
                <p>"It may have been moved, or the address may be mistyped."</p>
                <p class="row">
                    <a class="button primary" href=routes::HOME>
                        "Go to your first page"
                    </a>
                </p>
            </main>
        </div>
    }
}
