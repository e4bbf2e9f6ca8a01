//! The week as a list of days to type into: what a phone, a screen reader and a browser without
//! JavaScript begin with.

use super::fields::DayFields;
use super::state::Editing;
use domain::availability::editor::{Scope, Step};
use domain::form::hours::{Typed, day_name};
use domain::sentences::dates;
use domain::time::wall::WEEK;
use leptos::prelude::*;

#[component]
pub fn List(editing: Editing, alive: ReadSignal<bool>, typed: StoredValue<Typed>) -> impl IntoView {
    let title = move || match editing.scope.get() {
        Scope::EveryWeek => "Every week".to_owned(),
        Scope::ThisWeek => {
            let week = editing.week.read();
            format!("Only {}", dates::week(week.monday, week.today()))
        }
    };
    view! {
        <section class="days" aria-labelledby="days">
            <h2 id="days">{title}</h2>
            <p class="small soft">
                "A day without hours is closed. Empty both fields of a range to remove it."
            </p>
            <div class="day-list">
                {(0..7)
                    .map(|day| view! { <DayOfList editing day alive typed /> })
                    .collect_view()}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn DayOfList(
    editing: Editing,
    day: usize,
    alive: ReadSignal<bool>,
    typed: StoredValue<Typed>,
) -> impl IntoView {
    let name = move || match editing.scope.get() {
        Scope::EveryWeek => dates::weekday(WEEK[day]).to_owned(),
        Scope::ThisWeek => {
            let week = editing.week.read();
            dates::date(week.date(day), week.today())
        }
    };
    let label = Signal::derive(name);
    let own = move || {
        let hours = dates::hours(&editing.instead(day)?);
        let week = editing.week.read();
        let date = dates::short_date(week.date(day), week.today());
        Some(format!("{date} has its own: {hours}"))
    };
    view! {
        <fieldset class="day-card">
            <legend>{label}</legend>
            <DayFields
                editing
                name=day_name(WEEK[day]).to_owned()
                lasting=day_name(WEEK[day]).to_owned()
                label
                hours=editing.done[day]
                set=move |hours| editing.act(&Step::Day(day, hours))
                typed
                alive
            />
            <p class="small soft own">{own}</p>
        </fieldset>
    }
    .into_any()
}
