//! The same answer for all: in the browser it fills in theirs; without JavaScript it stands for all
//! that have none of their own.

use super::state::Answering;
use domain::account::pause::Answer;
use domain::form::answers::name;
use leptos::prelude::*;

#[component]
pub fn ForAll(answering: Answering) -> impl IntoView {
    // For one there is nothing that one press more would spare.
    let many = Memo::new(move |_| {
        let asked = |view: &super::SavingView| {
            let lines = view.preview.stranded.iter();
            lines.filter(|line| line.what.answers().len() > 1).count()
        };
        answering.view.with(asked) > 1
    });
    let shown = move || {
        let all = [
            (Answer::Keep, "Keep all"),
            (Answer::Move, "Move all"),
            (Answer::Cancel, "Cancel all"),
        ];
        all.map(|(answer, text)| view! { <Whole answering answer text /> })
            .collect_view()
    };
    move || {
        many.get().then(|| {
            view! {
                <fieldset class="for-all">
                    <legend class="small soft">"The same for all, unless you answer for one"</legend>
                    <div class="segments">{shown()}</div>
                </fieldset>
            }
        })
    }
}

#[component]
fn Whole(answering: Answering, answer: Answer, text: &'static str) -> impl IntoView {
    let value = name(answer);
    let is_it = move || answering.typed.read().rest == value;
    let choose = move |_| {
        answering.typed.update(|typed| {
            answering
                .view
                .with_untracked(|view| typed.for_all(value, &view.preview.stranded));
        });
    };
    view! {
        <label>
            <input
                type="radio"
                name="rest"
                value=value
                checked=untrack(is_it)
                prop:checked=is_it
                on:change=choose
            />
            <span>{text}</span>
        </label>
    }
    .into_any()
}
