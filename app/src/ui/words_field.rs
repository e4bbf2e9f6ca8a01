//! A field for a few free words, with what is wrong and a hint under it.

use super::field::About;
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
    let about = About {
        id: name,
        label,
        fault,
        hint: Some(hint),
    };
    let field = view! {
        <textarea
            class="input"
            id=name
            name=name
            rows=rows
            aria-describedby=about.described_by()
            aria-invalid=about.invalid()
            prop:value=value
            on:input:target=move |event| typed.run(event.target().value())
        >
            {value.get_untracked()}
        </textarea>
    };
    about.around(field.into_any())
}
