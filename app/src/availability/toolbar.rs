//! Which week, and what painting on it changes.

use super::copy::CopyDay;
use super::state::Editing;
use crate::routes;
use crate::ui::icon::{Glyph, Icon};
use domain::availability::editor::Scope;
use domain::sentences::{dates, hours as words};
use leptos::prelude::*;

#[component]
pub fn Toolbar(editing: Editing, alive: ReadSignal<bool>) -> impl IntoView {
    let rules = move || editing.draft.read().rules;
    let full = move || {
        let (minutes, ahead) = words::rules(rules());
        minutes + &ahead
    };
    view! {
        <div class="editor-bar">
            <Weeks editing />
            <Views />
            <div class="segments" role="group" aria-label="Changes are for" hidden=move || !alive.get()>
                <ScopeButton editing scope=Scope::EveryWeek text="Every week" />
                <ScopeButton editing scope=Scope::ThisWeek text="This week only" />
            </div>
            <CopyDay editing alive />
            <a class="button slim" href="#rules" rel="external" aria-label=full>
                {move || words::rules(rules()).0}
            </a>
        </div>
    }
    .into_any()
}

/// Links, so that they work without JavaScript; in the browser what is not yet saved stays.
#[component]
fn Weeks(editing: Editing) -> impl IntoView {
    let week = editing.week;
    let to = move |weeks: i32| {
        let monday = week.read().weeks_on(weeks).to_string();
        routes::availability(&monday, None)
    };
    let label = move || week.with(|week| dates::week(week.monday, week.today()));
    let here = move || week.read().is_this_week();
    view! {
        <nav class="weeks" aria-label="Week">
            <a class="button slim" href=move || to(-1) aria-label="The week before">
                <Icon glyph=Glyph::Back small=true />
            </a>
            <b aria-live="polite">{label}</b>
            <a class="button slim" href=move || to(1) aria-label="The week after">
                <Icon glyph=Glyph::Forward small=true />
            </a>
            // Its place is kept, or the week below would jump.
            <a class="button quiet slim" class:unseen=here href=routes::AVAILABILITY>
                "This week"
            </a>
        </nav>
    }
    .into_any()
}

/// The grid or the list, chosen by style alone: on a phone, and without JavaScript, the list
/// comes first.
#[component]
fn Views() -> impl IntoView {
    view! {
        <fieldset class="segments views">
            <legend class="visually-hidden">"Show it as"</legend>
            <label>
                <input type="radio" name="view" id="view-week" value="week" />
                <span>"Week"</span>
            </label>
            <label>
                <input type="radio" name="view" id="view-list" value="list" />
                <span>"List"</span>
            </label>
        </fieldset>
    }
    .into_any()
}

#[component]
fn ScopeButton(editing: Editing, scope: Scope, text: &'static str) -> impl IntoView {
    let is_on = move || editing.scope.get() == scope;
    view! {
        <button
            type="button"
            aria-pressed=move || if is_on() { "true" } else { "false" }
            on:click=move |_| editing.scope.set(scope)
        >
            {text}
        </button>
    }
    .into_any()
}
