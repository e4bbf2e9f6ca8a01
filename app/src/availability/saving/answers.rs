//! Each booking that is left outside: whose it is, when, why, and what can become of it.

use super::state::Answering;
use crate::ui::field_error::FieldError;
use domain::account::pause::Answer;
use domain::availability::edit::What;
use domain::form::answers::{is_new, name};
use domain::sentences::editing as words;
use domain::view::availability::StrandedLine;
use leptos::prelude::*;

#[component]
pub fn Each(answering: Answering) -> impl IntoView {
    move || {
        let lines = answering.view.with(|view| view.preview.stranded.clone());
        let line = |line| view! { <One answering line /> };
        lines.into_iter().map(line).collect_view()
    }
}

#[component]
fn One(answering: Answering, line: StrandedLine) -> impl IntoView {
    let id = line.id;
    let new = answering
        .view
        .with_untracked(|view| is_new(&line, &view.seen));
    let error = format!("left-{id}");
    let described = error.clone();
    let left = Signal::derive(move || {
        let left = answering.is_left(id);
        left.then(|| "Say what becomes of this one.".to_owned())
    });
    let what = words::what(&line);
    let when = line.when.clone();
    let other = when
        .theirs
        .map(|theirs| format!(" · {} for them, in {}", theirs.times, theirs.place));
    let client = line.client.clone();
    view! {
        <fieldset class="stranded" class:new=new aria-describedby=described>
            <legend>
                <b>{client.unwrap_or("A time kept for a client".into())}</b>
                {new.then(|| view! { " " <span class="chip warn">"New since you looked"</span> })}
            </legend>
            <p>
                <time datetime=when.starts>
                    {when.yours.date} ", " <span class="num">{when.yours.times}</span>
                </time>
                <span class="soft">{other}</span>
            </p>
            <p class="small soft">{what} ". " {line.because.clone()} "."</p>
            <FieldError id=error words=left />
            <Possible answering line />
        </fieldset>
    }
    .into_any()
}

/// The answers that it can have. Where there is only one, it is told, not asked.
#[component]
fn Possible(answering: Answering, line: StrandedLine) -> impl IntoView {
    // A key that begins with a figure would be read as a place in a list.
    let field = format!("each[s{}]", line.id);
    let possible = line.what.answers();
    if let [only] = possible {
        return view! {
            <input type="hidden" name=field value=name(*only) />
            <p class="small">
                <b>"It stays."</b>
                " What is kept for somebody wins until then; after that nobody can book it."
            </p>
        }
        .into_any();
    }
    let three = if possible.len() > 2 {
        "choices three"
    } else {
        "choices"
    };
    let choices = possible.iter().map(|answer| {
        let (field, line, answer) = (field.clone(), line.clone(), *answer);
        view! { <Choice answering field line answer /> }
    });
    let team = matches!(line.what, What::Session { .. }) && !possible.contains(&Answer::Cancel);
    view! {
        <div class=three>{choices.collect_view()}</div>
        {team
            .then(|| {
                view! {
                    <p class="small soft">
                        "An initial session is cancelled through the team: keep it for now, and ask them from its own page."
                    </p>
                }
            })}
    }
    .into_any()
}

#[component]
fn Choice(
    answering: Answering,
    field: String,
    line: StrandedLine,
    answer: Answer,
) -> impl IntoView {
    let id = line.id.to_string();
    let value = name(answer);
    let chosen = {
        let id = id.clone();
        move || answering.typed.read().each.get(&id).map(String::as_str) == Some(value)
    };
    let choose = move |_| {
        answering.typed.update(|typed| {
            typed.each.insert(id.clone(), value.to_owned());
            if typed.rest != value {
                typed.rest.clear();
            }
        });
    };
    let (title, hint) = said(answer, line.what);
    view! {
        <label class="choice">
            <input
                type="radio"
                name=field
                value=value
                checked=untrack(chosen.clone())
                prop:checked=chosen
                on:change=choose
            />
            <span>
                <b>{title}</b>
                <span class="small soft">{hint}</span>
            </span>
        </label>
    }
    .into_any()
}

fn said(answer: Answer, what: What) -> (&'static str, String) {
    match (answer, what) {
        (Answer::Keep, What::Offered { .. }) => ("Keep", "They can still choose it".into()),
        (Answer::Cancel, What::Offered { .. }) => (
            "Withdraw",
            "With every time of the offer; the session stays as booked".into(),
        ),
        (Answer::Keep, _) => ("Keep", "It takes place as booked".into()),
        (Answer::Move, _) => ("Move", "It stays until another time is taken".into()),
        (
            Answer::Cancel,
            What::Session {
                paid: Some(paid), ..
            },
        ) => ("Cancel", format!("{paid} goes back in full")),
        (Answer::Cancel, _) => ("Cancel", "Nothing was paid".into()),
    }
}
