//! *Why is 14:00 not bookable?* – asked for a date and a time, or of a time that was pressed. The
//! answer counts what is not yet saved.

use super::api::load_availability;
use super::state::Editing;
use crate::routes;
use domain::availability::{Schedule, why_wall};
use domain::sentences::why::{Answer, Clock, why};
use domain::time::{NaiveDate, NaiveDateTime};
use domain::view::availability::WeekPage;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

/// The parts of the address that name the date and the time.
pub const ON: &str = "on";
pub const AT: &str = "at";

pub fn answer(week: &WeekPage, schedule: &Schedule, wall: NaiveDateTime) -> Answer {
    let reason = why_wall(week.diary(schedule), week.now, wall);
    let clock = Clock {
        zone: &week.table,
        now: week.now,
        rules: schedule.rules,
    };
    why(&reason, wall, clock, |span| {
        let (_, name) = week.whose(span)?.client.as_ref()?;
        Some(name.clone())
    })
}

#[component]
pub fn WhySection(editing: Editing) -> impl IntoView {
    let query = use_query_map();
    let part = |name: &str| query.with_untracked(|query| query.get(name).unwrap_or_default());
    let (on, at) = (RwSignal::new(part(ON)), RwSignal::new(part(AT)));
    let said = RwSignal::new(untrack(|| now(editing, &on.get(), &at.get())).flatten());
    let ask = move |event: SubmitEvent| {
        event.prevent_default();
        let (on, at) = (on.get_untracked(), at.get_untracked());
        match untrack(|| now(editing, &on, &at)) {
            Some(answer) => said.set(answer),
            None => elsewhere(editing, said, on, at),
        }
    };
    view! {
        <section class="card why" id="why" aria-labelledby="why-title">
            <h2 id="why-title">"Why is a time not bookable?"</h2>
            <form method="get" action=routes::AVAILABILITY class="row" on:submit=ask>
                <div class="field">
                    <label for="why-on">"Date"</label>
                    <input
                        class="input"
                        id="why-on"
                        name=ON
                        type="date"
                        required
                        value=on.get_untracked()
                        on:input:target=move |event| on.set(event.target().value())
                    />
                </div>
                <div class="field">
                    <label for="why-at">"Time"</label>
                    <input
                        class="input"
                        id="why-at"
                        name=AT
                        type="time"
                        required
                        value=at.get_untracked()
                        on:input:target=move |event| at.set(event.target().value())
                    />
                </div>
                <button class="button">"Ask"</button>
            </form>
            <div role="status">{move || said.get().map(|answer| view! { <Said answer /> })}</div>
        </section>
    }
    .into_any()
}

#[component]
pub fn Said(answer: Answer) -> impl IntoView {
    let class = match answer.bookable {
        true => "note ok",
        false => "note",
    };
    view! {
        <div class=class>
            <p>
                <b>{answer.title}</b>
                " "
                {answer.text}
            </p>
        </div>
    }
    .into_any()
}

fn wall(on: &str, at: &str) -> Option<NaiveDateTime> {
    let at = at.trim();
    format!("{}T{at}:00", on.trim()).parse().ok()
}

/// The answer, where the date is in the week that is shown; nothing at all for another week.
fn now(editing: Editing, on: &str, at: &str) -> Option<Option<Answer>> {
    let Some(wall) = wall(on, at) else {
        return Some(None);
    };
    let week = editing.week.read();
    week.contains(wall.date())
        .then(|| Some(answer(&week, &editing.draft.read(), wall)))
}

/// Of another week what is booked there has to be asked for first.
fn elsewhere(editing: Editing, said: RwSignal<Option<Answer>>, on: String, at: String) {
    spawn_local(async move {
        let date = on.parse::<NaiveDate>().is_ok();
        if let (true, Ok(view), Some(wall)) = (
            date,
            load_availability(on.clone(), String::new()).await,
            wall(&on, &at),
        ) {
            let schedule = editing.draft.try_get_untracked();
            let answer = schedule.map(|schedule| answer(&view.page, &schedule, wall));
            said.try_set(answer);
        }
    });
}
