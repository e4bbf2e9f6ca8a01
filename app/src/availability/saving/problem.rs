//! Why nothing was saved, and the way on.

use super::api::{Ended, Stopped};
use super::state::Answering;
use crate::availability::api::Why;
use crate::routes;
use crate::ui::note::{Note, NoteTone};
use domain::availability::edit::NotSaved;
use domain::form::answers::gone;
use domain::sentences::editing::not_saved;
use leptos::prelude::*;

#[component]
pub fn Problem(answering: Answering) -> impl IntoView {
    let problem = move || {
        if let Some(fault) = answering.fault.get() {
            return Some((
                NoteTone::Danger,
                fault.title().into(),
                fault.remedy().into(),
            ));
        }
        answering.view.with(|view| {
            let why = view.why.as_ref()?;
            let gone = gone(&view.preview.stranded, &view.seen);
            Some(words(why, &gone))
        })
    };
    move || problem().map(|(tone, title, text)| view! { <Note tone title text alert=true /> })
}

fn words(why: &Stopped, gone: &[&str]) -> (NoteTone, String, String) {
    let gone = match gone.is_empty() {
        true => String::new(),
        false => format!(" No longer outside: {}.", gone.join("; ")),
    };
    let nothing = "Nothing was saved.".to_owned();
    match why {
        Stopped::Changed => (
            NoteTone::Warn,
            "Something changed since you looked. Nothing was saved.".into(),
            format!("What is new is marked; your answers are still here.{gone}"),
        ),
        Stopped::Newer => (
            NoteTone::Warn,
            "Your hours were changed elsewhere meanwhile. Nothing was saved.".into(),
            format!(
                "Your changes are now on top of those. Look at them once more, then save.{gone}"
            ),
        ),
        Stopped::NotCancelled(who) => (
            NoteTone::Danger,
            nothing,
            format!("{who}: it cannot be cancelled just now. Keep it, or look at its own page."),
        ),
        Stopped::NotWithdrawn(who) => (
            NoteTone::Danger,
            nothing,
            format!(
                "{who}: the times on offer cannot be withdrawn just now. Look at the session’s \
                 own page."
            ),
        ),
        Stopped::Edit(Why::Refused(NotSaved::Unanswered { left })) => (
            NoteTone::Danger,
            match left.len() {
                1 => "One answer is missing.".into(),
                many => format!("{many} answers are missing."),
            },
            nothing,
        ),
        Stopped::Edit(Why::Refused(why)) => (NoteTone::Danger, nothing, not_saved(why, None)),
        Stopped::Edit(Why::Newer | Why::KeySpent) => (
            NoteTone::Danger,
            nothing,
            "This form was sent before with other answers. Look at it again, then save.".into(),
        ),
    }
}

/// An edit that cannot be answered any more.
#[component]
pub fn NoForm(ended: Ended) -> impl IntoView {
    let (title, text, back) = match ended {
        Ended::Forgotten => (
            "This was open for too long.",
            "Nothing was saved. Make the change once more; it takes the same few presses."
                .to_owned(),
            routes::AVAILABILITY.to_owned(),
        ),
        Ended::Refused { why, back } => ("Nothing was saved.", not_saved(&why, None), back),
    };
    view! {
        <section class="sheet">
            <header class="sheet-head">
                <h1>"Before your hours change"</h1>
            </header>
            <Note tone=NoteTone::Warn title text />
            <footer class="actions">
                <div>
                    <a class="button primary" href=back>
                        "Back"
                    </a>
                </div>
            </footer>
        </section>
    }
    .into_any()
}
