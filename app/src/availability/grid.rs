//! The week to paint on: a grid of half hours for keyboard and screen reader, and under it a
//! drawing of each day. Cells have words and no looks, drawings have looks and no words; the
//! pointer is read by where it is.

mod cells;
mod column;
mod keys;
mod labels;
mod pointer;
mod things;

use super::state::Editing;
use cells::Row;
use column::Column;
use domain::availability::editor::Scope;
use domain::availability::editor::cursor::{Cursor, Rows};
use domain::sentences::dates;
use domain::time::wall::{Day, WEEK};
use leptos::prelude::*;
use pointer::Pointer;

/// Pixels of half an hour.
pub const CELL_HEIGHT: u16 = 28;

#[component]
pub fn Grid(editing: Editing) -> impl IntoView {
    let rows = Memo::new(move |_| editing.rows());
    keep_cursor(editing, rows);
    let labels = labels::follow(editing);
    let pointer = Pointer::new(editing, rows);
    // A ring for whoever moves by keys; the pointer is where it is.
    let by_keys = RwSignal::new(false);
    let body = move || {
        let Rows { first, last } = rows.get();
        (first..=last)
            .map(|row| view! { <Row editing row labels /> })
            .collect_view()
    };
    let name = move || {
        let week = editing.week.read();
        let which = dates::week(week.monday, week.today());
        match editing.scope.get() {
            Scope::EveryWeek => format!("Hours of every week, shown on {which}"),
            Scope::ThisWeek => format!("Hours of {which} only"),
        }
    };
    view! {
        <section class="week-view" aria-label="Week">
            <div class="week">
                <div
                    class="week-grid"
                    class:keys=by_keys
                    role="grid"
                    aria-label=name
                    aria-describedby="week-keys"
                    aria-multiselectable="true"
                    on:keydown=move |event| {
                        by_keys.set(true);
                        keys::press(editing, rows.get_untracked(), &event);
                    }
                    on:keyup=move |_| by_keys.set(true)
                >
                    <div role="rowgroup">
                        <div role="row" class="week-head">
                            <span role="columnheader">
                                <span class="visually-hidden">"Time"</span>
                            </span>
                            {(0..7).map(|day| view! { <DayHead editing day /> }).collect_view()}
                        </div>
                    </div>
                    <div
                        role="rowgroup"
                        class="week-body"
                        class:at-edge=move || pointer.at_edge.get()
                        node_ref=pointer.body
                        on:pointerdown=move |event| {
                            by_keys.set(false);
                            pointer.down(&event);
                        }
                        on:pointermove=move |event| pointer.moved(&event)
                        on:pointerup=move |event| pointer.up(&event)
                        on:pointercancel=move |_| editing.gesture.set(None)
                    >
                        {body}
                    </div>
                </div>
                <div class="week-drawing" aria-hidden="true">
                    <Patterns />
                    {(0..7).map(|day| view! { <Column editing day rows /> }).collect_view()}
                </div>
            </div>
            <Foot editing />
        </section>
    }
    .into_any()
}

/// The cell with the focus is one that is shown.
fn keep_cursor(editing: Editing, rows: Memo<Rows>) {
    Effect::new(move |_| {
        let Rows { first, last } = rows.get();
        let mut at = editing.cursor.get_untracked().at;
        if !(first..=last).contains(&at.row) {
            at.row = at.row.clamp(first, last);
            editing.cursor.set(Cursor::on(at));
        }
    });
}

#[component]
fn DayHead(editing: Editing, day: usize) -> impl IntoView {
    let week = editing.week;
    let is_today = move || {
        let week = week.read();
        week.date(day) == week.today()
    };
    let number = move || {
        let date = week.read().date(day);
        dates::day_of_month(date)
    };
    let own = Memo::new(move |_| editing.own_hours(day).is_some());
    let full = move || {
        let week = week.read();
        let today = if is_today() { ", today" } else { "" };
        let own = if own.get() {
            ", with hours of its own"
        } else {
            ""
        };
        format!("{}{today}{own}", dates::date(week.date(day), week.today()))
    };
    debug_assert_eq!(
        WEEK[day],
        Day::from(week.read_untracked().date(day)).weekday()
    );
    view! {
        <div role="columnheader" class:today=is_today aria-label=full>
            <span class="small soft">{dates::short_weekday(WEEK[day])}</span>
            <b class="num">{number}</b>
            <span class="own-mark" hidden=move || !own.get()>
                "own hours"
            </span>
        </div>
    }
    .into_any()
}

/// Once, for all drawings.
#[component]
fn Patterns() -> impl IntoView {
    view! {
        <svg width="0" height="0">
            <defs>
                <pattern
                    id="hatch"
                    width="12"
                    height="12"
                    patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)"
                >
                    <rect class="hatch-ground" width="12" height="12" />
                    <rect class="hatch-line" width="6" height="12" />
                </pattern>
            </defs>
        </svg>
    }
    .into_any()
}

#[component]
fn Foot(editing: Editing) -> impl IntoView {
    let whole = editing.whole_day;
    view! {
        <div class="week-foot small soft">
            <p id="week-keys">
                "Drag to paint or erase, drag an edge to resize, press for exact times. Keys: arrows, \
                 Space to open or close, Shift and arrows to select, Enter for exact times."
            </p>
            <ul class="chips">
                <li class="chip brand">"Open"</li>
                <li class="chip booked">"Booked"</li>
                <li class="chip unconfirmed">"To confirm"</li>
                <li class="chip kept">"Kept"</li>
                <li class="chip hatched">"Blocked or busy"</li>
            </ul>
            <label class="pick">
                <input
                    type="checkbox"
                    prop:checked=whole
                    on:change:target=move |event| whole.set(event.target().checked())
                />
                "All 24 hours"
            </label>
            <p role="status" class="week-said">{editing.said}</p>
        </div>
    }
    .into_any()
}
