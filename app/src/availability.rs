//! A therapist's own time: the week as a grid to paint on and as a list to type into, dates with
//! hours of their own, blocks, rules, and why a time is not bookable. It is one plain form; in the
//! browser it is edited at once, and saved as a whole.

pub mod api;
mod blocks;
mod copy;
mod dates;
mod exact;
mod fields;
mod grid;
mod head;
#[cfg(target_arch = "wasm32")]
mod leaving;
mod list;
mod new_block;
mod news;
mod rough;
mod rules;
pub mod saved;
pub mod saving;
mod state;
pub mod time_off;
mod toolbar;
mod typed;
mod unsaved;
mod why;
pub mod zone;

use crate::pausing::{PausedNote, load_note};
use crate::routes;
use crate::ui::answer;
use crate::ui::faulted::Faulted;
use crate::ui::form::{Ear, Form as ThinForm, FormAnswer};
use crate::ui::lead::lead_to;
use crate::ui::refresh::use_refresh;
use crate::ui::title::Title;
use crate::ui::{coming::Coming, now::use_alive};
use crate::wire;
use api::{Answer, EditorView, load_availability};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_query_map};
use state::{Editing, News};

#[component]
pub fn AvailabilityPage() -> impl IntoView {
    let query = use_query_map();
    let asked = query.with_untracked(|query| {
        let part = |name: &str| query.get(name).filter(|part| !part.is_empty());
        (part(why::ON).or(part("week")), part("draft"))
    });
    let asked = (asked.0.unwrap_or_default(), asked.1.unwrap_or_default());
    // Another week does not make the page anew: what is not yet saved stays (`follow`).
    let view = wire::load(
        move || asked.clone(),
        |(week, draft)| load_availability(week, draft),
    );
    let paused = load_note();
    let show = move || async move {
        match view.await {
            Err(fault) => view! { <Faulted fault /> }.into_any(),
            Ok(view) => view! { <Editor view /> }.into_any(),
        }
    };
    view! {
        <Title text="Availability" />
        <PausedNote paused />
        <Coming waiting="Loading your hours…" show />
    }
}

#[component]
fn Editor(view: EditorView) -> impl IntoView {
    let query = use_query_map();
    let saved = query.with_untracked(|query| query.get("saved")?.parse().ok());
    let editing = Editing::open(&view, saved);
    typed::put_back(editing, typed::before_alive());
    unsaved::keep(editing, view.whose);
    follow(editing);
    #[cfg(target_arch = "wasm32")]
    leaving::guard(editing);
    let alive = use_alive();
    let answered = hear(editing);
    let typed = StoredValue::new(view.draft.typed);
    let week = move || editing.week.read().monday.to_string();
    let revision = move || editing.week.read().revision.to_string();
    view! {
        <ThinForm
            action=routes::DO_SAVE_HOURS
            on_answer=answered
            class="availability"
            novalidate=true
            labelled_by="availability"
        >
            <input type="hidden" name="revision" value=untrack(revision) prop:value=revision />
            <input type="hidden" name="key" prop:value=editing.key value=editing.key.get_untracked() />
            <input type="hidden" name="week" value=untrack(week) prop:value=week />
            <input
                type="hidden"
                name="schedule"
                prop:value=move || if alive.get() { editing.sent() } else { String::new() }
            />
            <head::Head editing alive />
            <news::Outside editing />
            <news::Said editing />
            <toolbar::Toolbar editing alive />
            <grid::Grid editing />
            <list::List editing alive typed />
            <div class="availability-more">
                <dates::Dates editing alive typed />
                <blocks::Blocks editing alive typed />
                <rules::Rules editing typed />
            </div>
        </ThinForm>
        <why::WhySection editing />
        <exact::Exact editing />
    }
}

/// Other weeks, and what others do meanwhile.
fn follow(editing: Editing) {
    let (query, refresh) = (use_query_map(), use_refresh());
    let asked = Memo::new(move |_| {
        let week = query.read().get("week").unwrap_or_default();
        (week, refresh.version())
    });
    Effect::new(move |before: Option<(String, u32)>| {
        let now = asked.get();
        if before.is_some_and(|before| before != now) {
            load(editing, asked, now.clone());
        }
        now
    });
}

fn load(editing: Editing, asked: Memo<(String, u32)>, of: (String, u32)) {
    spawn_local(async move {
        let view = load_availability(of.0.clone(), String::new()).await;
        if let (Ok(view), Some(true)) = (view, asked.try_with_untracked(|asked| *asked == of)) {
            editing.arrive(view);
        }
    });
}

fn hear(editing: Editing) -> Ear {
    let (navigate, refresh) = (use_navigate(), use_refresh());
    Ear::from(move |sent: FormAnswer| {
        match answer::read::<Answer>(sent) {
            None => return,
            Some(Ok(Answer::Decide { to })) => return navigate(&to, Default::default()),
            Some(Ok(Answer::Saved { changes })) => {
                // What comes now is what was saved: nothing of it is still to be.
                editing.is_saved();
                editing.news.set(Some(News::Saved(changes)));
            }
            Some(Ok(Answer::Again(draft))) => {
                editing.faults.set(draft.faults.clone());
                editing.news.set(state::told(&draft, None));
            }
            Some(Err(fault)) => editing.news.set(Some(News::Fault(fault))),
        }
        refresh.now();
        lead_to(&[".availability .editor-news"]);
    })
}
