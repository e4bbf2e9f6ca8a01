//! What a person chose and typed before the page came alive. The browser found a plain form
//! and let them begin; coming alive must not throw that away.

use domain::form::Fields;
use leptos::prelude::*;

/// Reads the form as it stands in the document, before the page takes it over; `None` where
/// the page was never plain.
pub fn before_alive(action: &str) -> Option<Fields> {
    #[cfg(target_arch = "wasm32")]
    {
        use wasm_bindgen::JsCast;
        let form = document()
            .query_selector(&format!("form[action=\"{action}\"]"))
            .ok()??
            .dyn_into::<web_sys::HtmlFormElement>()
            .ok()?;
        let data = web_sys::FormData::new_with_form(&form).ok()?;
        let field = |name: &str| data.get(name).as_string().unwrap_or_default();
        Some(Fields {
            cause: field("cause"),
            asked: field("asked"),
            asked_at: field("asked_at"),
            words: field("words"),
            outcome: field("outcome"),
            under: field("under"),
            amount: field("amount"),
            reason: field("reason"),
            note: field("note"),
            block: field("block"),
            way: field("way"),
            to: field("to"),
            to_typed: field("to_typed"),
            offer_1: field("offer_1"),
            offer_2: field("offer_2"),
            offer_3: field("offer_3"),
            old_time: field("old_time"),
            aware: field("aware"),
            aware_words: field("aware_words"),
        })
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = action;
        None
    }
}

/// Puts it back once the page is alive: until then it has to be as the server wrote it.
pub fn put_back(fields: RwSignal<Fields>, typed: Option<Fields>) {
    let Some(typed) = typed else { return };
    Effect::new(move |_| {
        if *fields.read_untracked() != typed {
            fields.set(typed.clone());
        }
    });
}
