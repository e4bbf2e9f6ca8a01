//! Free words: why the therapist keeps what the policy owes, for the team; and a few for the
//! client.

use super::state::Deciding;
use crate::ui::field_error::FieldError;
use domain::form::Form;
use domain::policy::Clause;
use domain::refusal::Field;
use leptos::prelude::*;

#[component]
pub fn ReasonField(deciding: Deciding) -> impl IntoView {
    let fields = deciding.fields;
    let fault = deciding.fault(Field::Reason);
    let departs = Memo::new(move |_| {
        let preview = deciding.preview.read();
        let departs = preview.as_ref().is_ok_and(|shown| {
            shown
                .clauses
                .iter()
                .any(|clause| clause.id == Clause::Departure)
        });
        departs || fault.read().is_some()
    });
    let client = move || deciding.detail.with(|detail| detail.words.client.clone());
    move || {
        departs.get().then(|| {
            view! {
                <div class="field">
                    <label for="reason">"Why less than the policy gives?"</label>
                    <textarea
                        class="input"
                        id="reason"
                        name="reason"
                        rows="3"
                        aria-describedby="reason-error reason-hint"
                        aria-invalid=move || fault.read().is_some().then_some("true")
                        prop:value=move || fields.read().reason.clone()
                        on:input:target=move |event| {
                            let value = event.target().value();
                            deciding.answer(|fields| fields.reason = value);
                        }
                    >
                        {fields.read_untracked().reason.clone()}
                    </textarea>
                    <FieldError id="reason-error" words=fault />
                    <p class="hint" id="reason-hint">
                        {format!("The team reads it, {} does not.", client())}
                    </p>
                </div>
            }
        })
    }
}

#[component]
pub fn NoteField(deciding: Deciding) -> impl IntoView {
    let fields = deciding.fields;
    let fault = deciding.fault(Field::Note);
    let client = move || deciding.detail.with(|detail| detail.words.client.clone());
    // Nobody is written to when a session took place.
    let writes = Memo::new(move |_| {
        deciding.form != Form::Attend || fields.read().cause == "client_no_show"
    });
    move || {
        writes.get().then(|| {
            view! {
                <div class="field">
                    <label for="note">{format!("Words for {} (optional)", client())}</label>
                    <textarea
                        class="input"
                        id="note"
                        name="note"
                        rows="2"
                        aria-describedby="note-error note-hint"
                        aria-invalid=move || fault.read().is_some().then_some("true")
                        prop:value=move || fields.read().note.clone()
                        on:input:target=move |event| {
                            let value = event.target().value();
                            deciding.answer(|fields| fields.note = value);
                        }
                    >
                        {fields.read_untracked().note.clone()}
                    </textarea>
                    <FieldError id="note-error" words=fault />
                    <p class="hint" id="note-hint">
                        "They stand in the e-mail, under what we write."
                    </p>
                </div>
            }
        })
    }
}
