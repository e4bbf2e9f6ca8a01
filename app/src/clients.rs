//! The therapist's clients, each with the next session.

pub mod api;

use crate::routes;
use crate::ui::avatar::Avatar;
use crate::ui::count::counted;
use crate::ui::refresh::use_refresh;
use crate::ui::{load::Load, title::Title};
use crate::wire;
use api::load_clients;
use domain::view::pages::ClientLine;
use leptos::prelude::*;

#[component]
pub fn ClientsPage() -> impl IntoView {
    let refresh = use_refresh();
    let clients = wire::load(move || refresh.version(), |_| load_clients());
    view! {
        <Title text="Clients" />
        <Load resource=clients render=|lines| view! { <Clients lines /> } />
    }
}

#[component]
fn Clients(lines: Vec<ClientLine>) -> impl IntoView {
    let about = match lines.len() {
        0 => None,
        1 => Some("One client".into()),
        count => Some(format!("{}, by name", counted(count, "client", "clients"))),
    };
    let list = match lines.is_empty() {
        true => view! {
            <div class="empty">
                <h2>"No clients yet"</h2>
                <p>"A client appears here with their first session."</p>
            </div>
        }
        .into_any(),
        false => {
            let rows = lines
                .into_iter()
                .map(|line| view! { <ClientRow line /> })
                .collect_view();
            view! { <ul class="session-list">{rows}</ul> }.into_any()
        }
    };
    view! {
        <header class="page-head">
            <h1>"Clients"</h1>
            {about.map(|about| view! { <p class="soft">{about}</p> })}
        </header>
        {list}
    }
}

#[component]
fn ClientRow(line: ClientLine) -> impl IntoView {
    let next = match line.next {
        Some(next) => view! { <p class="small">{next}</p> }.into_any(),
        None => view! { <p class="small soft">"Nothing booked"</p> }.into_any(),
    };
    view! {
        <li>
            <a class="session-row client-row" href=routes::client(line.id)>
                <Avatar name=line.name.clone() />
                <div>
                    <p>
                        <b>{line.name}</b>
                        <br />
                        <span class="small soft">{line.city}</span>
                    </p>
                    " "
                    {next}
                </div>
            </a>
        </li>
    }
}
