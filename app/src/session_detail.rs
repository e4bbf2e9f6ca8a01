//! A session's details: what it is, where its money stands, what can be done with it and what
//! cannot, and all that happened to it.

mod actions;
pub mod api;
mod parts;
mod policy_bar;

use crate::ui::faulted::Faulted;
use crate::ui::now::use_now;
use crate::ui::refresh::use_refresh;
use actions::Actions;
use api::load_session;
use domain::session::State;
use domain::time::countdown;
use domain::view::session::SessionDetail;
use leptos::prelude::*;
use parts::{Facts, History, Outcome, Refunds};
use policy_bar::PolicyBar;

/// The panel beside the list.
#[component]
pub fn SessionPanel(client: Signal<String>, session: String) -> impl IntoView {
    let refresh = use_refresh();
    let detail = Resource::new(
        move || (client.get(), session.clone(), refresh.version()),
        |(client, session, _)| load_session(client, session, None, None),
    );
    view! {
        <Transition fallback=|| {
            view! { <p class="soft loading">"Loading the session…"</p> }
        }>
            {move || Suspend::new(async move {
                match detail.await {
                    Err(fault) => view! { <Faulted fault /> }.into_any(),
                    Ok(view) => view! { <Details detail=view.detail /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Details(detail: SessionDetail) -> impl IntoView {
    let now = use_now(Signal::stored(detail.now));
    let session = &detail.facts.session;
    let gone = session.state == State::Cancelled;
    let to_come = session.state.is_booked() && !session.has_started(detail.now);
    let chip = format!("{} · {}", session.kind.label(), session.state.label());
    let start = session.span.start();
    let starts = move || {
        let left = start - now.get();
        (left.num_seconds() > 0).then(|| format!("starts in {}", countdown(left)))
    };
    let facts = StoredValue::new(detail.facts.clone());
    let words = StoredValue::new(detail.words.clone());
    let bar = move || {
        let said = |facts: &_| {
            words.with_value(|words| domain::sentences::refusal::bar(facts, words, now.get()))
        };
        facts.with_value(said)
    };
    view! {
        <article class="card session-detail" aria-labelledby="detail-when">
            {detail.outcome.clone().map(|outcome| view! { <Outcome outcome /> })}
            <header>
                <div class="row between">
                    <span class=state_class(session.state)>{chip}</span>
                    <span class="small soft num">{move || to_come.then(starts)}</span>
                </div>
                <When detail=detail.clone() gone />
            </header>
            {to_come
                .then(|| {
                    view! {
                        <PolicyBar detail=detail.clone() now />
                        <p class="small soft">{bar}</p>
                    }
                })}
            <Refunds detail=detail.clone() />
            <Facts detail=detail.clone() />
            <Actions detail=detail.clone() />
            <History lines=detail.history.clone() />
        </article>
    }
}

#[component]
fn When(detail: SessionDetail, gone: bool) -> impl IntoView {
    let yours = detail.when.yours;
    let struck = move |text: String| match gone {
        true => view! { <s>{text}</s> }.into_any(),
        false => text.into_any(),
    };
    view! {
        <h2 class="when" id="detail-when">
            {detail
                .moved_from
                .map(|old| {
                    view! {
                        <span class="was">
                            <s>{old}</s>
                        </span>
                    }
                })} <span>{struck(yours.date)}</span> <span>{struck(yours.times)}</span>
        </h2>
        <p class="soft small">
            {match detail.when.theirs {
                Some(theirs) => {
                    format!("{} in {} for {}", theirs.times, theirs.place, detail.words.client)
                }
                None => format!("{} and {} have the same time", yours.place, detail.words.client),
            }}
        </p>
    }
}

fn state_class(state: State) -> &'static str {
    match state {
        State::Cancelled | State::TherapistNoShow => "chip danger",
        State::ClientNoShow | State::AwaitingConfirmation => "chip warn",
        State::Completed => "chip ok",
        State::Confirmed | State::Held | State::Expired => "chip brand",
    }
}
