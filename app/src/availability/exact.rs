//! A time that was pressed: what is there, whether it can be booked and why, and its hours to the
//! minute.

use super::state::Editing;
use super::why::{Said, answer};
use crate::routes;
use domain::availability::editor::{Across, Scope, Spot, Step};
use domain::form::hours::HoursFault;
use domain::sentences::dates;
use domain::sentences::hours::fault;
use domain::time::wall::{WEEK, WallRange};
use domain::time::{NaiveDateTime, TimeDelta};
use domain::view::availability::{Booked, WeekBooking};
use leptos::html;
use leptos::prelude::*;

#[component]
pub fn Exact(editing: Editing) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let pressed = editing.pressed;
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match pressed.get() {
            Some(_) if !dialog.open() => drop(dialog.show_modal()),
            None if dialog.open() => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            class="dialog exact"
            node_ref=dialog
            aria-labelledby="exact-title"
            on:close=move |_| pressed.set(None)
        >
            {move || pressed.get().map(|spot| view! { <Pressed editing spot /> })}
        </dialog>
    }
    .into_any()
}

/// The range that was pressed, or one of an hour about there.
fn begin(editing: Editing, spot: Spot) -> (Option<WallRange>, WallRange) {
    let hours = editing.days[spot.day].get_untracked();
    let there = hours
        .ranges()
        .find(|range| range.start() <= spot.minute && spot.minute < range.end());
    let start = (spot.minute / 30 * 30).min(23 * 60);
    let hour = WallRange::new(start, start + 60).unwrap_or(WallRange::WHOLE_DAY);
    (there, there.unwrap_or(hour))
}

#[component]
fn Pressed(editing: Editing, spot: Spot) -> impl IntoView {
    let (there, begun) = begin(editing, spot);
    let wall = wall(editing, spot);
    let today = untrack(|| editing.today());
    let title = format!(
        "{}, {}",
        dates::date(wall.date(), today),
        dates::clock(wall)
    );
    let said = move || {
        let answer = answer(&editing.week.read(), &editing.draft.read(), wall);
        view! { <Said answer /> }
    };
    let [from, to] = [begun.start(), begun.end()].map(|at| RwSignal::new(dates::time_field(at)));
    let wrong = RwSignal::new(None::<String>);
    let close = move || editing.pressed.set(None);
    let set = move |_| match WallRange::parse(&from.get_untracked(), &to.get_untracked()) {
        Ok(to) => {
            editing.act(&match there {
                Some(from) => Step::Resize {
                    day: spot.day,
                    from,
                    to,
                },
                None => Step::Paint(Across::one(spot.day), to),
            });
            close();
        }
        Err(faults) => wrong.set(faults.first().map(|why| fault(HoursFault::Range(*why)))),
    };
    let which = match editing.scope.get_untracked() {
        Scope::EveryWeek => format!("Every {}", dates::weekday(WEEK[spot.day])),
        Scope::ThisWeek => format!("Only {}", dates::short_date(wall.date(), today)),
    };
    view! {
        <div class="sheet">
            <h2 id="exact-title">{title}</h2>
            {said}
            {booked(editing, wall).map(|booking| view! { <Booking booking /> })}
            <fieldset class="exact-hours">
                <legend>{which}</legend>
                <div class="range">
                    <TimeOf value=from label="Open from" wrong />
                    <span aria-hidden="true">"–"</span>
                    <TimeOf value=to label="Open to" wrong />
                </div>
                <p class="field-error" id="exact-error" hidden=move || wrong.read().is_none()>
                    {wrong}
                </p>
            </fieldset>
            <footer class="exact-actions">
                    <button type="button" class="button" on:click=move |_| close()>
                        "Leave it"
                    </button>
                    {there
                        .map(|range| {
                            let shut = move |_| {
                                editing.act(&Step::Erase(Across::one(spot.day), range));
                                close();
                            };
                            view! {
                                <button type="button" class="button danger" on:click=shut>
                                    {format!("Close {range}")}
                                </button>
                            }
                        })}
                    <button type="button" class="button primary" on:click=set>
                        {if there.is_some() { "Set these hours" } else { "Open these hours" }}
                    </button>
            </footer>
        </div>
    }
    .into_any()
}

fn wall(editing: Editing, spot: Spot) -> NaiveDateTime {
    let midnight = editing.date(spot.day).and_time(Default::default());
    midnight + TimeDelta::minutes((spot.minute / 30 * 30).into())
}

/// The session or hold that is on then.
fn booked(editing: Editing, wall: NaiveDateTime) -> Option<WeekBooking> {
    let week = editing.week.read_untracked();
    let on = |one: &&WeekBooking| {
        let [start, end] = [one.span.start(), one.span.end()].map(|at| week.table.wall(at));
        start <= wall && wall < end
    };
    week.booked.iter().find(on).cloned()
}

#[component]
fn Booking(booking: WeekBooking) -> impl IntoView {
    let Booked::Session { id, .. } = booking.what else {
        return ().into_any();
    };
    let Some((client, name)) = booking.client else {
        return ().into_any();
    };
    view! {
        <p>
            <a href=routes::session(client, id)>{format!("To the session of {name}")}</a>
            {format!(", {}", booking.when.yours.times)}
        </p>
    }
    .into_any()
}

#[component]
fn TimeOf(
    value: RwSignal<String>,
    label: &'static str,
    wrong: RwSignal<Option<String>>,
) -> impl IntoView {
    view! {
        <input
            class="input"
            type="time"
            aria-label=label
            aria-describedby="exact-error"
            aria-invalid=move || wrong.read().is_some().then_some("true")
            value=value.get_untracked()
            prop:value=value
            on:input:target=move |event| value.set(event.target().value())
        />
    }
    .into_any()
}
