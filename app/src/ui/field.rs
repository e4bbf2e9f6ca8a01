//! A field with its label, and under it what is wrong with it and a hint: drawn here for all, and
//! an input of its own.

use super::field_error::FieldError;
use leptos::prelude::*;

/// What is said of a field.
pub struct About {
    /// The field's id; that of its fault is `…-error`, that of its hint `…-hint`.
    pub id: &'static str,
    pub label: Signal<String>,
    pub fault: Signal<Option<String>>,
    pub hint: Option<Signal<String>>,
}

impl About {
    /// For `aria-describedby`.
    pub fn described_by(&self) -> String {
        let id = self.id;
        match self.hint {
            Some(_) => format!("{id}-error {id}-hint"),
            None => format!("{id}-error"),
        }
    }

    /// For `aria-invalid`.
    pub fn invalid(&self) -> Signal<Option<&'static str>> {
        let fault = self.fault;
        Signal::derive(move || fault.read().is_some().then_some("true"))
    }

    pub fn around(self, field: AnyView) -> AnyView {
        let id = self.id;
        let hint = self.hint.map(|hint| {
            view! {
                <p class="hint" id=format!("{id}-hint")>
                    {hint}
                </p>
            }
        });
        view! {
            <div class="field">
                <label for=id>{self.label}</label>
                {field}
                <FieldError id=format!("{id}-error") words=self.fault />
                {hint}
            </div>
        }
        .into_any()
    }
}

#[component]
pub fn Field(
    id: &'static str,
    #[prop(into)] name: String,
    #[prop(into)] label: Signal<String>,
    /// The type of its input.
    kind: &'static str,
    /// What the server writes into it.
    begun: String,
    /// What it holds; without, it is left to whoever types.
    #[prop(optional, into)]
    value: Option<Signal<String>>,
    #[prop(optional, into)] typed: Option<Callback<String>>,
    /// The least that a date may be.
    #[prop(optional, into)]
    least: Option<String>,
    #[prop(optional, into)] inputmode: Option<&'static str>,
    fault: Signal<Option<String>>,
) -> impl IntoView {
    let about = About {
        id,
        label,
        fault,
        hint: None,
    };
    let field = view! {
        <input
            class="input"
            id=id
            name=name
            type=kind
            min=least
            inputmode=inputmode
            value=begun
            prop:value=move || value.map(|value| value.get())
            aria-describedby=about.described_by()
            aria-invalid=about.invalid()
            on:change:target=move |event| {
                if let Some(typed) = typed {
                    typed.run(event.target().value());
                }
            }
        />
    };
    about.around(field.into_any())
}
