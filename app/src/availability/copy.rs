//! Copying the hours of a day to others: at once in the browser, and when it is saved without.

use super::state::Editing;
use domain::availability::editor::Step;
use domain::form::hours::{COPY_FROM, copy_name, day_name};
use domain::sentences::dates::weekday;
use domain::time::wall::WEEK;
use leptos::prelude::*;

#[component]
pub fn CopyDay(editing: Editing, alive: ReadSignal<bool>) -> impl IntoView {
    let from = RwSignal::new(None::<usize>);
    let to = RwSignal::new([false; 7]);
    let chosen = move || {
        let (from, to) = (from.get()?, to.get());
        let to: Vec<usize> = (0..7).filter(|day| to[*day] && *day != from).collect();
        (!to.is_empty()).then_some(Step::Copy { from, to })
    };
    let ready = Memo::new(move |_| chosen().is_some());
    let copy = move |_| {
        if let Some(step) = untrack(chosen) {
            editing.act(&step);
        }
    };
    let options = WEEK.into_iter().map(|day| {
        view! { <option value=day_name(day)>{weekday(day)}</option> }
    });
    let choose = move |value: String| from.set(WEEK.iter().position(|day| day_name(*day) == value));
    view! {
        <details class="menu">
            <summary class="button slim">"Copy a day to …"</summary>
            <div class="menu-body">
                <div class="field">
                    <label for="copy-from">"Copy"</label>
                    <select
                        class="input"
                        id="copy-from"
                        name=format!("f[{COPY_FROM}]")
                        on:change:target=move |event| choose(event.target().value())
                    >
                        <option value="">"Choose a day"</option>
                        {options.collect_view()}
                    </select>
                </div>
                <fieldset>
                    <legend>"to"</legend>
                    {(0..7).map(|day| view! { <Target day from to /> }).collect_view()}
                </fieldset>
                <button
                    type="button"
                    class="button"
                    data-own-state=""
                    hidden=move || !alive.get()
                    aria-disabled=move || (!ready.get()).then_some("true")
                    on:click=copy
                >
                    "Copy"
                </button>
                <p class="hint" hidden=alive>
                    "It is copied when you save."
                </p>
            </div>
        </details>
    }
    .into_any()
}

#[component]
fn Target(day: usize, from: RwSignal<Option<usize>>, to: RwSignal<[bool; 7]>) -> impl IntoView {
    view! {
        <label class="pick" hidden=move || from.get() == Some(day)>
            <input
                type="checkbox"
                name=format!("f[{}]", copy_name(WEEK[day]))
                on:change:target=move |event| {
                    let checked = event.target().checked();
                    to.update(|to| to[day] = checked);
                }
            />
            {weekday(WEEK[day])}
        </label>
    }
    .into_any()
}
