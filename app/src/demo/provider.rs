//! The demonstration's payment provider: a plain form chooses what the next refunds will meet;
//! beside it stands what the provider's own books say.

pub mod api;
#[cfg(feature = "ssr")]
mod choices;

use crate::routes;
use crate::ui::field_error::FieldError;
use crate::ui::form::{Form, FormAnswer};
use crate::ui::refresh::use_refresh;
use crate::ui::{answer, load::Load, title::Title};
use crate::wire;
use api::{MishapChoice, MishapGroup, ProviderBooks, ProviderLine, load_mishaps, load_provider};
use leptos::prelude::*;

#[component]
pub fn ProviderPage() -> impl IntoView {
    let refresh = use_refresh();
    // The form does not come anew with what it has changed: whoever pressed stays where they are.
    let groups = wire::load(|| (), |()| load_mishaps());
    let books = wire::load(move || refresh.version(), |_| load_provider());
    view! {
        <Title text="Payment provider" />
        <header class="page-head">
            <h1>"Payment provider"</h1>
            <p class="soft">
                "Each new request for a refund takes the next thing that is planned here. Then cancel \
                 a session or make a refund, and move the clock."
            </p>
        </header>
        <div class="provider">
            <Load resource=groups render=|groups| view! { <Plan groups /> } />
            <Load resource=books render=|books| view! { <Books books /> } />
        </div>
    }
}

/// Hears a form of this page; the words say why nothing was changed.
fn hear(wrong: RwSignal<Option<String>>) -> impl Fn(FormAnswer) + Copy {
    let refresh = use_refresh();
    move |sent: FormAnswer| match answer::read::<Option<String>>(sent) {
        Some(Ok(words)) => {
            wrong.set(words);
            refresh.now();
        }
        Some(Err(fault)) => wrong.set(Some(fault.title().into())),
        None => wrong.set(None),
    }
}

#[component]
fn Books(books: ProviderBooks) -> impl IntoView {
    let ProviderBooks { planned, refunds } = books;
    view! {
        <section class="card" aria-labelledby="planned">
            <h2 id="planned">"Planned"</h2>
            <div role="status">
                {match planned.is_empty() {
                    true => {
                        view! { <p class="soft">"Nothing: the next refund goes well."</p> }
                            .into_any()
                    }
                    false => view! { <Planned planned /> }.into_any(),
                }}
            </div>
        </section>
        <section class="card" aria-labelledby="books">
            <h2 id="books">"In its books"</h2>
            {match refunds.is_empty() {
                true => view! { <p class="soft">"It has made no refund yet."</p> }.into_any(),
                false => {
                    let lines = refunds.into_iter().map(|line| view! { <Line line /> });
                    view! { <ul class="provider-books">{lines.collect_view()}</ul> }.into_any()
                }
            }}
        </section>
    }
}

#[component]
fn Planned(planned: Vec<String>) -> impl IntoView {
    let wrong = RwSignal::new(None::<String>);
    let items = planned.into_iter().map(|title| view! { <li>{title}</li> });
    view! {
        <ol class="planned">{items.collect_view()}</ol>
        <Form action=routes::DO_FORGET_MISHAPS on_answer=hear(wrong)>
            <FieldError id="forget-error" words=wrong />
            <button class="button">"Forget these"</button>
        </Form>
    }
}

#[component]
fn Line(line: ProviderLine) -> impl IntoView {
    view! {
        <li>
            <p class="row between">
                <b class="money">{line.amount}</b>
                <span>{line.state}</span>
            </p>
            <p class="small soft">{line.at}" · " <span class="name">{line.name}</span></p>
        </li>
    }
}

#[component]
fn Plan(groups: Vec<MishapGroup>) -> impl IntoView {
    let wrong = RwSignal::new(None::<String>);
    let mut first = true;
    let groups = groups
        .into_iter()
        .map(|MishapGroup { title, choices }| {
            let choices = choices
                .into_iter()
                .map(|choice| view! { <Choice choice checked=std::mem::take(&mut first) /> })
                .collect_view();
            view! {
                <fieldset class="choices">
                    <legend>
                        <b>{title}</b>
                    </legend>
                    {choices}
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <section class="card plan" aria-labelledby="plan">
            <h2 id="plan">"What will the next refund meet?"</h2>
            <Form action=routes::DO_PLAN_MISHAP on_answer=hear(wrong) labelled_by="plan">
                {groups}
                <FieldError id="mishap-error" words=wrong />
                <button class="button primary">"Plan it"</button>
            </Form>
        </section>
    }
}

#[component]
fn Choice(choice: MishapChoice, checked: bool) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="radio" name="mishap" value=choice.value checked=checked />
            <span>
                <b>{choice.title}</b>
                <span class="small soft">{choice.hint}</span>
            </span>
        </label>
    }
}
