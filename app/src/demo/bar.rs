//! The strip above every page of the demonstration. Moving its clock is like waiting: the page is
//! loaded anew, and every other one that is open asks again for what it shows.

use super::api::{DemoClock, demo_now};
use crate::routes;
use crate::ui::coming::Coming;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::leaving::LeavingForm;
use crate::ui::refresh::use_refresh;
use crate::wire;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn DemoBar() -> impl IntoView {
    let refresh = use_refresh();
    let query = use_query_map();
    let tried = Memo::new(move |_| query.read().get(routes::TRIED_CLOCK));
    let now = wire::load(
        move || (refresh.version(), tried.get()),
        |(_, tried)| demo_now(tried),
    );
    let bar = move || async move {
        let now = now.await.ok().flatten();
        now.map(|now| view! { <Bar now /> }).into_any()
    };
    view! { <Coming show=bar /> }
}

#[component]
fn Bar(now: DemoClock) -> impl IntoView {
    let wrong = now.refused;
    let asked = match &wrong {
        Some((tried, _)) => tried.clone(),
        None => now.field.clone(),
    };
    let failed = wrong.is_some();
    let form = view! {
        <summary>"Move the clock"</summary>
        <LeavingForm action=routes::DO_MOVE_CLOCK>
            <div class="field">
                <label for="clock-to">{format!("To ({})", now.city)}</label>
                <input
                    class="input"
                    id="clock-to"
                    name="to"
                    type="datetime-local"
                    value=asked
                    aria-invalid=failed.then_some("true")
                    aria-describedby="clock-error"
                />
            </div>
            <button class="button">"Move"</button>
            <button class="button" name="by" value="3600">
                "+ 1 hour"
            </button>
            <button class="button" name="by" value="86400">
                "+ 1 day"
            </button>
            <p class="field-error" id="clock-error" role="alert">
                {wrong.map(|(_, words)| words)}
            </p>
        </LeavingForm>
    };
    // Whoever opened it finds it open when the strip is made anew: what is never said is not reset.
    let details = match failed {
        true => view! { <details open=true>{form}</details> }.into_any(),
        false => view! { <details>{form}</details> }.into_any(),
    };
    view! {
        <aside class="demo-bar" aria-label="Demonstration">
            <span>
                <b>"Demo."</b>
                " It is "
                <time datetime=now.field>{now.label}</time>
                " here."
            </span>
            {details}
            <nav aria-label="Demonstration">
                <a href=routes::DEMO_PROVIDER>
                    <Icon glyph=Glyph::Card small=true />
                    " Provider"
                </a>
                <a href=routes::DEMO_MAIL>
                    <Icon glyph=Glyph::Mail small=true />
                    " Mail"
                </a>
            </nav>
        </aside>
    }
}
