//! Keeps an open page right: when the server says that something of the reader's has changed,
//! the page asks again for what it shows.
//!
//! A browser has six connections to a server, so a page listens only while it can be seen, and
//! of several that can be seen one listens for all (it holds a lock, and leaves word in the
//! storage that they share). Whoever becomes visible again asks again at once.

#[cfg(target_arch = "wasm32")]
mod follow;
#[cfg(target_arch = "wasm32")]
mod wait;
#[cfg(target_arch = "wasm32")]
mod windows;

/// Begins once a reader is known to be signed in; calls after the first do nothing.
pub fn start() {
    #[cfg(target_arch = "wasm32")]
    follow::start(crate::routes::LIVE.into());
}

/// Begins on the page behind a personal link, which listens for itself: whoever else uses this
/// browser hears of other things.
pub fn start_for_link(token: &str) {
    #[cfg(target_arch = "wasm32")]
    follow::start(crate::routes::live_link(token));
    #[cfg(not(target_arch = "wasm32"))]
    let _ = token;
}
