//! Single dates with hours of their own, in place of those of their weekday, from today on.

use super::fields::{DayFields, FromTo};
use super::state::Editing;
use crate::ui::field_error::FieldError;
use domain::availability::DayHours;
use domain::availability::editor::Step;
use domain::form::hours::{HoursFault, Typed, date_name, gone_name};
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
    let value = typed.with_value(|typed| typed.get(&name).cloned().unwrap_or_default());
    let date = RwSignal::new(value.clone());
    let hours = RwSignal::new(DayHours::CLOSED);
    let fault = editing.fault(name.clone());
    let add = {
        let name = name.clone();
        move |_| match date.get_untracked().parse::<NaiveDate>() {
            Ok(date) => {
                editing.found(&name, Default::default());
                editing.act(&Step::Date(date, Some(hours.get_untracked())));
            }
            Err(_) => {
                let fault = (name.clone(), HoursFault::DateUnreadable);
                editing.found(&name, [fault].into());
            }
        }
    };
    view! {
        <fieldset class="new-date">
            <legend class="visually-hidden">"A new date"</legend>
            <div class="field">
                <label for="new-date">"Add a date"</label>
                <input
                    class="input"
                    id="new-date"
                    type="date"
                    name=format!("f[{name}]")
                    value=value
                    aria-describedby="new-date-error"
                    aria-invalid=move || fault.read().is_some().then_some("true")
                    on:change:target=move |event| date.set(event.target().value())
                />
                <FieldError id="new-date-error" words=fault />
            </div>
            <FromTo />
            <DayFields
                editing
                name=name
                label="The new date"
                hours
                set=move |new| hours.set(new)
                typed
                alive
            />
            <p class="hint">"Without hours it is closed on that date."</p>
            <button type="button" class="button" hidden=move || !alive.get() on:click=add>
                "Add this date"
            </button>
        </fieldset>
    }
    .into_any()
}
