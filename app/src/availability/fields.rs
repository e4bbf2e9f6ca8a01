//! The ranges of a day as fields: two a range, and always one more that is empty. They follow the
//! hours that they stand for; while one cannot be read, the hours stay as they were.

use super::state::{Editing, ranges_typed};
use crate::ui::field_error::FieldError;
use crate::ui::icon::{Glyph, Icon};
use domain::availability::DayHours;
use domain::form::hours::{self, Faults, Typed, range_field};
use domain::time::wall::Edge;
use leptos::prelude::*;

type Rows = RwSignal<Vec<[String; 2]>>;

#[derive(Clone, Copy)]
struct Day {
    editing: Editing,
    /// What its fields begin with.
    name: StoredValue<String>,
    /// What they begin with in `Editing::rough`.
    lasting: StoredValue<String>,
    /// Its hours are yet to be added, with the date that they are for.
    pending: bool,
    /// What they are called.
    label: Signal<String>,
    rows: Rows,
    set: Callback<DayHours>,
}

#[component]
pub fn DayFields(
    editing: Editing,
    name: String,
    lasting: String,
    #[prop(optional)] pending: bool,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] hours: Signal<DayHours>,
    #[prop(into)] set: Callback<DayHours>,
    typed: StoredValue<Typed>,
    alive: ReadSignal<bool>,
) -> impl IntoView {
    let rows = typed.with_value(|typed| ranges_typed(typed, &name, &hours.read_untracked()));
    let day = Day {
        editing,
        name: StoredValue::new(name.clone()),
        lasting: StoredValue::new(lasting),
        pending,
        label,
        rows: RwSignal::new(rows),
        set,
    };
    Effect::new(move |before: Option<DayHours>| {
        let hours = hours.get();
        match before {
            None => untrack(|| day.begin_again()),
            Some(before) if before != hours => day.follow(&hours),
            Some(_) => {}
        }
        hours
    });
    if pending {
        Effect::new(move |_| {
            if day.rough().is_empty() {
                day.rows.set(vec![Default::default()]);
            }
        });
    }
    // A field that is no longer there has no fault.
    on_cleanup(move || {
        if !editing.faults.is_disposed() {
            editing.found(&format!("{name}-"), Faults::new());
        }
    });
    let count = Memo::new(move |_| day.rows.read().len());
    view! {
        <div class="ranges">
            {move || {
                (0..count.get()).map(|row| view! { <Range day row alive /> }).collect_view()
            }}
        </div>
    }
    .into_any()
}

/// What stands over the fields, for who sees them; each has a name of its own beside.
#[component]
pub fn FromTo() -> impl IntoView {
    view! {
        <div class="range small soft" aria-hidden="true">
            <span>"From"</span>
            <span></span>
            <span>"To"</span>
        </div>
    }
    .into_any()
}

impl Day {
    fn read(self) -> Result<DayHours, Faults> {
        let name = self.name.get_value();
        hours::day(&self.typed(&name), &name)
    }

    fn typed(self, name: &str) -> Typed {
        let mut typed = Typed::new();
        for (row, ends) in self.rows.read_untracked().iter().enumerate() {
            for (edge, text) in [Edge::Start, Edge::End].into_iter().zip(ends) {
                typed.insert(range_field(name, row, edge), text.clone());
            }
        }
        typed
    }

    fn rough(self) -> Typed {
        self.lasting.with_value(|name| self.editing.rough_of(name))
    }

    fn set_rough(self, is_rough: bool) {
        self.lasting.with_value(|name| {
            let typed = is_rough.then(|| self.typed(name));
            self.editing.set_rough(name, typed.unwrap_or_default());
        });
    }

    fn field(self, row: usize, edge: Edge) -> String {
        self.name.with_value(|name| range_field(name, row, edge))
    }

    fn begins(self) -> String {
        self.name.with_value(|name| format!("{name}-"))
    }

    /// With what was typed before the fields were drawn again.
    fn begin_again(self) {
        let rough = self.rough();
        if !rough.is_empty() {
            let rows = |name: &String| ranges_typed(&rough, name, &DayHours::CLOSED);
            self.rows.set(self.lasting.with_value(rows));
            self.take();
        }
    }

    /// The hours are others now.
    fn follow(self, hours: &DayHours) {
        if self.read().as_ref() != Ok(hours) {
            self.rows.set(ranges_typed(&Typed::new(), "", hours));
        }
        self.set_rough(false);
        self.editing.found(&self.begins(), Faults::new());
    }

    fn type_in(self, row: usize, edge: Edge, text: String) {
        self.rows.update(|rows| {
            if let Some(ends) = rows.get_mut(row) {
                ends[usize::from(edge == Edge::End)] = text;
            }
        });
        self.take();
    }

    fn remove(self, row: usize) {
        self.rows.update(|rows| drop(rows.remove(row)));
        self.take();
    }

    fn take(self) {
        let full = |rows: &Vec<[String; 2]>| rows.last().is_none_or(|row| !is_empty(row));
        if self.rows.with_untracked(full) && self.rows.read_untracked().len() < hours::MOST_RANGES {
            self.rows.update(|rows| rows.push(Default::default()));
        }
        let read = self.read();
        self.set_rough(self.pending || read.is_err());
        match read {
            Ok(hours) => {
                self.editing.found(&self.begins(), Faults::new());
                self.set.run(hours);
            }
            Err(faults) => self.editing.found(&self.begins(), faults),
        }
    }
}

fn is_empty(row: &[String; 2]) -> bool {
    row.iter().all(String::is_empty)
}

#[component]
fn Range(day: Day, row: usize, alive: ReadSignal<bool>) -> impl IntoView {
    let error = format!("{}-{row}-error", day.name.get_value());
    let faults = [Edge::Start, Edge::End].map(|edge| day.editing.fault(day.field(row, edge)));
    let fault = Signal::derive(move || faults[0].get().or_else(|| faults[1].get()));
    let blank = Memo::new(move |_| day.rows.read().get(row).is_none_or(is_empty));
    let remove = move || format!("Remove hours {} of {}", row + 1, day.label.get());
    view! {
        <div class="range">
            <Time day row edge=Edge::Start fault=faults[0] error=error.clone() />
            <span aria-hidden="true">"–"</span>
            <Time day row edge=Edge::End fault=faults[1] error=error.clone() />
            <button
                type="button"
                class="button quiet"
                hidden=move || !alive.get() || blank.get()
                aria-label=remove
                on:click=move |_| day.remove(row)
            >
                <Icon glyph=Glyph::Cross small=true />
            </button>
            <FieldError id=error words=fault />
        </div>
    }
    .into_any()
}

#[component]
fn Time(
    day: Day,
    row: usize,
    edge: Edge,
    fault: Signal<Option<String>>,
    error: String,
) -> impl IntoView {
    let which = match edge {
        Edge::Start => "from",
        Edge::End => "to",
    };
    let value = move || {
        let rows = day.rows.read();
        let ends = rows.get(row).cloned().unwrap_or_default();
        let [start, end] = ends;
        if edge == Edge::Start { start } else { end }
    };
    let label = move || format!("{}, hours {}, {which}", day.label.get(), row + 1);
    view! {
        <input
            class="input"
            type="time"
            name=format!("f[{}]", day.field(row, edge))
            value=untrack(value)
            prop:value=value
            aria-label=label
            aria-describedby=error
            aria-invalid=move || fault.read().is_some().then_some("true")
            on:change:target=move |event| day.type_in(row, edge, event.target().value())
        />
    }
    .into_any()
}
