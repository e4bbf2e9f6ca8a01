//! The title of the page, without shipping a library for it.
//!
//! On the server it goes into `<head>` (by leptos_meta, which only the server links); in the
//! browser an effect keeps `document.title` in step when a person moves between pages.

use leptos::prelude::*;

#[component]
pub fn Title(#[prop(into)] text: Signal<String>) -> impl IntoView {
    let full = move || format!("{} · Kept", text.get());

    #[cfg(feature = "ssr")]
    {
        // Registers with the document's head; renders nothing where it stands.
        let _ = leptos_meta::Title(leptos_meta::TitleProps {
            formatter: None,
            // Said now: by the time that the head is written, the signals of the page may be gone.
            text: Some(untrack(full).into()),
        });
    }
    #[cfg(not(feature = "ssr"))]
    Effect::new(move |_| document().set_title(&full()));
}
