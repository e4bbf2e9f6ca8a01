//! Ways out of a page that are not links.

use leptos::prelude::window;

/// Leaves for `path` by a full load: where the reader changes, nothing of the one before stays
/// in the memory of the page.
pub fn leave_for(path: &str) {
    // A browser refuses only what is no address, and these are ours.
    let _ = window().location().set_href(path);
}

/// The address that the browser shows, for the sign-in page to come back to.
pub fn address() -> Option<String> {
    let location = window().location();
    Some(location.pathname().ok()? + &location.search().ok()?)
}
