//! What becomes of the time that the session leaves. Whoever is unavailable cannot leave it open.
//! What stopping the hour takes with it, and what a pause leaves as it is, is shown beside it.

use super::state::Deciding;
use crate::routes;
use crate::ui::choice::Choice;
use crate::ui::field_error::FieldError;
use crate::ui::icon::{Glyph, Icon};
use domain::refusal::Field;
use domain::sentences::stopping;
use domain::view::pausing::StoppedHour;
use leptos::prelude::*;

/// A move asks about the old time whatever its cause is.
#[component]
pub fn OldTimeQuestion(deciding: Deciding) -> impl IntoView {
    let unavailable = Memo::new(move |_| deciding.fields.read().cause == "unavailable");
    view! {
        <fieldset class="choices" aria-describedby="old-time-error">
            <legend>
                <h2>{question(deciding)}</h2>
            </legend>
            <FieldError id="old-time-error" words=deciding.fault(Field::Block) />
            {move || {
                (!unavailable.get())
                    .then(|| {
                        view! {
                            <Way
                                deciding
                                value="open"
                                title="It opens again"
                                hint="Anyone can book it at once"
                            />
                        }
                    })
            }}
            <Closed deciding />
        </fieldset>
    }
    .into_any()
}

/// A cancel asks about it under *I am unavailable*; for other causes its time has a switch.
#[component]
pub fn FreedTimeQuestion(deciding: Deciding) -> impl IntoView {
    view! {
        <div class="choice-more">
            <fieldset class="choices three" aria-describedby="old-time-error">
                <legend>
                    <h3>{question(deciding)}</h3>
                </legend>
                <FieldError id="old-time-error" words=deciding.fault(Field::Block) />
                <Closed deciding />
            </fieldset>
        </div>
    }
    .into_any()
}

/// `What becomes of Tue 24 Nov, 14:00 – 14:50?`
fn question(deciding: Deciding) -> impl Fn() -> String {
    let detail = deciding.detail;
    move || detail.with(|detail| format!("What becomes of {}?", detail.words.short_when))
}

/// The three ways in which nobody can book it.
#[component]
fn Closed(deciding: Deciding) -> impl IntoView {
    let stopping = deciding.stopping;
    view! {
        <Way
            deciding
            value="block"
            title="It is blocked"
            hint="This once; no one can book it"
        />
        <Way
            deciding
            value="stop_hour"
            title="That hour is offered no longer"
            hint="From now on, in every week"
        />
        <div class="choice-more">
            {move || stopping.get().map(|stopped| view! { <Difference stopped /> })}
        </div>
        <Way
            deciding
            value="pause"
            title="My account pauses"
            hint="Nothing can be booked until the team opens it again"
        />
        <div class="choice-more">
            <p class="small">
                "All your other sessions stay as booked. To say for each whether it stays, moves or \
                 is cancelled, "
                <a href=routes::PAUSE>"pause your account"</a>
                " first, and come back."
            </p>
        </div>
    }
}

#[component]
fn Way(
    deciding: Deciding,
    value: &'static str,
    title: &'static str,
    hint: &'static str,
) -> impl IntoView {
    let chosen = Signal::derive(move || {
        let fields = deciding.fields.read();
        // A cancel has this question for one cause only.
        let closed = deciding.form == domain::form::Form::Cancel || fields.cause == "unavailable";
        match (fields.old_time.as_str(), closed) {
            ("" | "open", true) => "block".to_string(),
            ("", false) => "open".into(),
            (chosen, _) => chosen.into(),
        }
    });
    let choose = Callback::new(move |value| deciding.answer(|fields| fields.old_time = value));
    view! { <Choice name="old_time" value title hint chosen choose /> }
}

/// What is offered now, and from now on is not; and who stays all the same.
#[component]
fn Difference(stopped: StoppedHour) -> impl IntoView {
    if stopped.hours.is_empty() {
        return view! {
            <p class="small">
                "That hour is not in your hours as it is: nobody can book it, and nothing of them changes."
            </p>
        }
        .into_any();
    }
    let hour = |hour: String| {
        view! {
            <li>
                <Icon glyph=Glyph::Minus small=true />
                <span>
                    <b>{hour}</b>
                    " from now on: "
                    <del>"offered"</del>
                    " → not offered"
                </span>
            </li>
        }
    };
    let others = stopped.others.len();
    let other = |other: String| view! { <li>{other}</li> };
    view! {
        <ul class="hours-difference">{stopped.hours.into_iter().map(hour).collect_view()}</ul>
        <p class="small">{stopping::others(others)}</p>
        {(others > 0)
            .then(|| {
                view! {
                    <ul class="small plain-list">
                        {stopped.others.into_iter().map(other).collect_view()}
                    </ul>
                }
            })}
    }
    .into_any()
}
