//! The second question: what becomes of the payment. The policy's answer stands chosen, and
//! says why.

use super::cause::Choice;
use super::state::{Deciding, reading};
use crate::ui::field_error::FieldError;
use crate::ui::note::{Note, NoteTone};
use domain::form::{Fields, Form};
use domain::payment::refund::Choice as MoneyChoice;
use domain::policy::Clause;
use domain::refusal::Field;
use domain::sentences::policy::{self, Tone};
use leptos::prelude::*;

#[component]
pub fn MoneyQuestion(deciding: Deciding) -> impl IntoView {
    let Deciding { form, detail, .. } = deciding;
    let asked = Memo::new(move |_| {
        let balance = detail.read().facts.payment.refundable();
        balance > 0 && is_asked(form, &deciding.fields.read())
    });
    let client = move || detail.with(|detail| detail.words.client.clone());
    let class = if form == Form::GiveBack {
        "choices"
    } else {
        "choices three"
    };
    let heading = move || match form {
        Form::GiveBack => "How much?".to_string(),
        _ => format!("Refund {}?", client()),
    };
    move || {
        asked.get().then(|| {
            view! {
                <fieldset class=class aria-describedby="outcome-error">
                    <legend>
                        <h2>{heading}</h2>
                    </legend>
                    <PolicyNote deciding />
                    <FieldError id="outcome-error" words=deciding.fault(Field::Outcome) />
                    <Outcomes deciding />
                </fieldset>
            }
        })
    }
}

/// A cancel asks once the cause is known, which the policy's answer hangs on; attendance
/// only after a no-show.
fn is_asked(form: Form, fields: &Fields) -> bool {
    match form {
        Form::Cancel => !fields.cause.is_empty(),
        Form::Attend => fields.cause == "client_no_show",
        Form::GiveBack => true,
        _ => false,
    }
}

#[component]
fn PolicyNote(deciding: Deciding) -> impl IntoView {
    let note = move || {
        let detail = deciding.detail.read();
        match deciding.form {
            Form::Attend => Some((
                NoteTone::Plain,
                "The policy keeps the payment when a client does not come.".to_string(),
                "You may make an exception.".to_string(),
            )),
            Form::Cancel => {
                let why = deciding.fields.read().why(reading(&detail)).ok()?;
                let now = deciding.now.get();
                let note = policy::note(&detail.facts, &why, &detail.words, now).ok()?;
                let tone = match note.tone {
                    Tone::Fine => NoteTone::Fine,
                    Tone::Late => NoteTone::Warn,
                };
                Some((tone, note.title, note.text))
            }
            _ => None,
        }
    };
    move || note().map(|(tone, title, text)| view! { <Note tone title text /> })
}

#[component]
fn Outcomes(deciding: Deciding) -> impl IntoView {
    let Deciding {
        form,
        detail,
        fields,
        ..
    } = deciding;
    let money = move |minor: i64| detail.with(|detail| detail.facts.session.price.with(minor));
    let balance = move || detail.with(|detail| detail.facts.payment.refundable());
    let owed = Memo::new(move |_| owed(deciding));
    let chosen = Signal::derive(move || chosen(deciding, owed.get()));
    let hint = move |choice: MoneyChoice| {
        Signal::derive(move || {
            let detail = detail.read();
            match (form, choice) {
                (Form::GiveBack, MoneyChoice::All) => "Nothing of it stays with you".into(),
                _ => policy::choice_hint(&detail.facts, owed.get(), choice, &detail.words),
            }
        })
    };
    let choose = Callback::new(move |value| deciding.choose_outcome(value));
    let all = move || match form {
        Form::GiveBack => format!("All that is left, {}", money(balance())),
        _ => format!("Refund {}", money(balance())),
    };
    let part = if form == Form::GiveBack {
        "A part"
    } else {
        "Refund a part"
    };
    view! {
        {(form != Form::GiveBack)
            .then(|| {
                view! {
                    <Choice
                        name="outcome"
                        value="keep"
                        title=Signal::derive(move || format!("Keep {}", money(balance())))
                        hint=hint(MoneyChoice::Keep)
                        chosen
                        choose
                    />
                }
            })}
        <Choice
            name="outcome"
            value="all"
            title=Signal::derive(all)
            hint=hint(MoneyChoice::All)
            chosen
            choose
        />
        <Choice
            name="outcome"
            value="part"
            title=part
            hint=hint(MoneyChoice::Part(0))
            chosen
            choose
        />
        <Amount deciding fields />
    }
}

/// What the policy owes, in minor units.
fn owed(deciding: Deciding) -> i64 {
    let detail = deciding.detail.read();
    let balance = detail.facts.payment.refundable();
    let clause = Clause::parse(&deciding.under().read());
    match (deciding.form, clause) {
        (Form::Cancel, Some(Clause::Late | Clause::LateStays)) | (Form::Attend, _) => 0,
        _ => balance,
    }
}

/// The person's choice; before that, and when the clause has changed, the policy's.
fn chosen(deciding: Deciding, owed: i64) -> String {
    let detail = deciding.detail.read();
    let fields = deciding
        .fields
        .get()
        .settled(&detail.facts, reading(&detail), deciding.now.get());
    match (fields.outcome.is_empty(), deciding.form, owed) {
        (false, ..) => fields.outcome,
        (true, Form::GiveBack, _) => String::new(),
        (true, _, 0) => "keep".into(),
        (true, ..) => "all".into(),
    }
}

#[component]
fn Amount(deciding: Deciding, fields: RwSignal<Fields>) -> impl IntoView {
    let detail = deciding.detail;
    let fault = deciding.fault(Field::Amount);
    let price = move || detail.with(|detail| detail.facts.session.price);
    let most = move || {
        detail.with(|detail| {
            detail
                .facts
                .session
                .price
                .with(detail.facts.payment.refundable())
        })
    };
    let share = move || {
        detail.with(|detail| {
            let split = detail.facts.rate().split(10_000);
            (split.therapist / 100, split.commission / 100)
        })
    };
    view! {
        <div class="choice-more">
            <div class="field">
                <label for="amount">
                    {move || {
                        format!("Refund to {}", detail.with(|detail| detail.words.client.clone()))
                    }}
                </label>
                <span class="amount">
                    <span id="amount-currency">{move || price().currency.prefix()}</span>
                    <input
                        class="input"
                        id="amount"
                        name="amount"
                        inputmode="decimal"
                        autocomplete="off"
                        value=fields.read_untracked().amount.clone()
                        prop:value=move || fields.read().amount.clone()
                        aria-describedby="amount-currency amount-error amount-hint"
                        aria-invalid=move || fault.read().is_some().then_some("true")
                        on:input:target=move |event| {
                            let value = event.target().value();
                            deciding.answer(|fields| fields.amount = value);
                        }
                    />
                </span>
                <FieldError id="amount-error" words=fault />
                <p class="hint" id="amount-hint">
                    {move || {
                        let (own, commission) = share();
                        format!(
                            "Up to {}. The rest is kept: {own} % to you, {commission} % \
                             commission.",
                            most(),
                        )
                    }}
                </p>
            </div>
        </div>
    }
}
