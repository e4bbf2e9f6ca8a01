//! What is wrong with a field, beside it; the field points here by `aria-describedby`.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

#[component]
pub fn FieldError(
    #[prop(into)] id: String,
    /// The words; nothing is shown where there are none.
    #[prop(into)]
    words: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <p class="field-error" id=id hidden=move || words.read().is_none()>
            <Icon glyph=Glyph::Warn small=true />
            {move || words.get()}
        </p>
    }
}
