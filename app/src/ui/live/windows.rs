//! What the windows of one browser tell each other: who listens, and what was heard.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, Storage};

const NAME: &str = "kept-live";
const LOST: &str = "lost";
const THERE: &str = "there";

#[wasm_bindgen]
extern "C" {
    /// Not on a page that came by plain http from another machine.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request_lock(
        name: &str,
        options: &JsValue,
        hold: &JsValue,
    ) -> Result<js_sys::Promise, JsValue>;
}

/// Runs `lead` while no other window does, until its promise resolves; `signal` takes the wish
/// back. Where there are no locks each window listens for itself.
pub fn one_at_a_time(signal: &AbortSignal, lead: impl FnOnce() -> js_sys::Promise + 'static) {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"signal".into(), signal);
    let lead = Closure::once_into_js(lead);
    match request_lock(NAME, &options, &lead) {
        // Taken back: that is no fault.
        Ok(held) => spawn_local(async { drop(JsFuture::from(held).await) }),
        Err(_) => drop(
            lead.unchecked_ref::<js_sys::Function>()
                .call0(&JsValue::NULL),
        ),
    }
}

/// What the one that listens last left word of.
#[derive(Clone, Copy, PartialEq)]
pub enum Word {
    /// Something changed, at this time of the machine in milliseconds. No fractions: reading and
    /// writing those would be a tenth of all code.
    Changed(i64),
    Lost,
    /// It is no longer so that it is lost.
    There,
}

pub fn leave(word: Word) {
    let text = match word {
        Word::Changed(at) => at.to_string(),
        Word::Lost => LOST.into(),
        Word::There => THERE.into(),
    };
    if let Some(storage) = storage() {
        let _ = storage.set_item(NAME, &text);
    }
}

pub fn read() -> Option<Word> {
    let text = storage()?.get_item(NAME).ok()??;
    match &*text {
        LOST => Some(Word::Lost),
        THERE => Some(Word::There),
        at => at.parse().ok().map(Word::Changed),
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
