//! What will happen, and the button that does it all.

use super::state::Deciding;
use crate::ui::connection::use_connection;
use crate::ui::icon::{Glyph, Icon};
use domain::commitment::Difference;
use domain::consequence::SlotEffect;
use domain::form::{Fields, Form};
use domain::refusal::Refusal;
use domain::sentences;
use domain::sentences::happens::{self, Line, Mark};
use domain::view::session::Words;
use leptos::prelude::*;

#[component]
pub fn Happens(deciding: Deciding, alive: ReadSignal<bool>) -> impl IntoView {
    let lines = move || {
        let (preview, words) = (deciding.preview.read(), deciding.words());
        let switch = block_switch(&deciding.fields.read());
        match preview.as_ref() {
            Ok(shown) => happens::lines(shown, &words)
                .into_iter()
                .map(|line| shown_line(deciding, line, shown.slot, switch))
                .collect_view()
                .into_any(),
            Err(faults) => waiting(deciding.form, faults, &words).into_any(),
        }
    };
    view! {
        <section class="consequence" aria-labelledby="happen" aria-live="polite">
            <h2 id="happen">"What will happen"</h2>
            <ul>{lines}</ul>
            // Without JavaScript the server shows it. It is gone, not hidden, once the page is
            // alive: a hidden one would still be what Enter presses.
            {move || {
                (!alive.get())
                    .then(|| {
                        view! {
                            <button class="button" name="intent" value="preview">
                                "Show what will happen"
                            </button>
                        }
                    })
            }}
        </section>
    }
    .into_any()
}

fn waiting(form: Form, faults: &[Refusal], words: &Words) -> impl IntoView {
    let whole = faults.iter().find(|fault| fault.field().is_none());
    let said = whole.map(|refusal| sentences::refusal::refusal(*refusal, words));
    let words = match (form, faults.first()) {
        (_, Some(Refusal::Amount(_) | Refusal::AmountIsZero | Refusal::AboveRemaining { .. })) => {
            "Give an amount that can go back, and every consequence stands here."
        }
        (Form::Move | Form::Book, Some(Refusal::TimeUnknown)) => "Looking that time up…",
        (Form::Book, Some(Refusal::NewTimeMissing)) => {
            "Choose a time, and every consequence stands here before anything happens."
        }
        (Form::Cancel | Form::Move, Some(Refusal::CauseMissing)) => {
            "Choose a reason, and every consequence stands here before anything happens."
        }
        _ => "Answer the questions above, and every consequence stands here before it happens.",
    };
    view! {
        <li class="rests">
            <Icon glyph=Glyph::Minus />
            <span>{said.unwrap_or(words.into())}</span>
        </li>
    }
}

/// Whether the time is blocked; `None` where the questions above ask about it.
fn block_switch(fields: &Fields) -> Option<bool> {
    (fields.cause != "unavailable").then(|| fields.block == "on")
}

fn shown_line(
    deciding: Deciding,
    line: Line,
    slot: SlotEffect,
    switch: Option<bool>,
) -> impl IntoView {
    let was = deciding.was(line.part);
    let class = match (was.is_some(), line.mark) {
        (true, _) => "changed",
        (_, Mark::Quiet) => "rests",
        (_, Mark::Careful) => "against",
        _ => "does",
    };
    let glyph = match (was.is_some(), line.mark) {
        (true, _) | (_, Mark::Careful) => Glyph::Warn,
        (_, Mark::Done) => Glyph::Check,
        (_, Mark::Money) => Glyph::Card,
        (_, Mark::Mail) => Glyph::Mail,
        (_, Mark::Slot) if slot == SlotEffect::Freed => Glyph::Opens,
        (_, Mark::Slot) => Glyph::Lock,
        (_, Mark::Quiet) => Glyph::Minus,
    };
    let asked = line.part == Difference::Slot && deciding.form == Form::Cancel;
    let text = view! {
        {line.text}
        {line.quote.map(|quote| view! { <span class="soft">{format!("“{quote}”")}</span> })}
        {was
            .map(|was| {
                view! {
                    " "
                    <span class="was">"was: " <del>{was}</del></span>
                }
            })}
    };
    view! {
        <li class=class>
            <Icon glyph />
            {match switch.filter(|_| asked) {
                Some(on) => view! { <BlockSwitch deciding on>{text}</BlockSwitch> }.into_any(),
                None => view! { <span>{text}</span> }.into_any(),
            }}
        </li>
    }
}

