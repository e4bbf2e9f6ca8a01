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
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

#[component]
pub fn DemoBar() -> impl IntoView {
    let query = use_query_map();
    let tried = Memo::new(move |_| query.read().get(routes::TRIED_CLOCK));
    let now = wire::load(move || tried.get(), demo_now);
    let bar = move || async move {
        let now = now.await.ok().flatten();
        now.map(|now| view! { <Bar now /> }).into_any()
    };
    view! { <Coming show=bar /> }
}

/// What time it is comes anew with every piece of news. The form beside it is left alone by those:
/// it may be open, and filled in.
fn follow(now: RwSignal<DemoClock>) {
    let refresh = use_refresh();
    Effect::new(move |known: Option<u32>| {
        let version = refresh.version();
        if known.is_some() {
            spawn_local(async move {
                if let Ok(Some(moved)) = demo_now(None).await
                    && refresh.is(version)
                {
                    now.set(moved);
                }
            });
        }
        version
    });
}

#[component]
fn Bar(now: DemoClock) -> impl IntoView {
    let time = RwSignal::new(now.clone());
    follow(time);
    let wrong = now.refused;
    let asked = match &wrong {
        Some((tried, _)) => tried.clone(),
        None => now.field,
    };
    let failed = wrong.is_some();
    let form = view! {
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
    view! {
        <aside class="demo-bar" aria-label="Demonstration">
            <span>
                <b>"Demo."</b>
                " It is "
                <time datetime=move || time.get().field>{move || time.get().label}</time>
                " here."
            </span>
            <details open=failed>
                <summary>"Move the clock"</summary>
                {form}
            </details>
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
