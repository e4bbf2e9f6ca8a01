//! A client's own sessions, to read. What a client can do about them comes with the client's
//! area; until then no row leads anywhere.

pub mod api;

use crate::ui::refresh::use_refresh;
use crate::ui::session_row::{Leads, SessionList};
use crate::ui::{load::Load, title::Title};
use api::load_own_sessions;
use domain::view::pages::OwnSessionsPage as Page;
use leptos::prelude::*;

#[component]
pub fn OwnSessionsPage() -> impl IntoView {
    let refresh = use_refresh();
    let page = Resource::new(move || refresh.version(), |_| load_own_sessions());
    view! {
        <Title text="Your sessions" />
        <Load resource=page render=|page| view! { <OwnSessions page /> } />
    }
}

#[component]
fn OwnSessions(page: Page) -> impl IntoView {
    let Page { upcoming, past } = page;
    let place = upcoming
        .first()
        .or(past.first())
        .map(|line| line.when.yours.place.clone());
    let lists = match place {
        None => view! {
            <div class="empty">
                <h2>"No sessions yet"</h2>
                <p>"What you book with a therapist appears here."</p>
            </div>
        }
        .into_any(),
        Some(_) => view! {
            <section class="section" aria-labelledby="upcoming">
                <h2 id="upcoming">"Upcoming"</h2>
                <SessionList lines=upcoming leads=Leads::Nowhere empty="Nothing is booked." />
            </section>
            <section class="section" aria-labelledby="past">
                <h2 id="past">"Past"</h2>
                <SessionList lines=past leads=Leads::Nowhere empty="Nothing yet." past=true />
            </section>
        }
        .into_any(),
    };
    view! {
        <header class="page-head">
            <h1>"Your sessions"</h1>
            {place.map(|place| view! { <p class="soft">{format!("Times in {place}")}</p> })}
        </header>
        {lists}
    }
}
