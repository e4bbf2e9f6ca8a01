//! Asking to be bookable again: the check that the team looks at too, and words for them.

use super::api::{Answer, ReturnView, load_return};
use super::result::since;
use crate::routes;
use crate::ui::answer;
use crate::ui::field_error::FieldError;
use crate::ui::form::{Form as ThinForm, FormAnswer};
use crate::ui::go::leave_for;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::lead::lead_to;
use crate::ui::note::{Note, NoteTone};
use crate::ui::{load::Load, title::Title};
use crate::wire;
use domain::account::reactivate::Readiness;
use domain::refusal::Refusal;
use domain::sentences::account as words;
use domain::view::pausing::{AskedLine, PausedLine, ReturnDraft};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn ReturnPage() -> impl IntoView {
    let query = use_query_map();
    let draft = query.with_untracked(|query| query.get("draft"));
    let draft = draft.unwrap_or_default();
    let view = wire::load(move || draft.clone(), load_return);
    view! {
        <Title text="Ask to return" />
        <Load resource=view render=|view| view! { <Page view /> } />
    }
}

#[component]
fn Page(view: ReturnView) -> impl IntoView {
    let Some((line, readiness)) = view.page.paused else {
        return view! { <NotPaused /> }.into_any();
    };
    match line.asked.clone() {
        Some(asked) => view! { <Asked line asked readiness /> }.into_any(),
        None => view! { <Ask line readiness key=view.key draft=view.draft /> }.into_any(),
    }
}

#[component]
fn Head(title: &'static str, about: String) -> impl IntoView {
    view! {
        <header class="sheet-head">
            <a class="back" href=routes::ACCOUNT>
                <Icon glyph=Glyph::Back small=true />
                " Back to the account"
            </a>
            <h1 id="sheet-title">{title}</h1>
            <p class="soft">{about}</p>
        </header>
    }
}

#[component]
fn NotPaused() -> impl IntoView {
    view! {
        <section class="sheet" aria-labelledby="sheet-title">
            <Head title="Your account is not paused" about="There is nothing to ask for.".into() />
            <footer class="actions">
                <div>
                    <a class="button primary" href=routes::ACCOUNT>
                        "Back to the account"
                    </a>
                </div>
            </footer>
        </section>
    }
}

/// The same lines for therapist and team, each with the way to mend what is open.
#[component]
fn Check(readiness: Readiness) -> impl IntoView {
    let [hours, clashes] = words::readiness(readiness);
    let row = |(fine, text): (bool, String), mend: &'static str| {
        let (class, glyph) = match fine {
            true => ("does", Glyph::Check),
            false => ("against", Glyph::Warn),
        };
        view! {
            <li class=class>
                <Icon glyph />
                <span>
                    {text}
                    {(!fine)
                        .then(|| {
                            view! {
                                ". "
                                <a href=routes::AVAILABILITY>{mend}</a>
                            }
                        })}
                </span>
            </li>
        }
    };
    let sum = match readiness.is_ready() {
        true => "All is in order. The team sees the same.",
        false => "The team sees the same. You can ask all the same; they decide.",
    };
    view! {
        <section class="consequence" aria-labelledby="check">
            <h2 id="check">"Is all ready?"</h2>
            <ul>
                {row(hours, "Look through your hours")}
                {row(clashes, "See them beside your hours")}
            </ul>
            <p class="small soft">{sum}</p>
        </section>
    }
}

#[component]
fn Asked(line: PausedLine, asked: AskedLine, readiness: Readiness) -> impl IntoView {
    view! {
        <section class="sheet" aria-labelledby="sheet-title">
            <Head title="You have asked to return" about=since(&line) />
            <Note
                tone=NoteTone::Fine
                title=format!("Asked on {}.", asked.at)
                text="The team answers; until then nobody can book you."
            />
            <figure class="words">
                <figcaption class="small soft">"Your words"</figcaption>
                <blockquote>{asked.words}</blockquote>
            </figure>
            <Check readiness />
            <footer class="actions">
                <div>
                    <a class="button primary" href=routes::ACCOUNT>
                        "Back to the account"
                    </a>
                </div>
            </footer>
        </section>
    }
    .into_any()
}

#[component]
fn Ask(line: PausedLine, readiness: Readiness, key: String, draft: ReturnDraft) -> impl IntoView {
    let fault = RwSignal::new(draft.fault);
    let problem = Signal::derive(move || fault.get().map(words::refusal));
    let key = RwSignal::new(key);
    let at_field = |refusal: &Refusal| {
        matches!(
            refusal,
            Refusal::AskWordsMissing | Refusal::WordsTooLong { .. }
        )
    };
    let beside = Signal::derive(move || {
        problem
            .get()
            .filter(|_| fault.get().is_some_and(|f| at_field(&f)))
    });
    let whole = move || {
        problem
            .get()
            .filter(|_| !fault.get().is_some_and(|f| at_field(&f)))
    };
    let answered = move |sent: FormAnswer| match answer::read::<Answer<ReturnView>>(sent) {
        Some(Ok(Answer::Done { .. })) => leave_for(routes::RETURN),
        Some(Ok(Answer::Again(view))) => {
            fault.set(view.draft.fault);
            key.set(view.key);
            lead_to(&[
                ".sheet [aria-invalid=true]",
                ".sheet [role=alert][tabindex]",
            ]);
        }
        // The page that is fetched anew says what is the matter.
        Some(Err(_)) => leave_for(routes::RETURN),
        None => {}
    };
    view! {
        <ThinForm
            action=routes::DO_ASK_TO_RETURN
            on_answer=answered
            class="sheet"
            labelled_by="sheet-title"
            novalidate=true
        >
            <Head title="Ask to return" about=since(&line) />
            <input type="hidden" name="key" prop:value=key value=key.get_untracked() />
            {move || {
                whole()
                    .map(|text| {
                        let (tone, title) = (NoteTone::Danger, "Nothing has been done.");
                        view! { <Note tone title text alert=true /> }
                    })
            }}
            <Check readiness />
            <div class="field">
                <label for="words">"Words for the team"</label>
                <textarea
                    class="input"
                    id="words"
                    name="words"
                    rows="3"
                    aria-describedby="words-error words-hint"
                    aria-invalid=move || beside.read().is_some().then_some("true")
                >
                    {draft.words}
                </textarea>
                <FieldError id="words-error" words=beside />
                <p class="hint" id="words-hint">
                    "That you are back, and from when on. Your clients do not read it."
                </p>
            </div>
            <footer class="actions">
                <div>
                    <a class="button" href=routes::ACCOUNT>
                        "Not yet"
                    </a>
                    <button class="button primary">"Ask the team"</button>
                </div>
            </footer>
        </ThinForm>
    }
    .into_any()
}
