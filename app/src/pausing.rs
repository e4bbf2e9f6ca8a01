//! Pausing one's account, and asking to be bookable again. What a pause does is shown before it is
//! made, session by session; afterwards its page says what it did, and what is left to do.

mod answers;
pub mod api;
mod happens;
mod note;
mod reason;
mod result;
mod returning;
mod state;
mod typed;

use crate::routes;
use crate::ui::form::Form as ThinForm;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::note::{Note, NoteTone};
use crate::ui::now::use_alive;
use crate::ui::words_field::WordsField;
use crate::ui::{load::Load, title::Title};
use crate::wire;
use answers::Answers;
use api::{PauseView, load_pause};
use domain::account::pause;
use domain::form::pausing::PauseField;
use domain::sentences::account as words;
use happens::{Actions, Happens};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
pub use note::{Paused, PausedNote, load_note};
use reason::{Back, ReasonQuestion};
use result::PauseStands;
pub use returning::ReturnPage;
use state::Pausing;

#[component]
pub fn PausePage() -> impl IntoView {
    let query = use_query_map();
    let draft = query.with_untracked(|query| query.get("draft"));
    let draft = draft.unwrap_or_default();
    // Once: what is typed stays, and what changed meanwhile is found when it is sent.
    let view = wire::load(move || draft.clone(), load_pause);
    view! {
        <Title text="Pause your account" />
        <Load resource=view render=|view| view! { <Page view /> } />
    }
}

#[component]
fn Page(view: PauseView) -> impl IntoView {
    match (view.page.paused.clone(), pause::may(&view.page.account)) {
        (Some(paused), _) => view! { <PauseStands paused /> }.into_any(),
        (None, Err(refusal)) => {
            let text = words::refusal(refusal);
            view! {
                <section class="sheet">
                    <Head />
                    <Note tone=NoteTone::Warn title="Not possible." text />
                </section>
            }
            .into_any()
        }
        (None, Ok(())) => view! { <Sheet view /> }.into_any(),
    }
}

#[component]
fn Sheet(view: PauseView) -> impl IntoView {
    let pausing = Pausing::open(view);
    let alive = use_alive();
    view! {
        <ThinForm
            action=routes::DO_PAUSE
            on_answer=state::hear(pausing)
            class="sheet"
            labelled_by="sheet-title"
            novalidate=true
        >
            <Head />
            <input
                type="hidden"
                name="key"
                prop:value=pausing.key
                value=pausing.key.get_untracked()
            />
            <input
                type="hidden"
                name="shown"
                prop:value=move || pausing.digest()
                value=untrack(move || pausing.digest())
            />
            <Problem pausing />
            <ReasonQuestion pausing />
            <Back pausing />
            <Answers pausing alive />
            <WordsField
                name="note"
                label="Words for the clients whose sessions are cancelled (optional)"
                hint="They stand in the e-mail, under what we write. Your reason does not."
                rows="2"
                value=Signal::derive(move || pausing.fields.read().note.clone())
                typed=move |words| pausing.answer(|fields| fields.note = words)
                fault=pausing.fault(PauseField::Note)
            />
            <Happens pausing alive />
            <Actions pausing alive />
        </ThinForm>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    view! {
        <header class="sheet-head">
            <a class="back" href=routes::ACCOUNT>
                <Icon glyph=Glyph::Back small=true />
                " Back to the account"
            </a>
            <h1 id="sheet-title">"Pause your account?"</h1>
            <p class="soft">
                "At once, nobody can book you. Sessions that are booked go on as you say here."
            </p>
        </header>
    }
}

/// What went wrong with the form as a whole.
#[component]
fn Problem(pausing: Pausing) -> impl IntoView {
    move || {
        pausing
            .problem()
            .map(|(tone, title, text)| view! { <Note tone title text alert=true /> })
    }
}
