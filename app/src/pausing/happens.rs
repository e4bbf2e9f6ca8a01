//! What will happen, and the button that does it all.

use super::state::Pausing;
use crate::routes;
use crate::ui::connection::use_connection;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::lead::lead_to;
use domain::form::pausing::{PauseFault, PauseField};
use domain::sentences::account as words;
use domain::sentences::happens::Mark;
use leptos::prelude::*;

#[component]
pub fn Happens(pausing: Pausing, alive: ReadSignal<bool>) -> impl IntoView {
    let lines = move || match pausing.preview.read().as_ref() {
        Ok(shown) => words::pausing(shown, pausing.back().as_deref())
            .into_iter()
            .map(|(mark, text)| line(mark, text))
            .collect_view()
            .into_any(),
        Err(faults) => line(Mark::Quiet, waiting(faults)).into_any(),
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

fn line(mark: Mark, text: String) -> impl IntoView {
    let (class, glyph) = match mark {
        Mark::Quiet => ("rests", Glyph::Minus),
        Mark::Careful => ("against", Glyph::Warn),
        Mark::Done => ("does", Glyph::Check),
        Mark::Money => ("does", Glyph::Card),
        Mark::Mail => ("does", Glyph::Mail),
        Mark::Slot => ("does", Glyph::Lock),
    };
    view! {
        <li class=class>
            <Icon glyph />
            <span>{text}</span>
        </li>
    }
}

/// What is still to be answered.
fn waiting(faults: &[PauseFault]) -> String {
    match (faults.first(), unanswered(faults)) {
        (Some(PauseFault::NoReason), _) => {
            "Choose a reason, and every consequence stands here before anything happens.".into()
        }
        (_, 0) => format!(
            "{} Then every consequence stands here before it happens.",
            missing(faults)
        ),
        (_, 1) => "One session has no answer yet.".into(),
        (_, count) => format!("{count} sessions have no answer yet."),
    }
}

fn unanswered(faults: &[PauseFault]) -> usize {
    let is_answer = |fault: &&PauseFault| matches!(fault.field(), Some(PauseField::Session(_)));
    faults.iter().filter(is_answer).count()
}

/// `Still to do: choose a reason, and say what becomes of 2 sessions.`
fn missing(faults: &[PauseFault]) -> String {
    let other = faults.iter().filter_map(|fault| match fault.field() {
        Some(PauseField::Reason) => Some("choose a reason".to_owned()),
        Some(PauseField::Words) => Some("shorten the reason".into()),
        Some(PauseField::Back) => Some("change the day of return".into()),
        Some(PauseField::Note) => Some("shorten the words for the clients".into()),
        Some(PauseField::Session(_)) | None => None,
    });
    let sessions = match unanswered(faults) {
        0 => None,
        1 => Some("say what becomes of one session".to_owned()),
        many => Some(format!("say what becomes of {many} sessions")),
    };
    let all: Vec<String> = other.chain(sessions).collect();
    match all.split_last() {
        None => "Answer the questions above first.".into(),
        Some((only, [])) => format!("Still to do: {only}."),
        Some((last, rest)) => format!("Still to do: {}, and {last}.", rest.join(", ")),
    }
}

#[component]
pub fn Actions(pausing: Pausing, alive: ReadSignal<bool>) -> impl IntoView {
    let connection = use_connection();
    let ready = Memo::new(move |_| pausing.preview.read().is_ok());
    // Without JavaScript every press is answered by the server; only then is it of use.
    let waits = move || (alive.get() && !ready.get()).then_some("true");
    let hint = move || {
        pausing
            .preview
            .read()
            .as_ref()
            .err()
            .map(|faults| missing(faults))
    };
    view! {
        <footer class="actions">
            <div>
                <a class="button" href=routes::ACCOUNT>
                    "Stay open"
                </a>
                <button
                    class="button danger solid"
                    name="intent"
                    value="do"
                    data-own-state=""
                    aria-disabled=move || waits().or(connection.is_lost().then_some("true"))
                    aria-describedby="button-hint"
                    on:click=move |event| {
                        if untrack(waits).is_some() {
                            event.prevent_default();
                            pausing.back_typed.set(true);
                            lead_to(&[".sheet [aria-invalid=true]"]);
                        }
                    }
                >
                    {move || words::button(pausing.preview.read().as_ref().ok())}
                </button>
            </div>
            <p class="small soft" id="button-hint" hidden=move || waits().is_none()>
                {hint}
            </p>
        </footer>
    }
    .into_any()
}
