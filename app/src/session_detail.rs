//! A session's details: what it is, where its money stands, what can be done with it and what
//! cannot, and all that happened to it.

mod actions;
pub mod api;
mod asked;
mod parts;
mod policy_bar;
pub mod undo;

use crate::fault::PageFault;
use crate::routes;
use crate::ui::coming::Coming;
use crate::ui::faulted::Faulted;
use crate::ui::now::{Pace, use_paced_now};
use crate::ui::refresh::use_refresh;
use crate::ui::toast::use_toast;
use crate::wire::{self, Loaded};
use actions::Actions;
use api::{SessionView, load_session};
use asked::{Answer, Requests};
use domain::session::State;
use domain::time::countdown;
use domain::view::pages::ClientPage;
use domain::view::session::SessionDetail;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use parts::{Facts, History, OnOffer, Outcome, Refunds};
use policy_bar::PolicyBar;
use undo::UndoProblem;

/// What the panel shows, loaded beside the list and not after it: whatever is loaded within what
/// waits is loaded anew each time that is looked through.
pub type LoadedSession = Loaded<Result<SessionView, PageFault>>;

/// The page that the panel stands on.
pub type LoadedClient = Loaded<Result<ClientPage, PageFault>>;

pub fn load_panel() -> LoadedSession {
    let refresh = use_refresh();
    let (params, query) = (use_params_map(), use_query_map());
    let named = move |name: &str| params.read().get(name).unwrap_or_default();
    let open = Memo::new(move |_| (named("client"), named("session")));
    let draft = Memo::new(move |_| query.read().get("draft"));
    wire::load(
        move || (open.get(), draft.get(), refresh.version()),
        |((client, session), draft, _)| load_session(client, session, None, draft),
    )
}

/// The panel beside the list. What is wrong with the whole page is said there.
#[component]
pub fn SessionPanel(page: LoadedClient, detail: LoadedSession) -> impl IntoView {
    let show = move || async move {
        match detail.await {
            Ok(view) => view! { <Details view /> }.into_any(),
            Err(fault) => match page.await {
                Ok(_) => view! { <Faulted fault /> }.into_any(),
                Err(_) => ().into_any(),
            },
        }
    };
    view! { <Coming waiting="Loading the session…" show /> }
}

#[component]
fn Details(view: SessionView) -> impl IntoView {
    let detail = view.detail.clone();
    let undo = detail
        .outcome
        .as_ref()
        .and_then(|outcome| outcome.undo.clone());
    let pace = if undo.is_some() {
        Pace::Seconds
    } else {
        Pace::Slow
    };
    let now = use_paced_now(Signal::stored(detail.now), pace);
    let until = undo.map(|line| line.until);
    let waits = Memo::new(move |_| until.is_some_and(|until| now.get() < until));
    let page = routes::session(detail.facts.session.client, detail.facts.session.id);
    let toast = use_toast();
    Effect::new(move |_| until.is_none().then(|| toast.forget(&page)));
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
            {view! { <UndoProblem detail=detail.clone() plain=view.draft.faults.first().copied() /> }.into_any()}
            {detail.outcome.clone().map(|outcome| view! { <Outcome outcome view=view.clone() now /> }.into_any())}
            <header>
                <div class="row between">
                    <span class=state_class(session.state)>{chip}</span>
                    <span class="small soft num">{move || to_come.then(starts)}</span>
                </div>
                <When detail=detail.clone() gone />
            </header>
            {detail
                .to_confirm
                .clone()
                .map(|to| {
                    let (detail, key) = (detail.clone(), view.key.clone());
                    view! { <Answer detail to key now /> }
                })}
            <OnOffer detail=detail.clone() />
            <Requests lines=detail.requests.clone() />
            {to_come
                .then(|| {
                    view! {
                        <PolicyBar detail=detail.clone() now />
                        <p class="small soft">{bar}</p>
                    }
                })}
            <Refunds detail=detail.clone() waits />
            <Facts detail=detail.clone() />
            {
                let detail = detail.clone();
                move || {
                    waits.track();
                    view! { <Actions detail=detail.clone() now=now.get_untracked() /> }.into_any()
                }
            }
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
