//! Undoing a cancel, where its result stands: the button for whoever cancelled, for everybody
//! else who can do it, and until when. When the time is over it goes away by itself.

pub mod api;

use super::api::SessionView;
use super::parts::RESULT;
use crate::decision::answer::made_now;
use crate::decision::api::Answer;
use crate::fault::PageFault;
use crate::routes;
use crate::ui::answer;
use crate::ui::form::{Ear, Form, FormAnswer};
use crate::ui::lead::{Whom, focus_on, lead_to};
use crate::ui::note::{Note, NoteTone};
use crate::ui::now::use_alive;
use crate::ui::refresh::use_refresh;
use crate::ui::toast::{News, use_toast};
use domain::ids::SessionId;
use domain::refusal::Refusal;
use domain::sentences;
use domain::time::Instant;
use domain::view::session::{SessionDetail, UndoLine, Whose, Words};
use leptos::prelude::*;
use std::time::Duration;

/// Why the last undo did nothing.
#[derive(Clone, Debug)]
enum Why {
    /// By the rules; kept while the page is fetched anew.
    Refused(Refusal),
    /// It was not heard, and can be sent again.
    Unheard(PageFault),
}

#[derive(Clone, Copy)]
struct Problem(RwSignal<Option<(SessionId, Why)>>);

/// For the whole app, once.
pub fn provide() {
    provide_context(Problem(RwSignal::new(None)));
}

/// What went wrong; `plain` is what a plain form was told.
#[component]
pub fn UndoProblem(detail: SessionDetail, plain: Option<Refusal>) -> impl IntoView {
    let Problem(problem) = expect_context();
    let id = detail.facts.session.id;
    let line = detail.outcome.and_then(|outcome| outcome.undo);
    let words = StoredValue::new((detail.words, line));
    move || {
        let told = problem.get().filter(|(of, _)| *of == id);
        let why = told.map(|(_, why)| why).or(plain.map(Why::Refused))?;
        let (title, text) = words.with_value(|(words, line)| match why {
            Why::Refused(why) => Some((
                "Nothing has been undone.",
                sentences::refusal::refusal(why, words),
            )),
            // Where there is nothing left to undo, it was heard after all, or no longer matters.
            Why::Unheard(fault) => line
                .as_ref()
                .map(|line| (fault.title(), again(&fault, line))),
        })?;
        Some(view! { <Note tone=NoteTone::Danger title text alert=true /> })
    }
}

fn again(fault: &PageFault, line: &UndoLine) -> String {
    format!(
        "{} Undo can be pressed until {}.",
        fault.remedy(),
        line.label
    )
}

/// Stands in the result of a cancel.
#[component]
pub fn Undo(view: SessionView, line: UndoLine, now: Signal<Instant>) -> impl IntoView {
    let until = line.until;
    let left = Memo::new(move |_| (until - now.get()).num_milliseconds().max(0));
    let open = Memo::new(move |_| left.get() > 0);
    let session = view.detail.facts.session.clone();
    let page = routes::session(session.client, session.id);
    let yours = line.whose == Whose::Yours;
    point_here(&line, page, yours, left, &view.detail.words);
    let label = line.label.clone();
    let over = "Money and messages have left: this can no longer be undone.";
    move || {
        if !open.get() {
            return view! { <p class="small undo">{over}</p> }.into_any();
        }
        match &line.whose {
            Whose::Yours => {
                view! { <Button view=view.clone() line=line.clone() left /> }.into_any()
            }
            Whose::Of(name) => view! {
                <p class="small undo">
                    {format!("Cancelled, can be undone by {name} until {label}. ")}
                    "Money and messages leave after that."
                </p>
            }
            .into_any(),
        }
    }
}

/// A plain form: without JavaScript it is there as long as the page is, and says until when.
#[component]
fn Button(view: SessionView, line: UndoLine, left: Memo<i64>) -> impl IntoView {
    let alive = use_alive();
    let seconds = move || (left.get() + 999) / 1000;
    let session = view.detail.facts.session.id;
    view! {
        <Form action=routes::DO_UNDO_CANCEL on_answer=hear(session) class="undo">
            <input type="hidden" name="session" value=session.to_string() />
            <input type="hidden" name="act" value=line.act.to_string() />
            <input type="hidden" name="key" value=view.key />
            <p class="small">
                "You can undo this until " <b class="num">{line.label}</b>
                // A timer is not read aloud with every second.
                <span class="num" role="timer">
                    {move || alive.get().then(|| format!(", {}\u{a0}s\u{a0}left", seconds()))}
                </span> ". Money and messages leave after that."
            </p>
            <button class="button">"Undo"</button>
        </Form>
    }
}

fn hear(session: SessionId) -> Ear {
    let refresh = use_refresh();
    let Problem(problem) = expect_context();
    Ear::from(move |answer: FormAnswer| {
        match answer::read::<Answer>(answer) {
            None => return,
            Some(Ok(Answer::Done { .. } | Answer::Elsewhere { .. })) => {
                problem.set(None);
                made_now();
            }
            Some(Ok(Answer::Again(view))) => {
                let why = view.draft.faults.first();
                problem.set(why.map(|why| (session, Why::Refused(*why))));
            }
            // The page that is fetched anew says what is the matter.
            Some(Err(PageFault::SignInFirst | PageFault::NotFound | PageFault::Forbidden)) => {
                problem.set(None);
            }
            // Fetched anew, the page might not come either, and the button would be gone.
            Some(Err(fault)) => {
                problem.set(Some((session, Why::Unheard(fault))));
                lead_to(&[".session-detail [role=alert][tabindex]"]);
                return;
            }
        }
        refresh.now();
    })
}

/// Whoever goes elsewhere is shown the way back, as long as it can be undone. The button goes
/// with the time; whoever stood on it is taken to the result.
fn point_here(line: &UndoLine, page: String, yours: bool, left: Memo<i64>, words: &Words) {
    let toast = use_toast();
    let open = Memo::new(move |_| left.get() > 0);
    let text = format!(
        "{}, {}: cancelled, can be undone until {}.",
        words.client, words.short_when, line.label
    );
    let said = StoredValue::new((text, page));
    Effect::new(move |was: Option<bool>| {
        let (text, href) = said.get_value();
        let link = "To the session";
        match open.get() && yours {
            true => toast.say(
                News { text, href, link },
                Duration::from_millis(left.get_untracked().unsigned_abs()),
            ),
            false => toast.forget(&href),
        }
        if was == Some(true) && !open.get_untracked() {
            focus_on(RESULT, Whom::Lost);
        }
        open.get_untracked()
    });
}