#[component]
fn BlockSwitch(deciding: Deciding, on: bool, children: Children) -> impl IntoView {
    view! {
        <label class="switch">
            <span>
                {children()} " "
                <span class="soft" id="block-why">
                    "Block this time so that no one can book it"
                </span>
            </span>
            <input
                type="checkbox"
                role="switch"
                name="block"
                checked=on
                prop:checked=on
                aria-describedby="block-why"
                on:change:target=move |event| {
                    let on = event.target().checked();
                    deciding.answer(|fields| {
                        fields.block = if on { "on".into() } else { String::new() };
                    });
                }
            />
        </label>
    }
}

#[component]
pub fn Actions(
    deciding: Deciding,
    #[prop(into)] back: Signal<String>,
    alive: ReadSignal<bool>,
) -> impl IntoView {
    let form = deciding.form;
    let ready = Memo::new(move |_| deciding.preview.read().is_ok());
    let asks_the_team = move || deciding.fields.read().way == "team";
    let label = move || match deciding.preview.read().as_ref() {
        Ok(shown) => happens::button(shown),
        Err(_) => match form {
            Form::Cancel => "Cancel session".into(),
            Form::Attend => "Record".into(),
            Form::GiveBack => "Refund".into(),
            Form::Move if deciding.fields.read().way == "offer" => "Offer these times".into(),
            Form::Move => "Move session".into(),
            Form::Confirm => "Confirm session".into(),
            Form::Decline if asks_the_team() => "Ask the team".into(),
            Form::Decline => "Decline".into(),
            Form::Carry => "Ask the team".into(),
            Form::Book => "Book follow-up".into(),
            Form::Withdraw => "Take the times back".into(),
            Form::Waive => "Waive the late mark".into(),
        },
    };
    let leave = match form {
        Form::Cancel => "Keep session",
        Form::Attend => "Not now",
        Form::GiveBack => "Do not refund",
        Form::Move => "Leave it as it is",
        Form::Confirm | Form::Carry => "Not now",
        Form::Decline => "Keep the booking",
        Form::Book => "Do not book",
        Form::Withdraw => "Leave them on offer",
        Form::Waive => "Leave it late",
    };
    let ends = form == Form::Cancel || form == Form::Decline && !untrack(asks_the_team);
    let solid = if ends {
        "button danger solid"
    } else {
        "button primary"
    };
    let connection = use_connection();
    // Without JavaScript every press is answered by the server; only then is it of use.
    let waits = move || (alive.get() && !ready.get()).then_some("true");
    view! {
        <footer class="actions">
            <div>
                <a class="button" href=back>
                    {leave}
                </a>
                <button
                    class=solid
                    name="intent"
                    value="do"
                    data-own-state=""
                    aria-disabled=move || waits().or(connection.is_lost().then_some("true"))
                    aria-describedby="button-hint"
                    on:click=move |event| {
                        if waits().is_some() {
                            event.prevent_default();
                        }
                    }
                >
                    {label}
                </button>
            </div>
            <p class="small soft" id="button-hint" hidden=move || waits().is_none()>
                {move || match form {
                    _ if deciding.is_marked() => "Look first at what is marked above.",
                    Form::Cancel => "Answer the questions above first.",
                    Form::Attend => "Choose one first.",
                    Form::GiveBack => "Choose how much first.",
                    Form::Move => "Choose a reason and a time first.",
                    Form::Book => "Choose a time first.",
                    _ => "Answer the questions above first.",
                }}
            </p>
        </footer>
    }
    .into_any()
}
