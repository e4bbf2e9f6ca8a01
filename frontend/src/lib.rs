//! The browser's entry: takes over the HTML that the server rendered.
//!
//! Empty on native targets, so that `cargo … --workspace` never mixes `hydrate` with `ssr`.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn hydrate() {
    #[cfg(feature = "dev")]
    console_error_panic_hook::set_once();
    app::hydrate();
}
