//! Ways out of a page that are not links.

use leptos::prelude::window;
use std::cell::Cell;

thread_local! {
    static LEAVING: Cell<bool> = const { Cell::new(false) };
}

/// Leaves for `path` by a full load: where the reader changes, nothing of the one before stays
/// in the memory of the page. The first way out is taken: a page that is told meanwhile that
/// nobody is signed in does not lead elsewhere.
pub fn leave_for(path: &str) {
    if LEAVING.replace(true) {
        return;
    }
    // A browser refuses only what is no address, and these are ours.
    let _ = window().location().set_href(path);
}

/// The browser is about to leave by itself.
pub fn leaving() {
    LEAVING.set(true);
}

/// The address that the browser shows, for the sign-in page to come back to.
pub fn address() -> Option<String> {
    let location = window().location();
    Some(location.pathname().ok()? + &location.search().ok()?)
}
