//! What was chosen and typed before the page came alive: it is not thrown away.

use domain::form::pausing::PauseFields;
use leptos::prelude::*;

/// Reads the form as it stands in the document, before the page takes it over.
pub fn before_alive() -> Option<PauseFields> {
    #[cfg(target_arch = "wasm32")]
    {
        use wasm_bindgen::JsCast;
        let form = document()
            .query_selector(&format!("form[action=\"{}\"]", crate::routes::DO_PAUSE))
            .ok()??
            .dyn_into::<web_sys::HtmlFormElement>()
            .ok()?;
        let data = web_sys::FormData::new_with_form(&form).ok()?;
        let field = |name: &str| data.get(name).as_string().unwrap_or_default();
        let all = document().query_selector_all("[data-answer]").ok()?;
        let sessions = (0..all.length()).filter_map(|at| {
            let row = all.get(at)?.dyn_into::<web_sys::Element>().ok()?;
            let session = row.get_attribute("data-answer")?;
            let answer = data.get(&super::answers::field(&session)).as_string()?;
            Some((session, answer))
        });
        Some(PauseFields {
            answers: sessions.collect(),
            reason: field("reason"),
            words: field("words"),
            back: field("back"),
            rest: field("rest"),
            note: field("note"),
        })
    }
    #[cfg(not(target_arch = "wasm32"))]
    None
}

/// Puts it back once the page is alive: until then it has to be as the server wrote it.
pub fn put_back(fields: RwSignal<PauseFields>, typed: Option<PauseFields>) {
    let Some(typed) = typed else { return };
    Effect::new(move |_| {
        if *fields.read_untracked() != typed {
            fields.set(typed.clone());
        }
    });
}
