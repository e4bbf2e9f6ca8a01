//! The half hours as cells: one of them is in the order of tabs.

use super::super::state::Editing;
use domain::availability::editor::Cursor;
use domain::availability::editor::cursor::{CELL, Cell};
use domain::sentences::dates;
use leptos::prelude::*;

/// Of each day, what its cells say, from midnight on.
pub type Labels = [RwSignal<Vec<String>>; 7];

#[component]
pub fn Row(editing: Editing, row: u16, labels: Labels) -> impl IntoView {
    let time = dates::time(row * CELL);
    let is_hour = row.is_multiple_of(2);
    view! {
        <div role="row" class="week-row" class:hour=is_hour>
            <span role="rowheader">
                <span class:visually-hidden=!is_hour>{time}</span>
            </span>
            {(0..7)
                .map(|day| view! { <OfDay editing at=Cell { day, row } label=labels[day] /> })
                .collect_view()}
        </div>
    }
    .into_any()
}

pub fn id(cell: Cell) -> String {
    format!("cell-{}-{}", cell.day, cell.row)
}

#[component]
fn OfDay(editing: Editing, at: Cell, label: RwSignal<Vec<String>>) -> impl IntoView {
    let cursor = editing.cursor;
    // Whatever brings the focus here, the keys go on from here.
    let focused = move |_| {
        if cursor.read_untracked().at != at {
            cursor.set(Cursor::on(at));
        }
    };
    let said = move || label.read().get(usize::from(at.row)).cloned();
    view! {
        <div
            role="gridcell"
            id=id(at)
            tabindex=move || if cursor.read().at == at { "0" } else { "-1" }
            aria-selected=move || if cursor.read().contains(at) { "true" } else { "false" }
            aria-label=said
            on:focus=focused
        ></div>
    }
    .into_any()
}
