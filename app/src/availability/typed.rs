//! What was typed into the plain form before the page came alive: it becomes the first step, and
//! can be undone; what cannot be read stays in its field.

use super::{new_block, rough, state::Editing};
use crate::routes;
use domain::form::hours::{self, Typed};
use leptos::prelude::*;

/// Reads the form as it stands in the document, before the page takes it over; `None` where the
/// page was never plain.
pub fn before_alive() -> Option<Typed> {
    #[cfg(target_arch = "wasm32")]
    {
        use wasm_bindgen::JsCast;
        let form = format!("form[action=\"{}\"]", routes::DO_SAVE_HOURS);
        let form = document().query_selector(&form).ok()??;
        let fields = form.query_selector_all("[name^='f[']").ok()?;
        let mut typed = Typed::new();
        for at in 0..fields.length() {
            let Some(field) = fields.item(at) else {
                continue;
            };
            let value = match field.dyn_ref::<web_sys::HtmlInputElement>() {
                Some(input) if input.type_() == "checkbox" && !input.checked() => continue,
                Some(input) => Some((input.name(), input.value())),
                None => field
                    .dyn_ref::<web_sys::HtmlSelectElement>()
                    .map(|select| (select.name(), select.value())),
            };
            let Some((name, value)) = value else { continue };
            let name = name.trim_start_matches("f[").trim_end_matches(']');
            typed.insert(name.to_owned(), value);
        }
        Some(typed)
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = routes::DO_SAVE_HOURS;
        None
    }
}

/// Once the page is alive: until then it has to be as the server wrote it.
pub fn put_back(editing: Editing, typed: Option<Typed>) {
    let Some(typed) = typed else { return };
    Effect::new(move |_| {
        let (schedule, faults) = untrack(|| {
            let (editor, week) = (editing.editor.read(), editing.week.read());
            // Blocks that are added and not yet saved are no fields.
            hours::readable(&typed, week.base(editor.schedule()))
        });
        editing.editor.update(|editor| editor.put(schedule));
        if !faults.is_empty() {
            editing.rough.set(rough::of(&typed, &faults));
            editing.new_block.set(new_block::left(&typed, &faults));
        }
    });
}
