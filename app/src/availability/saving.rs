//! The page of the second step of saving: what changes, whom it leaves outside, and what becomes of
//! each. Nothing is stored before each has its answer; what that does is shown before it happens,
//! by the same rule that the server decides by.

mod answers;
pub mod api;
mod bulk;
mod happens;
mod problem;
mod state;

use crate::routes;
use crate::ui::answer;
use crate::ui::coming::Coming;
use crate::ui::faulted::Faulted;
use crate::ui::form::{Ear, Form as ThinForm, FormAnswer};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::lead::lead_to;
use crate::ui::now::use_alive;
use crate::ui::refresh::use_refresh;
use crate::ui::title::Title;
use crate::ui::words_field::WordsField;
use crate::wire;
use api::{Answered, Ended, SavingView, load_saving};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use state::Answering;

#[component]
pub fn SavingPage() -> impl IntoView {
    let query = use_query_map();
    let draft = Memo::new(move |_| query.read().get("draft").unwrap_or_default());
    let view = wire::load(move || draft.get(), load_saving);
    let show = move || async move {
        match view.await {
            Err(fault) => view! { <Faulted fault /> }.into_any(),
            Ok(Ok(view)) => view! { <Saving view /> }.into_any(),
            Ok(Err(ended)) => view! { <problem::NoForm ended /> }.into_any(),
        }
    };
    view! {
        <Title text="Before your hours change" />
        <Coming waiting="Loading whom it concerns…" show />
    }
}

#[component]
fn Saving(view: SavingView) -> impl IntoView {
    let answering = Answering::open(view);
    let ended = RwSignal::new(None::<Ended>);
    move || match ended.get() {
        Some(ended) => view! { <problem::NoForm ended /> }.into_any(),
        None => view! { <Asked answering ended /> }.into_any(),
    }
}

#[component]
fn Asked(answering: Answering, ended: RwSignal<Option<Ended>>) -> impl IntoView {
    let alive = use_alive();
    let answered = hear(answering, ended);
    let hidden = |name: &'static str, value: Signal<String>| {
        view! { <input type="hidden" name=name prop:value=value value=value.get_untracked() /> }
            .into_any()
    };
    let of =
        move |part: fn(&SavingView) -> String| Signal::derive(move || answering.view.with(part));
    let nobody = Signal::derive(|| None);
    // Without JavaScript it is not known yet who is cancelled.
    let writes = move || !alive.get() || answering.cancels();
    view! {
        <ThinForm
            action=routes::DO_SAVE_ANSWERS
            on_answer=answered
            class="sheet saving"
            labelled_by="saving"
            novalidate=true
        >
            <Head answering />
            {hidden("pending", of(|view| wire::text(&view.pending)))}
            {hidden("seen", of(|view| wire::text(&domain::form::answers::seen(&view.preview.stranded))))}
            {hidden("shown", of(|view| view.preview.shown.clone()))}
            {hidden("key", of(|view| view.key.clone()))}
            <problem::Problem answering />
            <Changes answering />
            <bulk::ForAll answering />
            <answers::Each answering />
            <div class="saving-note" hidden=move || !writes()>
                <WordsField
                    name="note"
                    label="Words for clients whose session is cancelled (optional)"
                    hint="They stand in the e-mail, under what we write."
                    rows="2"
                    value=Signal::derive(move || answering.typed.read().note.clone())
                    typed=move |words| answering.typed.write().note = words
                    fault=nobody
                />
            </div>
            <happens::Happens answering alive />
            <happens::Actions answering alive />
        </ThinForm>
    }
    .into_any()
}

#[component]
fn Head(answering: Answering) -> impl IntoView {
    let back = move || answering.view.with(|view| view.pending.back.clone());
    let title = move || match answering.view.with(|view| view.preview.stranded.len()) {
        0 => "Nobody is left outside".to_owned(),
        1 => "One booking falls outside your new hours".to_owned(),
        many => format!("{many} bookings fall outside your new hours"),
    };
    view! {
        <header class="sheet-head">
            <a class="back" href=back>
                <Icon glyph=Glyph::Back small=true />
                " Back, and save nothing"
            </a>
            <h1 id="saving">{title}</h1>
            <p class="soft">"Say what becomes of each. Nothing is saved before that."</p>
        </header>
    }
    .into_any()
}

/// So many are shown at once.
const SHOWN: usize = 5;

#[component]
fn Changes(answering: Answering) -> impl IntoView {
    let list = move || {
        let said = answering.view.with(SavingView::said);
        let rows = |rows: &[String]| {
            let row = |text: &String| view! { <li>{text.clone()}</li> };
            rows.iter().map(row).collect_view()
        };
        let rest = said.len().saturating_sub(SHOWN);
        view! {
            <ul class="changes">{rows(&said[..said.len() - rest])}</ul>
            {(rest > 0)
                .then(|| {
                    view! {
                        <details>
                            <summary>{format!("and {rest} more")}</summary>
                            <ul class="changes">{rows(&said[SHOWN..])}</ul>
                        </details>
                    }
                })}
        }
    };
    view! {
        <section aria-labelledby="what-changes">
            <h2 id="what-changes">"What changes"</h2>
            {list}
        </section>
    }
    .into_any()
}

fn hear(answering: Answering, ended: RwSignal<Option<Ended>>) -> Ear {
    let (navigate, refresh) = (use_navigate(), use_refresh());
    Ear::from(move |sent: FormAnswer| {
        match answer::read::<Answered>(sent) {
            None => return,
            Some(Ok(Answered::Saved { to })) => {
                answering.forget_the_editors();
                refresh.now();
                return navigate(&to, Default::default());
            }
            Some(Ok(Answered::Again(view))) => answering.reopen(*view),
            Some(Ok(Answered::Ended(how))) => ended.set(Some(how)),
            Some(Err(fault)) => answering.fault.set(Some(fault)),
        }
        lead_to(&[
            ".saving .note[role=alert]",
            ".saving .field-error:not([hidden])",
        ]);
    })
}
