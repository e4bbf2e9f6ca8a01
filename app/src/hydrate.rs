//! Bringing a page to life in the browser, once all of its code is there.
//!
//! The server has named the area that the page belongs to (`areas.rs`), and its parts are on
//! their way already. If they do not come, the page stays as it is: plain, and of use.

use crate::{App, areas};
use leptos::prelude::document;

pub fn hydrate() {
    wasm_bindgen_futures::spawn_local(async {
        if areas::fetched(&named().unwrap_or_default()).await.is_ok() {
            leptos::mount::hydrate_body(App);
        }
    });
}

fn named() -> Option<String> {
    let name = document().query_selector("meta[name=area]").ok()??;
    name.get_attribute("content")
}
