//! The pointer over the week. A mouse and a pen drag; a finger scrolls the page and presses, so
//! that nobody paints by accident on a phone.

use super::super::state::Editing;
use domain::availability::WeeklyHours;
use domain::availability::editor::cursor::{CELL, Cell, Cursor, Rows};
use domain::availability::editor::{Gesture, Spot};
use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;

/// Minutes from an edge within which it is taken hold of: seven pixels.
const REACH: u16 = 7;
/// Pixels of the column with the hours, as the style has it.
const MARGIN: f64 = 52.0;

#[derive(Clone, Copy)]
pub struct Pointer {
    editing: Editing,
    rows: Memo<Rows>,
    pub body: NodeRef<html::Div>,
    /// What would be taken hold of is an edge.
    pub at_edge: RwSignal<bool>,
}

impl Pointer {
    pub fn new(editing: Editing, rows: Memo<Rows>) -> Pointer {
        Pointer {
            editing,
            rows,
            body: NodeRef::new(),
            at_edge: RwSignal::new(false),
        }
    }

    pub fn down(self, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        let Some(spot) = self.spot(event) else { return };
        let editing = self.editing;
        editing.cursor.set(Cursor::on(Cell {
            day: spot.day,
            row: spot.minute.min(24 * 60 - 1) / CELL,
        }));
        let gesture = self.gesture(spot);
        if event.pointer_type() != "touch" {
            // Or the text under it would be selected, and the focus lost.
            event.prevent_default();
            super::keys::focus(editing);
            self.capture(event);
        }
        editing.gesture.set(Some(gesture));
    }

    pub fn moved(self, event: &PointerEvent) {
        let Some(spot) = self.spot(event) else { return };
        let editing = self.editing;
        let Some(mut gesture) = editing.gesture.get_untracked() else {
            self.look(spot, event);
            return;
        };
        if event.pointer_type() == "touch" {
            return;
        }
        gesture.move_to(spot);
        if editing.gesture.get_untracked() != Some(gesture) {
            editing.gesture.set(Some(gesture));
        }
    }

    pub fn up(self, event: &PointerEvent) {
        if event.button() == 0 {
            self.editing.let_go();
        }
    }

    fn gesture(self, spot: Spot) -> Gesture {
        let hours = WeeklyHours::new(self.editing.days.map(|day| day.get_untracked()));
        Gesture::begin(spot, &hours, REACH)
    }

    fn look(self, spot: Spot, event: &PointerEvent) {
        let at_edge = event.pointer_type() == "mouse" && self.gesture(spot).is_at_edge();
        if self.at_edge.get_untracked() != at_edge {
            self.at_edge.set(at_edge);
        }
    }

    /// Where on the week it is; beyond its ends, at its ends.
    #[cfg(target_arch = "wasm32")]
    fn spot(self, event: &PointerEvent) -> Option<Spot> {
        let place = self.body.get_untracked()?.get_bounding_client_rect();
        let Rows { first, last } = self.rows.get_untracked();
        let (left, width) = (place.left() + MARGIN, place.width() - MARGIN);
        let day = (f64::from(event.client_x()) - left) / width * 7.0;
        let shown = f64::from((last + 1 - first) * CELL);
        let minute = (f64::from(event.client_y()) - place.top()) / place.height() * shown;
        Some(Spot {
            day: day.clamp(0.0, 6.0) as usize,
            minute: first * CELL + minute.clamp(0.0, shown) as u16,
        })
    }

    #[cfg(target_arch = "wasm32")]
    fn capture(self, event: &PointerEvent) {
        if let Some(body) = self.body.get_untracked() {
            let _ = body.set_pointer_capture(event.pointer_id());
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn spot(self, _: &PointerEvent) -> Option<Spot> {
        let _ = (self.rows, MARGIN);
        None
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn capture(self, _: &PointerEvent) {}
}
