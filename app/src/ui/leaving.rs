//! A form after which nothing on the page is as it was: the reader is someone else or nobody, or
//! the time is another. The browser sends it by itself, and goes where the server leads.

use super::connection::use_connection;
use super::go;
use leptos::{ev::SubmitEvent, prelude::*};

#[component]
pub fn LeavingForm(
    /// The address of a server function that leads on.
    action: &'static str,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let connection = use_connection();
    let submit = move |event: SubmitEvent| match untrack(|| connection.is_lost()) {
        // The banner says why.
        true => event.prevent_default(),
        false => go::leaving(),
    };
    view! {
        <form method="post" action=action class=class on:submit=submit>
            {children()}
        </form>
    }
}
