//! The questions about a booking: answering one, declining one, and carrying a payment to another.

use super::old_time::OldTimeQuestion;
use super::state::Deciding;
use crate::confirm::Countdown;
use crate::ui::choice::Choice;
use crate::ui::field_error::FieldError;
use crate::ui::note::{Note, NoteTone};
use crate::ui::words_field::WordsField;
use domain::refusal::Field;
use domain::session::SessionKind;
use domain::view::session::SessionDetail;
use leptos::prelude::*;

/// `Daniel Reyes · 50 minutes · £65.00 · video`, of what is not there yet.
pub fn about(detail: &SessionDetail) -> String {
    let session = &detail.facts.session;
    let (name, place) = (&detail.words.client_name, detail.place.to_lowercase());
    let minutes = session.span.length().num_minutes();
    match session.price.is_zero() {
        true => format!("{name} · {minutes} minutes · no charge · {place}"),
        false => format!("{name} · {minutes} minutes · {} · {place}", session.price),
    }
}

/// Until when it can be answered.
#[component]
pub fn Deadline(deciding: Deciding) -> impl IntoView {
    let detail = deciding.detail;
    move || {
        let detail = detail.read();
        let to = detail.to_confirm.clone()?;
        let now = deciding.now;
        Some(view! { <Countdown to now /> })
    }
}

#[component]
pub fn DeclineQuestions(deciding: Deciding) -> impl IntoView {
    let detail = deciding.detail;
    let kind = Memo::new(move |_| detail.read().facts.session.kind);
    view! {
        <Deadline deciding />
        {move || match kind.get() {
            SessionKind::Initial => view! { <ForTheTeam deciding /> }.into_any(),
            SessionKind::FollowUp => {
                view! {
                    <OldTimeQuestion deciding />
                    <TeamWords deciding label="Why? (optional)" />
                }
                    .into_any()
            }
        }}
    }
    .into_any()
}

/// Only the team cancels an initial session: all that it needs for it.
#[component]
fn ForTheTeam(deciding: Deciding) -> impl IntoView {
    let detail = deciding.detail;
    let says = move || {
        let detail = detail.read();
        let price = detail.facts.session.price;
        let client = &detail.words.client;
        let money = match price.is_zero() {
            true => String::new(),
            false => format!(" {client} then gets all of the {price} back."),
        };
        format!(
            "The team cancels it once they have read this.{money} Until then the deadline keeps \
             running, and a booking that nobody answers counts towards your standing."
        )
    };
    let client = Signal::derive(move || detail.with(|detail| detail.words.client.clone()));
    view! {
        <input type="hidden" name="way" value="team" />
        {move || {
            view! {
                <Note
                    tone=NoteTone::Plain
                    title="An initial session is declined through the team."
                    text=says()
                />
            }
        }}
        <Cause deciding />
        <TeamWords deciding label="What should the team know?" />
        <Aware deciding client />
    }
    .into_any()
}

#[component]
fn Cause(deciding: Deciding) -> impl IntoView {
    let chosen = Signal::derive(move || deciding.fields.read().cause.clone());
    let choose = Callback::new(move |value| deciding.answer(|fields| fields.cause = value));
    view! {
        <fieldset class="choices three" aria-describedby="cause-error">
            <legend>
                <h2>"Why do you decline?"</h2>
            </legend>
            <FieldError id="cause-error" words=deciding.fault(Field::Cause) />
            <Choice
                name="cause"
                value="not_best_fit"
                title="Not the best fit"
                hint="The team suggests other therapists"
                chosen
                choose
            />
            <Choice
                name="cause"
                value="unavailable"
                title="I am unavailable"
                hint="At that time, or for new clients"
                chosen
                choose
            />
            <Choice
                name="cause"
                value="other"
                title="Another reason"
                hint="Tell the team below"
                chosen
                choose
            />
        </fieldset>
    }
}

#[component]
fn TeamWords(deciding: Deciding, label: &'static str) -> impl IntoView {
    let client = move || deciding.detail.with(|detail| detail.words.client.clone());
    view! {
        <WordsField
            name="words"
            label
            hint=Signal::derive(move || format!("The team reads it, {} does not.", client()))
            rows="3"
            value=Signal::derive(move || deciding.fields.read().words.clone())
            typed=move |words| deciding.answer(|fields| fields.words = words)
            fault=deciding.fault(Field::Words)
        />
    }
}

#[component]
fn Aware(deciding: Deciding, client: Signal<String>) -> impl IntoView {
    let fields = deciding.fields;
    let chosen = Signal::derive(move || fields.read().aware.clone());
    let choose = Callback::new(move |value| deciding.answer(|fields| fields.aware = value));
    let fault = deciding.fault(Field::Aware);
    view! {
        <fieldset class="choices two" aria-describedby="aware_words-error">
            <legend>
                <h2>{move || format!("Does {} know?", client.get())}</h2>
            </legend>
            <Choice
                name="aware"
                value="told"
                title=Signal::derive(move || format!("{} knows", client.get()))
                hint="Say below how and when you told them"
                chosen
                choose
            />
            <Choice
                name="aware"
                value="not_reached"
                title="I could not reach them"
                hint="Say below how you tried, and on which days"
                chosen
                choose
            />
        </fieldset>
        <WordsField
            name="aware_words"
            label="How, and when?"
            hint="The team does not write to them before it knows this."
            rows="2"
            value=Signal::derive(move || fields.read().aware_words.clone())
            typed=move |words| deciding.answer(|fields| fields.aware_words = words)
            fault
        />
    }
}

#[component]
pub fn CarryQuestions(deciding: Deciding) -> impl IntoView {
    let (fields, detail) = (deciding.fields, deciding.detail);
    let fault = deciding.fault(Field::NewTime);
    let place = move || detail.with(|detail| detail.when.yours.place.clone());
    view! {
        <Note
            tone=NoteTone::Plain
            title="This session has started, so it no longer moves."
            text="The team can carry its payment to a new one. They read what you write here, and \
                  answer by e-mail."
        />
        <div class="field">
            <label for="to-typed">
                {move || format!("When would a new session suit? Day and time, in {} (optional)", place())}
            </label>
            <input
                class="input"
                id="to-typed"
                name="to_typed"
                type="datetime-local"
                value=fields.read_untracked().to_typed.clone()
                prop:value=move || fields.read().to_typed.clone()
                aria-describedby="to-error"
                aria-invalid=move || fault.read().is_some().then_some("true")
                on:input:target=move |event| {
                    let value = event.target().value();
                    deciding.answer(|fields| fields.to_typed = value);
                }
            />
            <FieldError id="to-error" words=fault />
        </div>
        <TeamWords deciding label="Why should it be carried?" />
    }
    .into_any()
}
