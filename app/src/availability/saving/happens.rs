//! What will happen, and the button that does it.

use super::state::Answering;
use crate::ui::connection::use_connection;
use crate::ui::icon::{Glyph, Icon};
use domain::availability::edit::NotSaved;
use domain::sentences::editing as words;
use domain::sentences::happens::Mark;
use leptos::prelude::*;

#[component]
pub fn Happens(answering: Answering, alive: ReadSignal<bool>) -> impl IntoView {
    let lines = move || match &*answering.would.read() {
        Ok(saving) => {
            let said = answering
                .view
                .with(|view| words::saving(saving, &view.preview.stranded));
            said.into_iter().map(line).collect_view().into_any()
        }
        Err(why) => line((Mark::Quiet, waiting(why))).into_any(),
    };
    view! {
        <section class="consequence" aria-labelledby="happen" aria-live="polite">
            <h2 id="happen">"What will happen"</h2>
            <ul>{lines}</ul>
            {move || {
                (!alive.get())
                    .then(|| {
                        view! {
                            <button class="button" name="intent" value="preview">
                                "Show what will happen"
                            </button>
                        }
                    })
            }}
        </section>
    }
    .into_any()
}

fn waiting(why: &NotSaved) -> String {
    match why {
        NotSaved::Unanswered { .. } => {
            "Answer for each, and every consequence stands here before anything happens.".into()
        }
        why => words::not_saved(why, None),
    }
}

fn line((mark, text): (Mark, String)) -> impl IntoView {
    let (class, glyph) = match mark {
        Mark::Quiet => ("rests", Glyph::Minus),
        Mark::Careful => ("against", Glyph::Warn),
        Mark::Money => ("does", Glyph::Card),
        Mark::Mail => ("does", Glyph::Mail),
        Mark::Done | Mark::Slot => ("does", Glyph::Check),
    };
    view! {
        <li class=class>
            <Icon glyph />
            <span>{text}</span>
        </li>
    }
}

#[component]
pub fn Actions(answering: Answering, alive: ReadSignal<bool>) -> impl IntoView {
    let back = move || answering.view.with(|view| view.pending.back.clone());
    let cancels = move || answering.cancels();
    let label = move || match &*answering.would.read() {
        Ok(saving) => words::button(saving),
        Err(_) => "Save".into(),
    };
    let connection = use_connection();
    let waits = move || (alive.get() && answering.would.read().is_err()).then_some("true");
    view! {
        <footer class="actions">
            <div>
                <a class="button" href=back>
                    "Save nothing"
                </a>
                <button
                    class=move || if cancels() { "button danger solid" } else { "button primary" }
                    name="intent"
                    value="do"
                    data-own-state=""
                    aria-disabled=move || waits().or(connection.is_lost().then_some("true"))
                    aria-describedby="button-hint"
                    on:click=move |event| {
                        if waits().is_some() {
                            event.prevent_default();
                        }
                    }
                >
                    {label}
                </button>
            </div>
            <p class="small soft" id="button-hint" hidden=move || waits().is_none()>
                {move || answering.missing()}
            </p>
        </footer>
    }
    .into_any()
}
