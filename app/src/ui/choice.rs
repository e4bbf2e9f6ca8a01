//! One of a few answers, as a card to press.

use leptos::prelude::*;

/// A radio that looks like a card, with a line under its name.
#[component]
pub fn Choice(
    name: &'static str,
    value: &'static str,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] hint: Signal<String>,
    /// Which choice stands, for now.
    #[prop(into)]
    chosen: Signal<String>,
    #[prop(into)] choose: Callback<String>,
) -> impl IntoView {
    let checked = move || *chosen.read() == value;
    view! {
        <label class="choice">
            <input
                type="radio"
                name=name
                value=value
                checked=untrack(checked)
                prop:checked=checked
                on:change=move |_| choose.run(value.into())
            />
            <span>
                <b>{title}</b>
                <span class="small soft">{hint}</span>
            </span>
        </label>
    }
}
