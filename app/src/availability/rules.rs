//! The numbers of a therapist: how long, how far apart, how late and how early.

use super::state::Editing;
use crate::ui::field::Field;
use domain::availability::editor::Step;
use domain::availability::rules::RuleField;
use domain::form::hours::{self, Faults, Typed, rule_name, rule_value};
use domain::sentences::hours as words;
use leptos::prelude::*;

#[component]
pub fn Rules(editing: Editing, typed: StoredValue<Typed>) -> impl IntoView {
    let fields = RuleField::ALL.map(|field| view! { <Number editing field typed /> });
    view! {
        <section class="card" id="rules" aria-labelledby="rules-title">
            <h2 id="rules-title">"Rules"</h2>
            <p class="small soft">
                "For what is yet to be booked; what is booked stays as it is."
            </p>
            <div class="rule-fields">{fields.into_iter().collect_view()}</div>
        </section>
    }
    .into_any()
}

#[component]
fn Number(editing: Editing, field: RuleField, typed: StoredValue<Typed>) -> impl IntoView {
    let name = rule_name(field);
    let begun = typed.with_value(|typed| typed.get(name).cloned());
    let kept = Memo::new(move |_| rule_value(editing.draft.read().rules, field));
    let text = RwSignal::new(begun.unwrap_or_else(|| kept.get_untracked()));
    let take = move |value: String| {
        text.set(value.clone());
        let typed = Typed::from([(name.to_owned(), value)]);
        let rules = editing.draft.read_untracked().rules;
        match hours::rules(&typed, rules) {
            Ok(rules) => {
                editing.set_rough(name, Typed::new());
                editing.found(name, Faults::new());
                editing.act(&Step::Rules(rules));
            }
            Err(faults) => {
                editing.set_rough(name, typed);
                editing.found(name, faults);
            }
        }
    };
    Effect::new(move |before: Option<String>| {
        let kept = kept.get();
        match before {
            None => {
                let rough = untrack(|| editing.rough_of(name)).remove(name);
                rough.into_iter().for_each(|value| untrack(|| take(value)));
            }
            Some(before) if before != kept => {
                text.set(kept.clone());
                editing.set_rough(name, Typed::new());
                editing.found(name, Faults::new());
            }
            Some(_) => {}
        }
        kept
    });
    view! {
        <Field
            id=name
            name=format!("f[{name}]")
            label=words::rule(field)
            kind="text"
            inputmode="decimal"
            begun=text.get_untracked()
            value=text
            typed=take
            fault=editing.fault(name.into())
        />
    }
    .into_any()
}
