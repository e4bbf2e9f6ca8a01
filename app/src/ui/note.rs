//! A note set apart from the text: a policy's answer, a warning, what went wrong.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteTone {
    Plain,
    Fine,
    Warn,
    Danger,
}

impl NoteTone {
    fn class(self) -> &'static str {
        match self {
            NoteTone::Plain => "note",
            NoteTone::Fine => "note ok",
            NoteTone::Warn => "note warn",
            NoteTone::Danger => "note danger",
        }
    }
}

#[component]
pub fn Note(
    tone: NoteTone,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    /// Read out at once, as something that went wrong.
    #[prop(optional)]
    alert: bool,
) -> impl IntoView {
    let glyph = match tone {
        NoteTone::Warn | NoteTone::Danger => Glyph::Warn,
        NoteTone::Plain | NoteTone::Fine => Glyph::Info,
    };
    view! {
        <div class=tone.class() role=alert.then_some("alert") tabindex=alert.then_some("-1")>
            <Icon glyph />
            <div>
                <p>
                    <b>{title}</b>
                    " "
                    {text}
                </p>
            </div>
        </div>
    }
}
