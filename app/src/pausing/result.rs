//! A pause that stands: since when, what it did, and what is left to do.

use crate::routes;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::note::{Note, NoteTone};
use domain::sentences::account;
use domain::session::State;
use domain::view::pausing::{PauseLine, PausedLine, PausedPage};
use leptos::prelude::*;

#[component]
pub fn PauseStands(paused: PausedPage) -> impl IntoView {
    let PausedPage {
        line,
        kept,
        to_move,
        cancelled,
    } = paused;
    let kept = account::kept(kept as usize).map(|kept| format!("{kept}."));
    view! {
        <section class="sheet paused" aria-labelledby="sheet-title">
            <header class="sheet-head">
                <a class="back" href=routes::ACCOUNT>
                    <Icon glyph=Glyph::Back small=true />
                    " Back to the account"
                </a>
                <h1 id="sheet-title">"Your account is paused"</h1>
                <p class="soft">{since(&line)}</p>
            </header>
            <Note
                tone=NoteTone::Plain
                title="Nobody can book you."
                text="Only the team opens your account again: ask when your hours are right."
            />
            {kept.map(|kept| view! { <p>{kept}</p> })}
            {(!to_move.is_empty()).then(|| view! { <ToMove lines=to_move /> })}
            {(!cancelled.is_empty()).then(|| view! { <Cancelled lines=cancelled /> })}
            <footer class="actions">
                <div>
                    <a class="button" href=routes::ACCOUNT>
                        "Back to the account"
                    </a>
                    <a class="button primary" href=routes::RETURN>
                        {if line.asked.is_some() { "See your request" } else { "Ask to return" }}
                    </a>
                </div>
            </footer>
        </section>
    }
    .into_any()
}

/// `Since Sun 22 Nov, 09:00 · Illness · you mean to be back on Tue 1 Dec`
pub fn since(line: &PausedLine) -> String {
    let back = line.back.as_ref();
    let back = back.map(|back| format!(" · you mean to be back on {back}"));
    format!(
        "Since {} · {}{}",
        line.since,
        line.reason,
        back.unwrap_or_default()
    )
}

#[component]
fn ToMove(lines: Vec<PauseLine>) -> impl IntoView {
    let row = |line: PauseLine| {
        let over = (!line.state.is_booked()).then(|| line.state.label());
        let to = routes::time(line.client, line.session);
        let name = line.client_name.clone();
        view! {
            <li>
                <span>{about(&line)}</span>
                {match over {
                    Some(over) => view! { <span class="soft">{over}</span> }.into_any(),
                    None => {
                        view! {
                            <a class="button small" href=to>
                                "Offer times"
                                <span class="visually-hidden">{format!(" to {name}")}</span>
                            </a>
                        }
                            .into_any()
                    }
                }}
            </li>
        }
    };
    view! {
        <section aria-labelledby="to-move">
            <h2 id="to-move">"To be moved"</h2>
            <p class="small soft">"Each stays as booked until its client has taken another time."</p>
            <ul class="became">{lines.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Cancelled(lines: Vec<PauseLine>) -> impl IntoView {
    let row = |line: PauseLine| {
        let to = routes::session(line.client, line.session);
        // Its cancel may have been undone.
        let stands = line.state == State::Cancelled;
        view! {
            <li>
                <a href=to>{about(&line)}</a>
                <span class="soft">
                    {if stands { "Cancelled" } else { "Undone: it stands as before" }}
                </span>
            </li>
        }
    };
    view! {
        <section aria-labelledby="cancelled">
            <h2 id="cancelled">"Cancelled"</h2>
            <p class="small soft">"What was paid goes back in full; each client is told."</p>
            <ul class="became">{lines.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

fn about(line: &PauseLine) -> String {
    let when = &line.when.yours;
    format!("{}, {}, {}", line.client_name, when.short_date, when.times)
}
