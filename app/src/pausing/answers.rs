//! Each session to come, with what becomes of it; and one answer for all of them.

use super::state::Pausing;
use crate::ui::field_error::FieldError;
use domain::account::pause::Answer;
use domain::form::answers::name;
use domain::form::pausing::{PauseField, can_have, key};
use domain::sentences::account as words;
use domain::session::State;
use domain::view::pausing::PauseLine;
use leptos::prelude::*;

const ALL: [Answer; 3] = [Answer::Keep, Answer::Move, Answer::Cancel];

/// The field of an answer, by the key of its session.
pub fn field(key: &str) -> String {
    format!("answers[{key}]")
}

#[component]
pub fn Answers(pausing: Pausing, alive: ReadSignal<bool>) -> impl IntoView {
    let lines = move || {
        let lines = pausing.page.read().to_come.clone();
        if lines.is_empty() {
            return view! { <p class="soft">"No session is to come: there is nothing to decide."</p> }
                .into_any();
        }
        let many = lines.len() > 1;
        let rows = lines
            .into_iter()
            .map(|line| view! { <Row pausing alive line /> })
            .collect_view();
        view! {
            <p class="small soft">
                "Keep: it stays as planned. Move: it stays until you have offered another time. "
                "Cancel: it is refunded in full, and its time stays closed."
            </p>
            {many.then(|| view! { <ForAll pausing alive /> })}
            <ul class="answers">{rows}</ul>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="to-come">
            <h2 id="to-come">"What becomes of the sessions to come?"</h2>
            {lines}
        </section>
    }
    .into_any()
}

/// Once the page is alive it fills in all of them; the server takes it for every session that
/// has no answer of its own.
#[component]
fn ForAll(pausing: Pausing, alive: ReadSignal<bool>) -> impl IntoView {
    let pick = |answer: Answer| {
        let checked = move || pausing.fields.read().rest == name(answer);
        view! {
            <label class="pick">
                <input
                    type="radio"
                    name="rest"
                    value=name(answer)
                    checked=untrack(checked)
                    prop:checked=checked
                    on:change=move |_| pausing.answer_all(answer)
                />
                {format!(" {} all", words::answer(answer))}
            </label>
        }
    };
    view! {
        <fieldset class="picks pause-all">
            <legend>"For all of them"</legend>
            {ALL.into_iter().map(pick).collect_view()}
            <p class="hint">
                {move || match alive.get() {
                    true => "Each can still have its own answer below.",
                    false => "Holds for every session without an answer of its own below.",
                }}
            </p>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Row(pausing: Pausing, alive: ReadSignal<bool>, line: PauseLine) -> impl IntoView {
    let session = line.session;
    let error_id = format!("answer-{session}-error");
    let described = error_id.clone();
    let to_come = line.to_come();
    let pick = move |answer: Answer| {
        let own = key(session);
        let field = field(&own);
        // Without JavaScript only its own answer stands here: the one for all may still change.
        let checked = move || {
            let fields = pausing.fields.read();
            match alive.get() {
                true => fields.answer(&to_come) == Some(answer),
                false => fields
                    .answers
                    .get(&own)
                    .is_some_and(|own| own == name(answer)),
            }
        };
        view! {
            <label class="pick">
                <input
                    type="radio"
                    name=field
                    value=name(answer)
                    checked=untrack(checked.clone())
                    prop:checked=checked
                    on:change=move |_| {
                        pausing
                            .answer(|fields| {
                                fields.answers.insert(key(session), name(answer).into());
                            });
                    }
                />
                {format!(" {}", words::answer(answer))}
            </label>
        }
    };
    let picks = ALL.into_iter().filter(|answer| can_have(&to_come, *answer));
    let through_the_team = !can_have(&to_come, Answer::Cancel);
    view! {
        <li data-answer=key(session)>
            <fieldset class="pause-answer" aria-describedby=described>
                <legend>
                    <b>{line.client_name}</b>
                    " "
                    <span class="small soft">
                        {format!("{}, {}", line.when.yours.short_date, line.when.yours.times)}
                        {(line.state == State::AwaitingConfirmation)
                            .then_some(" · awaits your confirmation")}
                    </span>
                </legend>
                <div class="picks">{picks.map(pick).collect_view()}</div>
                {through_the_team
                    .then(|| {
                        view! {
                            <p class="hint">"An initial session is cancelled through the team."</p>
                        }
                    })}
                <FieldError
                    id=error_id
                    words=pausing.fault(PauseField::Session(session))
                />
            </fieldset>
        </li>
    }
    .into_any()
}
