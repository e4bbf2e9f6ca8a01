//! Holds back the links of our own while the connection is lost. The page that they lead to could
//! not come, and the one that is left could hold what somebody typed. The banner says why.

use super::{Connection, Network};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event};

/// On the document, which hears of a press before the router does: that one listens on the window.
pub fn hold(connection: Connection) {
    let hear = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if connection.network.get_untracked() == Network::Lost && leads_away(&event) {
            event.prevent_default();
            connection.held.update(|held| *held += 1);
        }
    });
    let hear = hear.into_js_value();
    let _ = document().add_event_listener_with_callback("click", hear.unchecked_ref());
}

/// Another tab may be opened: nothing is lost by that.
fn leads_away(event: &Event) -> bool {
    let press: &MouseEvent = event.unchecked_ref();
    if event.default_prevented() || press.ctrl_key() || press.meta_key() || press.shift_key() {
        return false;
    }
    let pressed = event.target().and_then(|on| on.dyn_into::<Element>().ok());
    let link = pressed.and_then(|on| on.closest("a[href]:not([target])").ok().flatten());
    // Ours are paths; what is a place on this page or another site is neither of the two.
    link.and_then(|link| link.get_attribute("href"))
        .is_some_and(|href| href.starts_with(['/', '?']))
}
