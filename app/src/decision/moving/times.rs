//! Choosing among the times that a session could have, each on both clocks; and a time that is
//! entered, which the server looks up.

use super::super::loading;
use super::super::state::{Deciding, reading};
use crate::ui::field_error::FieldError;
use domain::form::Form;
use domain::refusal::Field;
use domain::time::Instant;
use domain::view::session::KnownTime;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A day's times, in order.
struct Day {
    label: String,
    times: Vec<KnownTime>,
}

/// What is on offer for everyone, by day.
fn open_days(times: &[KnownTime]) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for time in times.iter().filter(|time| time.candidate.is_open()) {
        let label = &time.when.yours.date;
        if days.last().is_none_or(|day| day.label != *label) {
            days.push(Day {
                label: label.clone(),
                times: Vec::new(),
            });
        }
        if let Some(day) = days.last_mut() {
            day.times.push(time.clone());
        }
    }
    days
}

/// `16:00`, and `17:00 for Daniel` where that clock shows something else.
fn both_clocks(time: &KnownTime, client: &str) -> (String, Option<String>) {
    let start = |times: &str| times.split(' ').next().unwrap_or_default().to_owned();
    let theirs = time.when.theirs.as_ref();
    (
        start(&time.when.yours.times),
        theirs.map(|theirs| format!("{} for {client}", start(&theirs.times))),
    )
}

/// Asks for what is entered and not known yet: as it is typed, and after news.
pub fn look_up(deciding: Deciding) {
    Effect::new(move |_| {
        let entered = deciding.fields.with(|fields| match fields.to == "typed" {
            true => fields.to_typed.clone(),
            false => String::new(),
        });
        let unknown = deciding.detail.with(|detail| {
            let starts = deciding.fields.read().starts(reading(detail).zone);
            let times = deciding.times.read();
            let known = |at: &Instant| times.iter().any(|time| time.candidate.span.start() == *at);
            !starts.iter().all(known)
        });
        if entered.is_empty() || !unknown {
            return;
        }
        spawn_local(async move {
            let found = loading::times(deciding, entered.clone()).await;
            let still = deciding
                .fields
                .try_with_untracked(|fields| fields.to_typed == entered);
            if let (Ok(times), Some(true)) = (found, still) {
                deciding.times.set(times);
            }
        });
    });
}

#[component]
pub fn NewTime(deciding: Deciding) -> impl IntoView {
    let fields = deciding.fields;
    let moves = deciding.form == Form::Move;
    let client = move || deciding.detail.with(|detail| detail.words.client.clone());
    let old = move || {
        deciding.detail.with(|detail| {
            let theirs = detail.when.theirs.as_ref();
            let theirs =
                theirs.map(|theirs| format!(" · {} for {}", theirs.times, detail.words.client));
            (detail.words.short_when.clone(), theirs)
        })
    };
    let days = move || {
        let client = client();
        let days = deciding.times.with(|times| open_days(times));
        if days.is_empty() {
            return view! {
                <p class="soft">"None of your hours is free in the next four weeks."</p>
            }
            .into_any();
        }
        days.into_iter()
            .map(|day| view! { <DayOfSlots deciding day client=client.clone() /> })
            .collect_view()
            .into_any()
    };
    let is_typed = move || fields.read().to == "typed";
    let fault = deciding.fault(Field::NewTime);
    let place = move || {
        deciding
            .detail
            .with(|detail| detail.when.yours.place.clone())
    };
    view! {
        <fieldset class="slot-picker" aria-describedby="to-error">
            <legend>
                <h2>{if moves { "To which time?" } else { "When?" }}</h2>
            </legend>
            {moves
                .then(|| {
                    view! {
                        <p class="soft small">
                            "Now: " <s>{move || old().0}</s> {move || old().1}
                        </p>
                    }
                })}
            <FieldError id="to-error" words=fault />
            <NearestTimes deciding />
            <div class="slot-days">{days}</div>
            <label class="pick">
                <input
                    type="radio"
                    name="to"
                    value="typed"
                    checked=untrack(is_typed)
                    prop:checked=is_typed
                    on:change=move |_| deciding.answer(|fields| fields.to = "typed".into())
                />
                " Another time"
            </label>
            <div class="field typed-time">
                <label for="to-typed">{move || format!("Day and time, in {}", place())}</label>
                <input
                    class="input"
                    id="to-typed"
                    name="to_typed"
                    type="datetime-local"
                    value=fields.read_untracked().to_typed.clone()
                    prop:value=move || fields.read().to_typed.clone()
                    aria-describedby="to-error to-hint"
                    aria-invalid=move || fault.read().is_some().then_some("true")
                    on:input:target=move |event| {
                        let value = event.target().value();
                        deciding.answer(|fields| {
                            fields.to = "typed".into();
                            fields.to_typed = value;
                        });
                    }
                />
                <p class="hint" id="to-hint">
                    "Also outside your hours; a session or a time that is kept stays in the way."
                </p>
            </div>
        </fieldset>
    }
    .into_any()
}

