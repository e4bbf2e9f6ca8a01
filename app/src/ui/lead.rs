//! Takes the reader to what has just come onto the page, such as what went wrong: the focus and
//! the window with it.

/// To the first of `what` that stands there once the page is drawn.
pub fn lead_to(what: &'static [&'static str]) {
    #[cfg(not(target_arch = "wasm32"))]
    let _ = what;
    #[cfg(target_arch = "wasm32")]
    leptos::prelude::request_animation_frame(move || {
        use wasm_bindgen::JsCast;
        let find = |what: &&str| leptos::prelude::document().query_selector(what).ok()?;
        let found = what.iter().find_map(find);
        if let Some(element) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
            element.scroll_into_view();
        }
    });
}

/// Only the focus, to what stands there once the page is drawn. `Whom::Lost` leaves alone whoever
/// has gone on to something else.
pub fn focus_on(what: &'static str, whom: Whom) {
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (what, whom);
    #[cfg(target_arch = "wasm32")]
    leptos::prelude::request_animation_frame(move || {
        use wasm_bindgen::JsCast;
        let document = leptos::prelude::document();
        // Where what had the focus is gone, it was left to the whole page (`stay_here`,
        // `refresh::focus`).
        let lost = |at: web_sys::Element| at.tag_name() == "BODY" || at.id() == "main";
        if whom == Whom::Lost && !document.active_element().is_none_or(lost) {
            return;
        }
        let found = document.query_selector(what).ok().flatten();
        if let Some(element) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    Everybody,
    Lost,
}

/// What had the focus goes away: it stays on the page, which does not move under its reader.
pub fn stay_here() {
    #[cfg(target_arch = "wasm32")]
    if let Some(main) = leptos::prelude::document().get_element_by_id("main") {
        use wasm_bindgen::JsCast;
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = main
            .unchecked_ref::<web_sys::HtmlElement>()
            .focus_with_options(&options);
    }
}
