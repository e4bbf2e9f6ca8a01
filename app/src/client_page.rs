//! A client's page: the sessions to come and those that are over, and beside them, or on a
//! phone in their place, the details of the one that was pressed.

pub mod api;

use crate::routes;
use crate::session_detail::{LoadedClient, SessionPanel, load_panel};
use crate::ui::coming::Coming;
use crate::ui::faulted::Faulted;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refresh::use_refresh;
use crate::ui::session_row::{Leads, SessionList};
use crate::ui::title::Title;
use crate::wire;
use api::load_client;
use domain::view::pages::ClientPage as Page;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use std::sync::Arc;

/// The page with no session open.
#[component]
pub fn ClientPage() -> impl IntoView {
    view! { <AnyClientPage /> }
}

/// The page with a session open.
#[component]
pub fn SessionPage() -> impl IntoView {
    let detail = load_panel();
    let panel = move |page| view! { <SessionPanel page detail /> }.into_any();
    provide_context(Panel(Arc::new(panel)));
    view! { <AnyClientPage /> }
}

/// Shows a session of a client. Named only where a session is open, since it brings half as much
/// code again: it is an area (`areas.rs`). It comes as context, because the compiler would take
/// an argument that has only ever one value as known, and put its code where the list's is.
#[derive(Clone)]
struct Panel(Arc<dyn Fn(LoadedClient) -> AnyView + Send + Sync>);

#[component]
fn AnyClientPage() -> impl IntoView {
    let panel = use_context::<Panel>();
    let params = use_params_map();
    let query = use_query_map();
    let refresh = use_refresh();
    let client = Memo::new(move |_| params.read().get("client").unwrap_or_default());
    let open = Memo::new(move |_| params.read().get("session"));
    let past = Memo::new(move |_| {
        query
            .read()
            .get("past")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1)
    });
    let page = wire::load(
        move || (client.get(), past.get(), refresh.version()),
        |(client, past, _)| load_client(client, past),
    );
    let head = move || async move {
        match page.await {
            Err(fault) => view! { <Faulted fault /> }.into_any(),
            Ok(page) => view! { <Head page open=open.into() /> }.into_any(),
        }
    };
    let lists = move || async move {
        let page = page.await.ok();
        page.map(|page| view! { <Lists page open=open.into() /> })
            .into_any()
    };
    // The panel stands beside what is fetched anew and not within it: built while the page is
    // being fetched again, it would find nothing of what its place provides.
    view! {
        <Coming waiting="Loading the client’s page…" show=head />
        <div class="split" data-open=move || open.read().is_some().then_some("")>
            <div>
                <Coming show=lists />
            </div>
            {panel.map(|Panel(panel)| panel(page))}
        </div>
    }
}

#[component]
fn Head(page: Page, open: Signal<Option<String>>) -> impl IntoView {
    let list = routes::past(page.id, page.past_page);
    let is_open = move || open.read().is_some();
    view! {
        <Title text=page.name.clone() />
        <header class="page-head">
            <a class="back" href=routes::CLIENTS>
                <Icon glyph=Glyph::Back small=true />
                " Clients"
            </a>
            {move || {
                is_open()
                    .then(|| {
                        view! {
                            <a class="back to-list" href=list.clone()>
                                <Icon glyph=Glyph::Back small=true />
                                " All sessions"
                            </a>
                        }
                    })
            }}
            <h1>{page.name.clone()}</h1>
            <p class="soft">{page.about.clone()}</p>
            <a class="button" href=routes::book(page.id)>
                "Book a follow-up"
            </a>
        </header>
    }
}

#[component]
fn Lists(page: Page, open: Signal<Option<String>>) -> impl IntoView {
    let Page {
        id,
        first_name,
        upcoming,
        past,
        past_page,
        past_pages,
        ..
    } = page;
    view! {
        <section class="section" aria-labelledby="upcoming">
            <h2 id="upcoming">"Upcoming"</h2>
            <SessionList
                lines=upcoming
                leads=Leads::ToSession
                empty="No session is planned."
                open
            />
        </section>
        <section class="section" aria-labelledby="past">
            <h2 id="past">"Past and cancelled"</h2>
            <SessionList
                lines=past
                leads=Leads::ToSession
                empty="Nothing yet: sessions that are over stand here."
                past=true
                open
            />
            {(past_pages > 1)
                .then(|| {
                    view! {
                        <nav
                            class="pager"
                            aria-label=format!("Pages of {first_name}’s past sessions")
                        >
                            {(past_page > 1)
                                .then(|| {
                                    view! {
                                        <a rel="prev" href=routes::past(id, past_page - 1)>
                                            <Icon glyph=Glyph::Back small=true />
                                            " Later sessions"
                                        </a>
                                    }
                                })}
                            <span class="small soft">
                                {format!("{past_page} of {past_pages}")}
                            </span>
                            {(past_page < past_pages)
                                .then(|| {
                                    view! {
                                        <a rel="next" href=routes::past(id, past_page + 1)>
                                            "Earlier sessions "
                                            <Icon glyph=Glyph::Forward small=true />
                                        </a>
                                    }
                                })}
                        </nav>
                    }
                })}
        </section>
    }
}
