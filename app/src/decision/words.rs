//! Free words: why the therapist keeps what the policy owes, for the team; and a few for the
//! client.

use super::state::Deciding;
use crate::ui::words_field::WordsField;
use domain::form::Form;
use domain::policy::Clause;
use domain::refusal::Field;
use leptos::prelude::*;

#[component]
pub fn ReasonField(deciding: Deciding) -> impl IntoView {
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
                <WordsField
                    name="reason"
                    label="Why less than the policy gives?"
                    hint=Signal::derive(move || {
                        format!("The team reads it, {} does not.", client())
                    })
                    rows="3"
                    value=Signal::derive(move || deciding.fields.read().reason.clone())
                    typed=move |words| deciding.answer(|fields| fields.reason = words)
                    fault
                />
            }
        })
    }
}

#[component]
pub fn NoteField(deciding: Deciding) -> impl IntoView {
    let client = move || deciding.detail.with(|detail| detail.words.client.clone());
    // Nobody is written to when a session took place, nor when the team alone is asked.
    let writes = Memo::new(move |_| match deciding.form {
        Form::Attend => deciding.fields.read().cause == "client_no_show",
        Form::Confirm | Form::Carry | Form::Withdraw => false,
        _ => true,
    });
    let hint = move || match deciding.fields.read().way == "team" {
        true => "They read it once the team has agreed, and nothing of what you tell the team.",
        false => "They stand in the e-mail, under what we write.",
    };
    move || {
        writes.get().then(|| {
            view! {
                <WordsField
                    name="note"
                    label=Signal::derive(move || format!("Words for {} (optional)", client()))
                    hint=Signal::derive(move || hint().to_owned())
                    rows="2"
                    value=Signal::derive(move || deciding.fields.read().note.clone())
                    typed=move |words| deciding.answer(|fields| fields.note = words)
                    fault=deciding.fault(Field::Note)
                />
            }
        })
    }
}
