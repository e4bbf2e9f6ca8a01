//! Single dates with hours of their own, in place of those of their weekday, from today on.

use super::fields::{DayFields, FromTo};
use super::rough::{NEW_DATE, NEW_HOURS};
use super::state::Editing;
use crate::ui::field::Field;
use domain::availability::DayHours;
use domain::availability::editor::Step;
use domain::form::hours::{self, Faults, HoursFault, Typed, date_name, gone_name};
use domain::sentences::dates;
use domain::time::NaiveDate;
use domain::time::wall::Day;
use leptos::prelude::*;

#[component]
pub fn Dates(
    editing: Editing,
    alive: ReadSignal<bool>,
    typed: StoredValue<Typed>,
) -> impl IntoView {
    let all = Memo::new(move |_| listed(editing));
    let rows = move || {
        let all = all.get();
        let row = |(number, date): (usize, &NaiveDate)| {
            view! { <OfDate editing number date=*date alive typed /> }
        };
        all.iter().enumerate().map(row).collect_view()
    };
    let next = move || all.read().len();
    view! {
        <section class="card" aria-labelledby="dates">
            <h2 id="dates">"Dates with their own hours"</h2>
            <p class="small soft">{move || (next() == 0).then_some("None: every date has the hours of its weekday.")}</p>
            <ul class="own-dates">{rows}</ul>
            {move || view! { <NewDate editing number=next() alive typed /> }}
        </section>
    }
    .into_any()
}

/// Those that there were and those that there will be, so that one that is taken away can be put
/// back where it stood.
fn listed(editing: Editing) -> Vec<NaiveDate> {
    let today = editing.today();
    let (editor, draft) = (editing.editor.read(), editing.draft.read());
    let both = [&editor.saved().overrides, &draft.overrides];
    let both = both.into_iter().flat_map(|own| own.iter());
    let mut dates: Vec<NaiveDate> = both
        .map(|(date, _)| date)
        .filter(|date| *date >= today)
        .collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}

#[component]
fn OfDate(
    editing: Editing,
    number: usize,
    date: NaiveDate,
    alive: ReadSignal<bool>,
    typed: StoredValue<Typed>,
) -> impl IntoView {
    let name = date_name(number);
    let label = dates::date(date, untrack(|| editing.today()));
    let hours = Memo::new(move |_| {
        let own = editing.draft.read().overrides.get(date).cloned();
        own.or_else(|| editing.editor.read().saved().overrides.get(date).cloned())
            .unwrap_or_default()
    });
    let gone = Memo::new(move |_| editing.draft.read().overrides.get(date).is_none());
    let was = typed.with_value(|typed| typed.contains_key(&gone_name(&name)));
    let weekday = dates::weekday(Day::from(date).weekday());
    let toggle = move |checked: bool| {
        let own = (!checked).then(|| hours.get_untracked());
        editing.act(&Step::Date(date, own));
    };
    view! {
        <li class:gone=gone>
            <fieldset>
                <legend>{label.clone()}</legend>
                <input type="hidden" name=format!("f[{name}]") value=date.to_string() />
                <p class="small soft">
                    {move || hours.read().is_closed().then_some("Closed all day")}
                </p>
                <FromTo />
                <DayFields
                    editing
                    name=name.clone()
                    lasting=date.to_string()
                    label
                    hours
                    set=move |hours| editing.act(&Step::Date(date, Some(hours)))
                    typed
                    alive
                />
                <label class="pick">
                    <input
                        type="checkbox"
                        name=format!("f[{}]", gone_name(&name))
                        checked=was
                        prop:checked=move || gone.get() || was && !alive.get()
                        on:change:target=move |event| toggle(event.target().checked())
                    />
                    {format!("Give it the hours of {weekday}s again")}
                </label>
            </fieldset>
        </li>
    }
    .into_any()
}

#[component]
fn NewDate(
    editing: Editing,
    number: usize,
    alive: ReadSignal<bool>,
    typed: StoredValue<Typed>,
) -> impl IntoView {
    let name = date_name(number);
    let begun = typed.with_value(|typed| typed.get(&name).cloned());
    let text = move || editing.rough.read().get(NEW_DATE).cloned();
    let type_in = move |text: String| {
        editing.set_rough(NEW_DATE, [(NEW_DATE.to_owned(), text)].into());
    };
    view! {
        <fieldset class="new-date">
            <legend class="visually-hidden">"A new date"</legend>
            <Field
                id="new-date"
                name=format!("f[{name}]")
                label="Add a date"
                kind="date"
                begun=begun.unwrap_or_default()
                value=Signal::derive(move || text().unwrap_or_default())
                typed=type_in
                fault=editing.fault(name.clone())
            />
            <FromTo />
            <DayFields
                editing
                name=name
                lasting=NEW_HOURS.to_owned()
                pending=true
                label="The new date"
                hours=Signal::stored(DayHours::CLOSED)
                set=|_| {}
                typed
                alive
            />
            <p class="hint">"Without hours it is closed on that date."</p>
            <button type="button" class="button" hidden=move || !alive.get() on:click=move |_| press(editing)>
                "Add this date"
            </button>
        </fieldset>
    }
    .into_any()
}

/// Whether a date or hours are typed that are yet to be added.
pub fn is_typed(editing: Editing) -> bool {
    let rough = editing.rough.read();
    rough.contains_key(NEW_DATE) || rough.keys().any(|name| name.starts_with(NEW_HOURS))
}

/// Adds the date that is typed, where one is; false where it cannot be.
pub fn add(editing: Editing) -> bool {
    let (name, typed) = untrack(|| new_date(editing));
    let (date, hours) = match hours::own_hours(&typed, &name) {
        Ok(None) => return true,
        Ok(Some(own)) => own,
        Err(faults) => {
            editing.found(&name, faults);
            return false;
        }
    };
    editing.found(&name, Faults::new());
    editing.act(&Step::Date(date, Some(hours.clone())));
    let there = editing
        .editor
        .with_untracked(|editor| editor.schedule().overrides.get(date) == Some(&hours));
    if there {
        editing.set_rough(NEW_DATE, Typed::new());
        editing.set_rough(NEW_HOURS, Typed::new());
    }
    there
}

/// What is typed of it as its form has it, and the name there.
fn new_date(editing: Editing) -> (String, Typed) {
    let name = date_name(listed(editing).len());
    let rough = editing.rough.read();
    let field = |(lasting, value): (&String, &String)| match lasting.strip_prefix(NEW_HOURS) {
        Some(rest) => Some((format!("{name}{rest}"), value.clone())),
        None => (lasting == NEW_DATE).then(|| (name.clone(), value.clone())),
    };
    let typed = rough.iter().filter_map(field).collect();
    (name, typed)
}

fn press(editing: Editing) {
    if untrack(|| is_typed(editing)) {
        add(editing);
    } else {
        let (name, _) = untrack(|| new_date(editing));
        editing.found(&name, [(name.clone(), HoursFault::DayMissing)].into());
    }
}
