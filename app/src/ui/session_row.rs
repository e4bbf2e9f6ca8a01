//! A session in a list.

use super::chip::Chip;
use crate::routes;
use domain::view::session::SessionLine;
use leptos::prelude::*;

/// Where a row leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To the session, on the page of its client.
    ToSession,
    /// Nowhere: there is no more to see.
    Nowhere,
}

#[component]
pub fn SessionRow(
    line: SessionLine,
    leads: Leads,
    /// Names the client instead of the other party's time, in a list of many clients.
    #[prop(optional)]
    named: bool,
    /// The session that stands open beside the list.
    #[prop(into, optional)]
    open: Signal<Option<String>>,
) -> impl IntoView {
    let id = line.id.to_string();
    let current = move || (open.read().as_deref() == Some(id.as_str())).then_some("true");
    let href = routes::session(line.client, line.id);
    let inside = inside(line, named);
    match leads {
        Leads::ToSession => view! {
            <li>
                <a class="session-row" href=href aria-current=current>
                    {inside}
                </a>
            </li>
        }
        .into_any(),
        Leads::Nowhere => view! {
            <li>
                <div class="session-row">{inside}</div>
            </li>
        }
        .into_any(),
    }
}

fn inside(line: SessionLine, named: bool) -> impl IntoView {
    let when = line.when;
    let theirs = when.theirs.map(|theirs| {
        let start = theirs
            .times
            .split(" – ")
            .next()
            .unwrap_or_default()
            .to_owned();
        format!(" · {start} for {}", line.other)
    });
    let about = format!(
        "{}{}",
        line.about,
        theirs.filter(|_| !line.over).unwrap_or_default()
    );
    view! {
        <time class="date" datetime=when.starts>
            <span>{when.yours.weekday}</span>
            " "
            <b>{when.yours.day}</b>
            " "
            <span>{when.yours.month}</span>
        </time>
        <div>
            <p>
                {named.then(|| view! { <b>{line.client_name}</b> <br /> })}
                <span class="hours">
                    {line.moved_from.map(|old| view! { <s>{old}</s> " " })} {when.yours.times}
                </span> <br /> <span class="small soft">{about}</span>
            </p>
            " "
            <p class="chips">
                <Chip chip=line.chip />
            </p>
        </div>
    }
}

/// A list of sessions, or the words for when there are none.
#[component]
pub fn SessionList(
    lines: Vec<SessionLine>,
    leads: Leads,
    empty: &'static str,
    #[prop(optional)] named: bool,
    #[prop(optional)] past: bool,
    #[prop(into, optional)] open: Signal<Option<String>>,
) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p class="soft">{empty}</p> }.into_any();
    }
    let rows = lines
        .into_iter()
        .map(|line| view! { <SessionRow line leads named open /> })
        .collect_view();
    view! { <ul class=if past { "session-list past" } else { "session-list" }>{rows}</ul> }
        .into_any()
}
