//! Keeps the focus where the reader has it while a page changes by itself. Rows are written
//! over in place: without this, the row under the focus could become another one.

use crate::ui::lead::focus_in_place;
use leptos::prelude::{document, set_timeout};
use std::cell::RefCell;
use std::time::Duration;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, MutationObserver, MutationObserverInit};

/// What was asked for has long been there.
const SETTLED: Duration = Duration::from_secs(5);

thread_local! {
    static KEEPING: RefCell<Option<MutationObserver>> = const { RefCell::new(None) };
}

pub fn keep() {
    stop();
    let main = document().get_element_by_id("main");
    let (Some(main), Some(held)) = (main, document().active_element()) else {
        return;
    };
    if !main.contains(Some(&held)) || held == main {
        return;
    }
    let href = held.get_attribute("href");
    let within = main.clone();
    let changed = Closure::<dyn FnMut()>::new(move || restore(&within, &held, href.as_deref()));
    let Ok(observer) = MutationObserver::new(&changed.into_js_value().unchecked_into()) else {
        return;
    };
    let what = MutationObserverInit::new();
    what.set_subtree(true);
    what.set_child_list(true);
    what.set_attributes(true);
    let _ = observer.observe_with_options(&main, &what);
    KEEPING.set(Some(observer.clone()));
    set_timeout(move || observer.disconnect(), SETTLED);
}

fn stop() {
    if let Some(observer) = KEEPING.take() {
        observer.disconnect();
    }
}

fn restore(main: &Element, held: &Element, href: Option<&str>) {
    let is_itself = held.is_connected() && held.get_attribute("href").as_deref() == href;
    if is_itself {
        return;
    }
    // A reader who has moved on meanwhile is left alone.
    let at = document().active_element();
    stop();
    if at.is_some_and(|at| at != *held && at.tag_name() != "BODY") {
        return;
    }
    let same = href.and_then(|href| {
        let found = main.query_selector(&format!("a[href=\"{href}\"]"));
        found.ok().flatten()
    });
    focus_in_place(same.as_ref().unwrap_or(main));
}
