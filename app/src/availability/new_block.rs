//! A time to block, once or every week, also until a last day: it is added to what is edited, and
//! saved with it.

use super::api::Draft;
use super::state::Editing;
use crate::ui::field::Field;
use domain::availability::Block;
use domain::availability::editor::Step;
use domain::form::hours::new_block::{self, DATE, FROM, TO, UNTIL, WEEKLY};
use domain::form::hours::{Faults, HoursFault, Typed};
use domain::sentences::dates;
use domain::time::NaiveDate;
use domain::time::wall::Day;
use leptos::prelude::*;

/// What all of its fields begin with.
const BEGINS: &str = "block-";

#[component]
pub fn NewBlock(
    editing: Editing,
    alive: ReadSignal<bool>,
    typed: StoredValue<Typed>,
) -> impl IntoView {
    let weekly = move || editing.new_block.read().contains_key(WEEKLY);
    let was = typed.with_value(|typed| typed.contains_key(WEEKLY));
    view! {
        <fieldset class="new-block">
            <legend>"Block a time"</legend>
            <Part editing typed name=DATE kind="date" label="Day" />
            <div class="two-fields">
                <Part editing typed name=FROM kind="time" label="From" />
                <Part editing typed name=TO kind="time" label="To" />
            </div>
            <label class="pick">
                <input
                    type="checkbox"
                    name=format!("f[{WEEKLY}]")
                    checked=was
                    prop:checked=move || weekly() || was && !alive.get()
                    on:change:target=move |event| {
                        let on = event.target().checked();
                        type_in(editing, WEEKLY, if on { "on" } else { "" });
                    }
                />
                <span>{move || every(editing)}</span>
            </label>
            <Part editing typed name=UNTIL kind="date" label="Until (optional)" />
            <button
                type="button"
                class="button"
                hidden=move || !alive.get()
                on:click=move |_| press(editing)
            >
                "Block this time"
            </button>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Part(
    editing: Editing,
    typed: StoredValue<Typed>,
    name: &'static str,
    kind: &'static str,
    label: &'static str,
) -> impl IntoView {
    let text = move || editing.new_block.read().get(name).cloned();
    view! {
        <Field
            id=name
            name=format!("f[{name}]")
            label
            kind
            begun=typed.with_value(|typed| typed.get(name).cloned()).unwrap_or_default()
            value=Signal::derive(move || text().unwrap_or_default())
            typed=move |value: String| type_in(editing, name, &value)
            fault=editing.fault(name.into())
        />
    }
}

/// `Every Tuesday from that day on`, once a day is given.
fn every(editing: Editing) -> String {
    let new = editing.new_block.read();
    let date = new.get(DATE).and_then(|text| text.parse().ok());
    let weekday = date.map_or("week", |date: NaiveDate| {
        dates::weekday(Day::from(date).weekday())
    });
    format!("Every {weekday} from that day on")
}

/// What a form that was not saved has of it.
pub fn begun(draft: &Draft) -> Typed {
    match draft.changes.is_empty() {
        true => of(&draft.typed),
        // It is among them already.
        false => Typed::new(),
    }
}

/// What of it could not be read: what could is a block by now.
pub fn left(typed: &Typed, faults: &Faults) -> Typed {
    match faults.keys().any(|name| name.starts_with(BEGINS)) {
        true => of(typed),
        false => Typed::new(),
    }
}

fn of(typed: &Typed) -> Typed {
    let own = [DATE, FROM, TO, WEEKLY, UNTIL]
        .into_iter()
        .filter_map(|name| {
            let value = typed.get(name).filter(|value| !value.is_empty());
            Some((name.to_owned(), value?.clone()))
        });
    own.collect()
}

pub fn is_typed(editing: Editing) -> bool {
    new_block::is_typed(&editing.new_block.read())
}

fn type_in(editing: Editing, name: &str, value: &str) {
    editing.new_block.update(|typed| {
        match value.is_empty() {
            true => typed.remove(name),
            false => typed.insert(name.to_owned(), value.to_owned()),
        };
    });
    // Nothing is called wrong before it is to be added.
    let known = |faults: &Faults| faults.keys().any(|name| name.starts_with(BEGINS));
    if editing.faults.with_untracked(known) {
        editing.found(BEGINS, read(editing).err().unwrap_or_default());
    }
}

fn press(editing: Editing) {
    if untrack(|| is_typed(editing)) {
        add(editing);
    } else {
        editing.found(BEGINS, [(DATE.to_owned(), HoursFault::DayMissing)].into());
    }
}

/// Adds what is typed, where anything is; false where it cannot be.
pub fn add(editing: Editing) -> bool {
    let block = match read(editing) {
        Ok(None) => return true,
        Ok(Some(block)) => block,
        Err(faults) => {
            editing.found(BEGINS, faults);
            return false;
        }
    };
    editing.act(&Step::Block(block));
    let there = editing
        .editor
        .with_untracked(|editor| editor.schedule().blocks.iter().any(|one| *one == block));
    if there {
        editing.found(BEGINS, Faults::new());
        editing.new_block.set(Typed::new());
    }
    there
}

fn read(editing: Editing) -> Result<Option<Block>, Faults> {
    untrack(|| {
        let week = editing.week.read();
        new_block::read(&editing.new_block.read(), &week.table, week.now)
    })
}
