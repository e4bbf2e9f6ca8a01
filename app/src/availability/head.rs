//! The head of the editor: whose clock it is on, what it comes to, and the buttons that undo and
//! save.

use super::news::OUTSIDE;
use super::state::Editing;
use super::{dates, new_block};
use crate::ui::lead::lead_to;
use domain::availability::editor::Editor;
use domain::sentences::hours as words;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

#[component]
pub fn Head(editing: Editing, alive: ReadSignal<bool>) -> impl IntoView {
    let week = editing.week;
    let place = move || week.with(|week| format!("{} ({})", week.place, week.zone));
    let open = move || words::open_slots(editing.open.get(), week.read().is_this_week());
    // On a phone what is said of them above may be out of sight.
    let outside = move || {
        let text = words::outside(editing.outside.read().len())?;
        let note = format!("#{OUTSIDE}");
        Some(view! { <a class="chip danger to-outside" href=note rel="external">{text}</a> })
    };
    let can = move |what: fn(&Editor) -> bool| Memo::new(move |_| what(&editing.editor.read()));
    view! {
        <header class="editor-head">
            <div>
                <h1 id="availability">"Availability"</h1>
                <p class="soft">
                    "What clients can book, in your time zone: " <b>{place}</b>
                    ". They see it in theirs. "
                    <a href="/availability/zone">"Change it"</a>
                </p>
            </div>
            <div class="editor-save">
                <span class="chip brand">{open}</span>
                {outside}
                <StepButton text="Undo" can=can(Editor::can_undo) alive act=move || editing.undo() />
                <StepButton text="Redo" can=can(Editor::can_redo) alive act=move || editing.redo() />
                <Save editing alive />
            </div>
        </header>
    }
    .into_any()
}

/// It keeps the focus when there is nothing more to do.
#[component]
fn StepButton(
    text: &'static str,
    can: Memo<bool>,
    alive: ReadSignal<bool>,
    act: impl Fn() + 'static,
) -> impl IntoView {
    let press = move |_| {
        if can.get_untracked() {
            act();
        }
    };
    view! {
        <button
            type="button"
            class="button"
            data-own-state=""
            hidden=move || !alive.get()
            aria-disabled=move || (!can.get()).then_some("true")
            on:click=press
        >
            {text}
        </button>
    }
    .into_any()
}

#[component]
fn Save(editing: Editing, alive: ReadSignal<bool>) -> impl IntoView {
    let wrong = move || editing.faults.read().len();
    let count = move || {
        let typed = [new_block::is_typed(editing), dates::is_typed(editing)];
        editing.changes.get() + typed.into_iter().filter(|typed| *typed).count()
    };
    let idle = Memo::new(move |_| alive.get() && count() == 0 && wrong() == 0);
    let text = move || match (alive.get(), wrong()) {
        (false, _) => "Save".into(),
        (true, 0) => words::save(count()),
        (true, fields) => words::look(fields),
    };
    let press = move |event: MouseEvent| {
        if !alive.get_untracked() {
            return;
        }
        if untrack(wrong) > 0 || !dates::add(editing) || !new_block::add(editing) {
            event.prevent_default();
            lead_to(&[".availability [aria-invalid=true]"]);
        } else if idle.get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <button
            class="button primary"
            data-own-state=""
            aria-disabled=move || idle.get().then_some("true")
            on:click=press
        >
            {text}
        </button>
    }
    .into_any()
}
