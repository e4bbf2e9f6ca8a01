//! One number that every page's data depends on: after a command it grows, and whatever stands
//! on the page is asked for anew.

#[cfg(target_arch = "wasm32")]
mod focus;

use leptos::prelude::*;

#[derive(Clone, Copy, Debug)]
pub struct Refresh(RwSignal<u32>);

/// For the whole app, once.
pub fn provide() {
    provide_context(Refresh(RwSignal::new(0)));
}

pub fn use_refresh() -> Refresh {
    expect_context()
}

impl Refresh {
    /// Part of what a resource is fetched by.
    pub fn version(self) -> u32 {
        self.0.get()
    }

    /// Whether nothing was fetched again since.
    pub fn is(self, version: u32) -> bool {
        self.0.get_untracked() == version
    }

    /// Something was done: fetch it all again.
    pub fn now(self) {
        self.0.update(|version| *version += 1);
    }

    /// Somebody else did something: the page changes under its reader, whose place is kept.
    #[cfg(target_arch = "wasm32")]
    pub fn by_itself(self) {
        focus::keep();
        self.now();
    }
}
