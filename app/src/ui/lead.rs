//! Takes the reader to what has just come onto the page, such as what went wrong: the focus and
//! the window with it.

/// To the first of `what` that stands there once the page is drawn.
pub fn lead_to(what: &'static [&'static str]) {
    #[cfg(not(target_arch = "wasm32"))]
    let _ = what;
    #[cfg(target_arch = "wasm32")]
    leptos::prelude::request_animation_frame(move || {
        if let Some(element) = what.iter().find_map(|what| found(what)) {
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
        // Where what had the focus is gone, it was left to the whole page (`focus_in_place`).
        let lost = |at: web_sys::Element| at.tag_name() == "BODY" || at.id() == "main";
        let active = leptos::prelude::document().active_element();
        if whom == Whom::Lost && !active.is_none_or(lost) {
            return;
        }
        if let Some(element) = found(what) {
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
        focus_in_place(&main);
    }
}

/// The focus alone: the page does not move.
#[cfg(target_arch = "wasm32")]
pub fn focus_in_place(element: &web_sys::Element) {
    use wasm_bindgen::JsCast;
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let element = element.unchecked_ref::<web_sys::HtmlElement>();
    let _ = element.focus_with_options(&options);
}

#[cfg(target_arch = "wasm32")]
fn found(what: &str) -> Option<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;
    let element = leptos::prelude::document().query_selector(what).ok()??;
    element.dyn_into().ok()
}
