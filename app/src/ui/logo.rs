//! The mark and the name.

use leptos::prelude::*;

#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="8" />
            <path d="M11 8v16M22 8l-9.5 8.2L22 24" />
        </svg>
        " Kept"
    }
}
