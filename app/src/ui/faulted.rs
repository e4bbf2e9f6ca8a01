//! A page that cannot be shown: what is the matter, and what to do next.

use super::go::{address, leave_for};
use super::title::Title;
use crate::fault::PageFault;
use crate::routes;
use leptos::prelude::*;

#[component]
pub fn Faulted(fault: PageFault) -> impl IntoView {
    let sign_in = fault == PageFault::SignInFirst;
    // A page that the browser made itself: the server could not send the reader on.
    Effect::new(move |_| {
        if sign_in {
            leave_for(&routes::sign_in(address().as_deref()));
        }
    });
    view! {
        <Title text=fault.title().to_string() />
        <section class="error-page">
            <h1>{fault.title()}</h1>
            <p>{fault.remedy()}</p>
            <p class="row">
                <a class="button primary" href=if sign_in { routes::SIGN_IN } else { routes::HOME }>
                    {if sign_in { "Sign in" } else { "Go to your first page" }}
                </a>
            </p>
        </section>
    }
}
