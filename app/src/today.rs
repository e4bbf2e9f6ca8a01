//! The therapist's day: what needs her first, then today's sessions, then the next.

pub mod api;
mod hours;
mod row;
mod waiting;

use crate::pausing::{PausedNote, load_note};
use crate::routes;
use crate::ui::count::counted;
use crate::ui::note::{Note, NoteTone};
use crate::ui::refresh::use_refresh;
use crate::ui::session_row::{Leads, SessionList};
use crate::ui::{load::Load, title::Title};
use crate::wire;
use api::load_today;
use domain::view::pages::TodayPage as Page;
use domain::view::session::SessionLine;
use hours::HoursCard;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use row::{AttendanceRow, HourRow};
use waiting::WaitingForYou;

#[component]
pub fn TodayPage() -> impl IntoView {
    let refresh = use_refresh();
    let query = use_query_map();
    let just = Memo::new(move |_| {
        let named = |name: &str| query.read().get(name);
        (named(routes::TODAY_CONFIRMED), named(routes::TODAY_HOURS))
    });
    let page = wire::load(
        move || (just.get(), refresh.version()),
        |((confirmed, hours), _)| load_today(confirmed, hours),
    );
    let paused = load_note();
    view! {
        <Title text="Today" />
        <PausedNote paused />
        <Load resource=page render=|page| view! { <Day page /> } />
    }
}

#[component]
fn Day(page: Page) -> impl IntoView {
    let Page {
        date,
        now,
        waiting,
        hours,
        done,
        attendance,
        today,
        next,
    } = page;
    let sessions = match today.len() {
        0 => None,
        count => Some(format!("{} today", counted(count, "session", "sessions"))),
    };
    view! {
        <header class="page-head">
            <h1>{date}</h1>
            {sessions.map(|sessions| view! { <p class="soft">{sessions}</p> })}
        </header>
        {done
            .map(|text| {
                view! {
                    <div class="page-note" role="status">
                        <Note tone=NoteTone::Fine title="Confirmed." text />
                    </div>
                }
            })}
        {(!waiting.is_empty()).then(|| view! { <WaitingForYou lines=waiting now /> })}
        {(!attendance.is_empty()).then(|| view! { <NeedsYou lines=attendance /> })}
        {match today.is_empty() {
            true => view! { <NothingToday next=next.first().cloned() /> }.into_any(),
            false => view! { <Today lines=today /> }.into_any(),
        }}
        {hours.map(|card| view! { <HoursCard card /> })}
        {(!next.is_empty())
            .then(|| {
                view! {
                    <section class="section" aria-labelledby="next">
                        <h2 id="next">"Next"</h2>
                        <SessionList lines=next leads=Leads::ToSession empty="" named=true />
                    </section>
                }
            })}
    }
}

#[component]
fn NeedsYou(lines: Vec<SessionLine>) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|line| view! { <AttendanceRow line /> })
        .collect_view();
    view! {
        <section class="section needs" aria-labelledby="needs">
            <h2 id="needs">"Needs you"</h2>
            <ul class="session-list">{rows}</ul>
        </section>
    }
}

#[component]
fn Today(lines: Vec<SessionLine>) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|line| view! { <HourRow line /> })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="day">
            <h2 id="day">"Today"</h2>
            <ul class="session-list">{rows}</ul>
        </section>
    }
}

#[component]
fn NothingToday(next: Option<SessionLine>) -> impl IntoView {
    let words = match next {
        None => view! { <p>"Sessions appear here on the day they are booked for."</p> }.into_any(),
        Some(line) => {
            let when = line.when.yours;
            let start = when.times.split(" – ").next().unwrap_or_default();
            view! {
                <p>
                    {format!("Your next session is with {} on ", line.client_name)}
                    <a href=routes::session(
                        line.client,
                        line.id,
                    )>{format!("{}, {start}", when.short_date)}</a> "."
                </p>
            }
            .into_any()
        }
    };
    view! {
        <div class="section empty">
            <h2>"Nothing today"</h2>
            {words}
        </div>
    }
}
