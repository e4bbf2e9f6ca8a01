//! The questions of a move: why, in which way, to which time, and what becomes of the old one.

mod times;

use super::cause::WhoseWish;
use super::old_time::OldTimeQuestion;
use super::state::Deciding;
use crate::ui::choice::Choice;
use crate::ui::field_error::FieldError;
use crate::ui::now::use_alive;
use domain::refusal::Field;
use domain::session::moving::CORRECTION;
use leptos::prelude::*;
use times::{NewTime, OfferedTimes};

#[component]
pub fn MoveQuestions(deciding: Deciding) -> impl IntoView {
    let alive = use_alive();
    // Without JavaScript both are there, and the style shows the one that is asked for.
    let is_asked = move |offers: bool| {
        Memo::new(move |_| !alive.get() || (deciding.fields.read().way == "offer") == offers)
    };
    let (agreed, offered) = (is_asked(false), is_asked(true));
    times::look_up(deciding);
    view! {
        <WhyQuestion deciding />
        <WayQuestion deciding />
        {move || agreed.get().then(|| view! { <NewTime deciding /> })}
        {move || offered.get().then(|| view! { <OfferedTimes deciding /> })}
        <OldTimeQuestion deciding />
    }
    .into_any()
}

/// A follow-up has no old time, and nobody asks why.
#[component]
pub fn BookQuestions(deciding: Deciding) -> impl IntoView {
    times::look_up(deciding);
    view! { <NewTime deciding /> }.into_any()
}

#[component]
fn WhyQuestion(deciding: Deciding) -> impl IntoView {
    let fields = deciding.fields;
    let chosen = Signal::derive(move || fields.read().cause.clone());
    let choose = Callback::new(move |value| deciding.answer(|fields| fields.cause = value));
    let young = Memo::new(move |_| {
        let booked = deciding
            .detail
            .with(|detail| detail.facts.session.booked_at);
        deciding.now.get() <= booked + CORRECTION
    });
    view! {
        <fieldset class="choices" aria-describedby="cause-error">
            <legend>
                <h2>"Why does it move?"</h2>
            </legend>
            <FieldError id="cause-error" words=deciding.fault(Field::Cause) />
            <WhoseWish deciding chosen choose />
            {move || {
                young
                    .get()
                    .then(|| {
                        view! {
                            <Choice
                                name="cause"
                                value="correction"
                                title="It was booked by mistake"
                                hint="Within 15 minutes of the booking"
                                chosen
                                choose
                            />
                        }
                    })
            }}
        </fieldset>
    }
    .into_any()
}

#[component]
fn WayQuestion(deciding: Deciding) -> impl IntoView {
    let fields = deciding.fields;
    let chosen = Signal::derive(move || match fields.read().way.as_str() {
        "offer" => "offer".to_string(),
        _ => "agreed".into(),
    });
    let choose = Callback::new(move |value| deciding.answer(|fields| fields.way = value));
    let client = move || deciding.detail.with(|detail| detail.words.client.clone());
    view! {
        <fieldset class="choices two">
            <legend>
                <h2>"Is the new time agreed?"</h2>
            </legend>
            <Choice
                name="way"
                value="agreed"
                title="Agreed already"
                hint=Signal::derive(move || format!("It moves at once; {} can object", client()))
                chosen
                choose
            />
            <Choice
                name="way"
                value="offer"
                title="Offer up to three times"
                hint=Signal::derive(move || format!("All are kept until {} takes one", client()))
                chosen
                choose
            />
        </fieldset>
    }
    .into_any()
}
