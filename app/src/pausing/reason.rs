//! Why, and until when.

use super::state::Pausing;
use crate::ui::choice::Choice;
use crate::ui::field_error::FieldError;
use crate::ui::words_field::WordsField;
use domain::form::pausing::PauseField;
use leptos::prelude::*;

#[component]
pub fn ReasonQuestion(pausing: Pausing) -> impl IntoView {
    let chosen = Signal::derive(move || pausing.fields.read().reason.clone());
    let choose = Callback::new(move |value| pausing.answer(|fields| fields.reason = value));
    let choice = |value, title: &'static str, hint: &'static str| {
        view! { <Choice name="reason" value title hint chosen choose /> }
    };
    view! {
        <fieldset class="choices" aria-describedby="reason-error">
            <legend>
                <h2>"Why do you pause?"</h2>
            </legend>
            <FieldError id="reason-error" words=pausing.fault(PauseField::Reason) />
            {choice("illness", "Illness", "Nobody asks for more")}
            {choice("leave", "Leave", "Holidays, parental leave, a break")}
            {choice("fully_booked", "Fully booked", "No room for anyone new for now")}
            {choice("other", "Another reason", "Tell the team in a few words")}
            <div class="choice-more">
                <WordsField
                    name="words"
                    label="Reason, in a few words"
                    hint="The team reads it, your clients do not."
                    rows="3"
                    value=Signal::derive(move || pausing.fields.read().words.clone())
                    typed=move |words| pausing.answer(|fields| fields.words = words)
                    fault=pausing.fault(PauseField::Words)
                />
            </div>
        </fieldset>
    }
    .into_any()
}

#[component]
pub fn Back(pausing: Pausing) -> impl IntoView {
    let fault = pausing.fault_of_back();
    view! {
        <div class="field">
            <label for="back">"When do you mean to be back? (optional)"</label>
            <input
                class="input back-on"
                id="back"
                name="back"
                type="date"
                min=move || pausing.page.read().back_from.clone()
                value=pausing.fields.read_untracked().back.clone()
                prop:value=move || pausing.fields.read().back.clone()
                aria-describedby="back-error back-hint"
                aria-invalid=move || fault.read().is_some().then_some("true")
                on:input:target=move |event| {
                    let day = event.target().value();
                    pausing.answer(|fields| fields.back = day);
                }
                on:blur=move |_| pausing.back_typed.set(true)
            />
            <FieldError id="back-error" words=fault />
            <p class="hint" id="back-hint">
                "For the team. Nobody is held to it, and nothing opens by itself."
            </p>
        </div>
    }
    .into_any()
}
