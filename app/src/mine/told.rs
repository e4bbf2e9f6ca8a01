//! What the page only tells: when and where it is, how the money stands, what happened last; and
//! for a moment the way back from a cancel.

use super::deeds::hear;
use crate::routes;
use crate::ui::form::Form;
use crate::ui::note::{Note, NoteTone};
use domain::session::State;
use domain::view::When;
use domain::view::mine::MinePage;
use domain::view::session::{UndoLine, Whose};
use leptos::prelude::*;

#[component]
pub fn Told(page: MinePage, token: String, key: String) -> impl IntoView {
    let MinePage {
        therapist,
        kind,
        state,
        when,
        moved_from,
        place,
        money,
        notice,
        news,
        undo,
        ..
    } = page;
    let news = news.map(|text| view! { <Note tone=tone(state) title=text text="" /> });
    let undo = undo.map(|line| view! { <Undo line token key /> });
    view! {
        <section class="card stack" aria-labelledby="when">
            <p class="soft">
                {format!("{kind} with {therapist}")}
                {(state != State::Confirmed).then(|| format!(" · {}", state.label()))}
            </p>
            <At when moved_from gone=state == State::Cancelled therapist />
            {news}
            {undo}
            <dl class="facts">
                <dt>"Where"</dt>
                <dd>{place}</dd>
                <dt>"Payment"</dt>
                <dd>{money}</dd>
                {notice
                    .map(|text| {
                        view! {
                            <dt>"Cancelling"</dt>
                            <dd>{text}</dd>
                        }
                    })}
            </dl>
        </section>
    }
}

fn tone(state: State) -> NoteTone {
    match state {
        State::Cancelled => NoteTone::Plain,
        _ => NoteTone::Fine,
    }
}

/// The reader's own clock first, the therapist's beside it.
#[component]
fn At(when: When, moved_from: Option<String>, gone: bool, therapist: String) -> impl IntoView {
    let struck = move |text: String| match gone {
        true => view! { <s>{text}</s> }.into_any(),
        false => text.into_any(),
    };
    let yours = when.yours;
    let clocks = match when.theirs {
        Some(theirs) => format!(
            "Your time in {}. For {therapist} in {} it is {}.",
            yours.place, theirs.place, theirs.times
        ),
        None => format!("The time in {}, for you and for {therapist}.", yours.place),
    };
    let was = moved_from.map(|old| {
        view! {
            <span class="was">
                <s>{old}</s>
            </span>
        }
    });
    view! {
        <div>
            <h1 class="when" id="when">
                {was}
                <span>{struck(yours.date)}</span>
                " "
                <span>
                    <time datetime=when.starts>{struck(yours.times)}</time>
                </span>
            </h1>
            <p class="soft small">{clocks}</p>
        </div>
    }
}

/// Without JavaScript it is there as long as the page is, and says until when.
#[component]
fn Undo(line: UndoLine, token: String, key: String) -> impl IntoView {
    let UndoLine {
        act, label, whose, ..
    } = line;
    match whose {
        Whose::Of(name) => view! {
            <p class="small">{format!("{name} can still undo this, until {label}.")}</p>
        }
        .into_any(),
        Whose::Yours => view! {
            <Form action=routes::DO_UNDO_OWN on_answer=hear() explains=true class="stack">
                <input type="hidden" name="token" value=token />
                <input type="hidden" name="key" value=key />
                <input type="hidden" name="act" value=act.to_string() />
                <p class="small">
                    "You can undo this until " <b class="num">{label}</b>
                    ". Money and messages leave after that."
                </p>
                <button class="button">"Undo"</button>
            </Form>
        }
        .into_any(),
    }
}
