//! The first question: why, or what happened.

use super::old_time::FreedTimeQuestion;
use super::state::Deciding;
use crate::ui::choice::Choice;
use crate::ui::field_error::FieldError;
use crate::ui::words_field::WordsField;
use domain::form::Fields;
use domain::refusal::Field;
use leptos::prelude::*;

#[component]
pub fn CauseQuestion(deciding: Deciding) -> impl IntoView {
    let fields = deciding.fields;
    let chosen = Signal::derive(move || fields.read().cause.clone());
    let choose = Callback::new(move |value| deciding.answer(|fields| take(fields, value)));
    let fault = deciding.fault(Field::Cause);
    view! {
        <fieldset class="choices" aria-describedby="cause-error">
            <legend>
                <h2>"Why is it cancelled?"</h2>
            </legend>
            <FieldError id="cause-error" words=fault />
            <WhoseWish deciding chosen choose />
            <FreedTimeQuestion deciding />
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
                value="other"
                title="Another reason"
                hint="Tell us in a few words"
                chosen
                choose
            />
            <OtherWords deciding />
        </fieldset>
    }
}

/// The causes that cancelling and moving have in common, with when the client asked.
#[component]
pub fn WhoseWish(
    deciding: Deciding,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> impl IntoView {
    let client = move || deciding.detail.with(|detail| detail.words.client.clone());
    view! {
        <Choice
            name="cause"
            value="client_asked"
            title=Signal::derive(move || format!("{} asked", client()))
            hint="Their wish; your standing does not change"
            chosen
            choose
            />
        <AskedWhen deciding />
        <Choice
            name="cause"
            value="unavailable"
            title="I am unavailable"
            hint="Counts towards your standing"
            chosen
            choose
            />
    }
}

/// With another cause, the policy's answer is another one.
fn take(fields: &mut Fields, cause: String) {
    fields.cause = cause;
    fields.outcome.clear();
}

#[component]
fn AskedWhen(deciding: Deciding) -> impl IntoView {
    let fields = deciding.fields;
    let earlier = move || fields.read().asked == "earlier";
    let pick = move |value: &'static str| {
        move |_| {
            deciding.answer(|fields| {
                fields.asked = value.into();
                fields.outcome.clear();
            });
        }
    };
    let detail = deciding.detail;
    let place = move || detail.with(|detail| detail.when.yours.place.clone());
    let client = move || detail.with(|detail| detail.words.client.clone());
    let fault = deciding.fault(Field::Asked);
    view! {
        <div class="choice-more">
            <fieldset class="picks">
                <legend>"When did they ask?"</legend>
                <label class="pick">
                    <input
                        type="radio"
                        name="asked"
                        value="now"
                        checked=untrack(move || !earlier())
                        prop:checked=move || !earlier()
                        on:change=pick("now")
                    />
                    " Just now"
                </label>
                <label class="pick">
                    <input
                        type="radio"
                        name="asked"
                        value="earlier"
                        checked=untrack(earlier)
                        prop:checked=earlier
                        on:change=pick("earlier")
                    />
                    " Earlier"
                </label>
            </fieldset>
            <div class="field asked-at">
                <label for="asked-at">{move || format!("Day and time, in {}", place())}</label>
                <input
                    class="input"
                    id="asked-at"
                    name="asked_at"
                    type="datetime-local"
                    min=move || detail.with(|detail| detail.asked_from.clone())
                    max=move || detail.with(|detail| detail.asked_to.clone())
                    value=fields.read_untracked().asked_at.clone()
                    prop:value=move || fields.read().asked_at.clone()
                    aria-describedby="asked-at-error asked-at-hint"
                    aria-invalid=move || fault.read().is_some().then_some("true")
                    on:input:target=move |event| {
                        let value = event.target().value();
                        deciding.answer(|fields| {
                            fields.asked_at = value;
                            fields.outcome.clear();
                        });
                    }
                />
                <FieldError id="asked-at-error" words=fault />
                <p class="hint" id="asked-at-hint">
                    {move || {
                        format!(
                            "Notice counts from there. {} sees what you enter.",
                            client(),
                        )
                    }}
                </p>
            </div>
        </div>
    }
}

#[component]
fn OtherWords(deciding: Deciding) -> impl IntoView {
    let client = move || deciding.detail.with(|detail| detail.words.client.clone());
    view! {
        <div class="choice-more">
            <WordsField
                name="words"
                label="Reason, in a few words"
                hint=Signal::derive(move || format!("The team reads it, {} does not.", client()))
                rows="3"
                value=Signal::derive(move || deciding.fields.read().words.clone())
                typed=move |words| deciding.answer(|fields| fields.words = words)
                fault=deciding.fault(Field::Words)
            />
        </div>
    }
}

#[component]
pub fn AttendanceQuestion(deciding: Deciding) -> impl IntoView {
    let fields = deciding.fields;
    let chosen = Signal::derive(move || fields.read().cause.clone());
    let detail = deciding.detail;
    let choose = Callback::new(move |value| deciding.answer(|fields| take(fields, value)));
    let fault = deciding.fault(Field::Cause);
    view! {
        <fieldset class="choices" aria-describedby="cause-error">
            <legend class="visually-hidden">"Did the session take place?"</legend>
            <FieldError id="cause-error" words=fault />
            <Choice
                name="cause"
                value="took_place"
                title="It took place"
                hint="What was paid is yours, less commission"
                chosen
                choose
            />
            <Choice
                name="cause"
                value="client_no_show"
                title=Signal::derive(move || {
                    detail.with(|detail| format!("{} did not come", detail.words.client))
                })
                hint="The policy keeps the payment; you may refund it"
                chosen
                choose
            />
        </fieldset>
    }
}
