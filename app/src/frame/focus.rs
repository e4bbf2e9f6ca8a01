//! A page that comes without a load of the document has to take the focus itself, or whoever
//! reads by ear or moves by keyboard stays behind on the old one. Moving among the sessions of
//! one client keeps the focus in the list.

use leptos::prelude::*;

pub fn follow(path: Memo<String>) {
    Effect::new(move |before: Option<String>| {
        let place = place(&path.read());
        if before.is_some_and(|before| before != place) {
            request_animation_frame(take);
        }
        place
    });
}

/// The parts of the address that make another place of it: `/clients/<id>`, `/today`.
fn place(path: &str) -> String {
    path.split('/').take(3).collect::<Vec<_>>().join("/")
}

fn take() {
    #[cfg(target_arch = "wasm32")]
    {
        use wasm_bindgen::JsCast;
        let main = document().get_element_by_id("main");
        if let Some(main) = main.and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok()) {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = main.focus_with_options(&options);
        }
    }
}
