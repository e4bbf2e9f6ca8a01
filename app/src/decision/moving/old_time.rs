//! What becomes of the time that the session leaves. Whoever is unavailable cannot leave it open.

use super::super::cause::Choice;
use super::super::state::Deciding;
use crate::ui::field_error::FieldError;
use domain::refusal::Field;
use leptos::prelude::*;

#[component]
pub fn OldTimeQuestion(deciding: Deciding) -> impl IntoView {
    let unavailable = Memo::new(move |_| deciding.fields.read().cause == "unavailable");
    let chosen = Signal::derive(move || {
        let fields = deciding.fields.read();
        match (fields.old_time.as_str(), unavailable.get()) {
            ("" | "open", true) => "block".to_string(),
            ("", false) => "open".into(),
            (chosen, _) => chosen.into(),
        }
    });
    let choose = Callback::new(move |value| deciding.answer(|fields| fields.old_time = value));
    let when = move || {
        deciding
            .detail
            .with(|detail| detail.words.short_when.clone())
    };
    view! {
        <fieldset class="choices" aria-describedby="old-time-error">
            <legend>
                <h2>{move || format!("What becomes of {}?", when())}</h2>
            </legend>
            <FieldError id="old-time-error" words=deciding.fault(Field::Block) />
            {move || {
                (!unavailable.get())
                    .then(|| {
                        view! {
                            <Choice
                                name="old_time"
                                value="open"
                                title="It opens again"
                                hint="Anyone can book it at once"
                                chosen
                                choose
                            />
                        }
                    })
            }}
            <Choice
                name="old_time"
                value="block"
                title="It is blocked"
                hint="This once; no one can book it"
                chosen
                choose
            />
            <Choice
                name="old_time"
                value="stop_hour"
                title="That hour is offered no longer"
                hint="In that week and in those to come"
                chosen
                choose
            />
            <Choice
                name="old_time"
                value="pause"
                title="My account pauses"
                hint="Nothing can be booked until the team opens it again"
                chosen
                choose
            />
        </fieldset>
    }
    .into_any()
}