/// The open times nearest to one that cannot be had: each leads to its own among all.
#[component]
fn NearestTimes(deciding: Deciding) -> impl IntoView {
    let label = |time: &KnownTime| {
        let text = time.label();
        let slot = slot_id(&time.when.starts);
        view! {
            <li>
                <label class="button" for=slot>
                    {text}
                </label>
            </li>
        }
    };
    move || {
        let nearest = deciding.nearest();
        let times = deciding.times.read();
        let known = times
            .iter()
            .filter(|time| nearest.contains(&time.candidate.span.start()))
            .map(label)
            .collect_view();
        (!nearest.is_empty()).then(|| view! { <ul class="row nearest">{known}</ul> })
    }
}

fn slot_id(starts: &str) -> String {
    format!("slot-{starts}")
}

#[component]
fn DayOfSlots(deciding: Deciding, day: Day, client: String) -> impl IntoView {
    let slot = |time: &KnownTime| {
        let value = time.when.starts.clone();
        let (yours, theirs) = both_clocks(time, &client);
        let is_chosen = {
            let value = value.clone();
            move || deciding.fields.read().to == value
        };
        let choose = {
            let value = value.clone();
            move |_| deciding.answer(|fields| fields.to = value.clone())
        };
        let id = slot_id(&value);
        view! {
            <label class="slot">
                <input
                    type="radio"
                    id=id
                    name="to"
                    value=value
                    checked=untrack(is_chosen.clone())
                    prop:checked=is_chosen
                    on:change=choose
                />
                <span>
                    <b class="num">{yours}</b>
                    {theirs.map(|theirs| view! { <span class="small soft">{theirs}</span> })}
                </span>
            </label>
        }
    };
    view! {
        <section>
            <h3>{day.label}</h3>
            <div class="slots">{day.times.iter().map(slot).collect_view()}</div>
        </section>
    }
    .into_any()
}

#[component]
pub fn OfferedTimes(deciding: Deciding) -> impl IntoView {
    let fault = deciding.fault(Field::NewTime);
    view! {
        <fieldset class="offers" aria-describedby="offer-error">
            <legend>
                <h2>"Which times?"</h2>
            </legend>
            <FieldError id="offer-error" words=fault />
            <OfferedTime deciding name="offer_1" label="First time" />
            <OfferedTime deciding name="offer_2" label="Second time (optional)" />
            <OfferedTime deciding name="offer_3" label="Third time (optional)" />
        </fieldset>
    }
    .into_any()
}

#[component]
fn OfferedTime(deciding: Deciding, name: &'static str, label: &'static str) -> impl IntoView {
    let chosen = move || {
        let fields = deciding.fields.read();
        match name {
            "offer_1" => fields.offer_1.clone(),
            "offer_2" => fields.offer_2.clone(),
            _ => fields.offer_3.clone(),
        }
    };
    let options = move || {
        let client = deciding.detail.with(|detail| detail.words.client.clone());
        let days = deciding.times.with(|times| open_days(times));
        let option = |time: &KnownTime, client: &str| {
            let value = time.when.starts.clone();
            let selected = untrack(chosen) == value;
            let text = match both_clocks(time, client) {
                (yours, Some(theirs)) => format!("{yours} · {theirs}"),
                (yours, None) => yours,
            };
            view! {
                <option value=value selected=selected>
                    {text}
                </option>
            }
        };
        let group = |day: Day| {
            let options: Vec<_> = day.times.iter().map(|time| option(time, &client)).collect();
            view! { <optgroup label=day.label>{options}</optgroup> }
        };
        days.into_iter().map(group).collect_view()
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select
                class="input"
                id=name
                name=name
                on:change:target=move |event| {
                    let value = event.target().value();
                    deciding
                        .answer(|fields| match name {
                            "offer_1" => fields.offer_1 = value,
                            "offer_2" => fields.offer_2 = value,
                            _ => fields.offer_3 = value,
                        });
                }
            >
                <option value="">"Choose a time"</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}
