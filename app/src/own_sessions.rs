//! A client's own sessions, to read. What a client can do about them comes with the client's
//! area; until then no row leads anywhere.

pub mod api;

use crate::ui::note::{Note, NoteTone};
use crate::ui::refresh::use_refresh;
use crate::ui::session_row::{Leads, SessionList};
use crate::ui::{load::Load, title::Title};
use crate::wire;
use api::load_own_sessions;
use domain::view::pages::OwnSessionsPage as Page;
use domain::view::session::SessionLine;
use leptos::prelude::*;

#[component]
pub fn OwnSessionsPage() -> impl IntoView {
    let refresh = use_refresh();
    let page = wire::load(move || refresh.version(), |_| load_own_sessions());
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
    let came_back = upcoming.iter().chain(&past).filter_map(came_back);
    let came_back = came_back.collect_view();
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
        {came_back}
        {lists}
    }
}

/// What the letter about it says, for whoever looks here first.
fn came_back(line: &SessionLine) -> Option<impl IntoView + use<>> {
    let held = line.came_back?;
    let text = format!(
        "Your bank sent back the money for {}. {held} is held safely with us: nothing is lost, and \
         the team asks you for another way.",
        line.when.yours.short_date
    );
    let title = "A refund came back.";
    Some(view! {
        <div class="page-note">
            <Note tone=NoteTone::Danger title text />
        </div>
    })
}
