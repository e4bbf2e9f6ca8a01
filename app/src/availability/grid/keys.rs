//! The keys of the grid.

use super::super::state::Editing;
use super::cells;
use domain::availability::WeeklyHours;
use domain::availability::editor::cursor::Rows;
use domain::availability::editor::{Key, Spot, Step, cursor::CELL};
use domain::sentences::dates;
use domain::time::wall::WEEK;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

pub fn press(editing: Editing, rows: Rows, event: &KeyboardEvent) {
    let held = event.ctrl_key() || event.meta_key();
    let heard = match event.key().as_str() {
        "z" | "Z" if held && event.shift_key() => done(|| editing.redo()),
        "z" if held => done(|| editing.undo()),
        "y" if held => done(|| editing.redo()),
        _ if held || event.alt_key() => false,
        " " => done(|| toggle(editing)),
        "Delete" | "Backspace" => done(|| erase(editing)),
        "Enter" => done(|| ask(editing)),
        key => match moves(key) {
            Some(key) => done(|| go(editing, rows, key, event.shift_key())),
            None => false,
        },
    };
    if heard {
        event.prevent_default();
    }
}

fn done(act: impl FnOnce()) -> bool {
    act();
    true
}

fn moves(key: &str) -> Option<Key> {
    Some(match key {
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        _ => return None,
    })
}

fn go(editing: Editing, rows: Rows, key: Key, stretch: bool) {
    let cursor = editing.cursor.get_untracked().pressed(key, stretch, rows);
    editing.cursor.set(cursor);
    if cursor.at != cursor.from {
        let across = cursor.across();
        let [first, last] = [across.first, across.last].map(|day| dates::weekday(WEEK[day]));
        let range = dates::range(cursor.range());
        editing.said.set(match first == last {
            true => format!("{first}, {range}: selected."),
            false => format!("{first} to {last}, {range}: selected."),
        });
    }
    focus(editing);
}

/// To the cell of the cursor.
pub fn focus(editing: Editing) {
    #[cfg(target_arch = "wasm32")]
    {
        use wasm_bindgen::JsCast;
        let id = cells::id(editing.cursor.get_untracked().at);
        let cell = document().get_element_by_id(&id);
        if let Some(cell) = cell.and_then(|cell| cell.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = cell.focus();
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (editing, cells::id);
}

fn hours(editing: Editing) -> WeeklyHours {
    WeeklyHours::new(editing.days.map(|day| day.get_untracked()))
}

fn toggle(editing: Editing) {
    editing.act(&editing.cursor.get_untracked().toggle(&hours(editing)));
}

fn erase(editing: Editing) {
    let cursor = editing.cursor.get_untracked();
    editing.act(&Step::Erase(cursor.across(), cursor.range()));
}

fn ask(editing: Editing) {
    let at = editing.cursor.get_untracked().at;
    editing.pressed.set(Some(Spot {
        day: at.day,
        minute: at.row * CELL,
    }));
}
