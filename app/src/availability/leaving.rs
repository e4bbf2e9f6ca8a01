//! What is not saved would go with the page: whoever presses a link or a button that leads away is
//! asked first, and the browser asks whoever closes or reloads it. Its *Back* asks nobody, and
//! loses nothing either (`unsaved`).

use super::{new_block, state::Editing, unsaved};
use crate::routes;
use crate::ui::connection::{Connection, use_connection};
use domain::sentences::hours as words;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event};

#[derive(Clone, Copy)]
struct Guard {
    editing: Editing,
    connection: Connection,
    unsaved: Memo<bool>,
    /// Somebody was asked already, and leaves all the same.
    agreed: StoredValue<bool>,
}

pub fn guard(editing: Editing) {
    let unsaved = move || {
        let typed = new_block::is_typed(editing) || !editing.rough.read().is_empty();
        typed || !editing.faults.read().is_empty() || editing.changes.get() > 0
    };
    let guard = Guard {
        editing,
        connection: use_connection(),
        unsaved: Memo::new(move |_| unsaved()),
        agreed: StoredValue::new(false),
    };
    // Only as long as there is something to lose: a page that listens is not kept for the way back.
    Effect::new(move |_| {
        if guard.unsaved.get() {
            let handle = window_event_listener_untyped("beforeunload", move |event| {
                if !guard.agreed.get_value() {
                    event.prevent_default();
                }
            });
            on_cleanup(move || handle.remove());
            hear("click", move |event| {
                guard.ask(event, link_leads_away(event))
            });
            hear("submit", move |event| {
                guard.ask(event, form_leads_away(event))
            });
        }
    });
}

impl Guard {
    /// Where the connection is lost nothing leads away, and the banner says why.
    fn ask(self, event: &Event, away: bool) {
        if !away || event.default_prevented() || untrack(|| self.connection.is_lost()) {
            return;
        }
        let question = words::leave(self.editing.changes.get_untracked());
        let agreed = window().confirm_with_message(&question).unwrap_or(true);
        self.agreed.set_value(agreed);
        if agreed {
            unsaved::forget();
        } else {
            event.prevent_default();
            // Nor may a form tell the rest of the page that it is on its way.
            event.stop_propagation();
        }
    }
}

/// Before anybody else hears of it: the router listens on the window, a form on itself.
fn hear(name: &'static str, heard: impl Fn(&Event) + 'static) {
    let heard = Closure::<dyn FnMut(Event)>::new(move |event: Event| heard(&event));
    let heard = StoredValue::new_local(heard);
    let listen = move |on: bool| {
        heard.with_value(|heard| {
            let heard = heard.as_ref().unchecked_ref();
            let _ = match on {
                true => document().add_event_listener_with_callback_and_bool(name, heard, true),
                false => document().remove_event_listener_with_callback_and_bool(name, heard, true),
            };
        });
    };
    listen(true);
    on_cleanup(move || listen(false));
}

/// Other weeks are the same page, which keeps what was done; another tab takes nothing away.
fn link_leads_away(event: &Event) -> bool {
    let press: &MouseEvent = event.unchecked_ref();
    if press.ctrl_key() || press.meta_key() || press.shift_key() || press.alt_key() {
        return false;
    }
    let link = closest(event, "a[href]:not([target])");
    let href = link.and_then(|link| link.get_attribute("href"));
    href.is_some_and(|href| href.starts_with('/') && path(&href) != routes::AVAILABILITY)
}

fn path(href: &str) -> &str {
    href.split(['?', '#']).next().unwrap_or_default()
}

/// The forms of the page itself stay on it; those around it lead elsewhere.
fn form_leads_away(event: &Event) -> bool {
    closest(event, "form").is_some() && closest(event, "#main").is_none()
}

fn closest(event: &Event, what: &str) -> Option<Element> {
    let on = event.target()?.dyn_into::<Element>().ok()?;
    on.closest(what).ok().flatten()
}
