//! A field for a few free words, with what is wrong and a hint under it.

use super::field_error::FieldError;
use leptos::prelude::*;

#[component]
pub fn WordsField(
    /// The field's name, and the id that its label and its hints hang on.
    name: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] hint: Signal<String>,
    rows: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] typed: Callback<String>,
    fault: Signal<Option<String>>,
) -> impl IntoView {
    let (error_id, hint_id) = (format!("{name}-error"), format!("{name}-hint"));
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <textarea
                class="input"
                id=name
                name=name
                rows=rows
                aria-describedby=format!("{error_id} {hint_id}")
                aria-invalid=move || fault.read().is_some().then_some("true")
                prop:value=value
                on:input:target=move |event| typed.run(event.target().value())
            >
                {value.get_untracked()}
            </textarea>
            <FieldError id=error_id words=fault />
            <p class="hint" id=hint_id>
                {hint}
            </p>
        </div>
    }
    .into_any()
}
