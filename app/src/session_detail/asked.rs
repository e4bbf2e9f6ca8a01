//! What waits for somebody's word: the booking itself, and what was asked in writing about it.

use crate::confirm::{ConfirmForm, Countdown};
use crate::routes;
use crate::ui::icon::{Glyph, Icon};
use domain::time::Instant;
use domain::view::session::{RequestLine, SessionDetail, ToConfirm};
use leptos::prelude::*;

/// The therapist's answer to a booking, as long as it can be given.
#[component]
pub fn Answer(
    detail: SessionDetail,
    to: ToConfirm,
    key: String,
    now: Signal<Instant>,
) -> impl IntoView {
    let session = &detail.facts.session;
    let decline = routes::decline(session.client, session.id);
    let asked = to.team_asked.is_some();
    let says = to.says.clone();
    let of = format!(" the session on {}", detail.words.short_when);
    view! {
        <section class="answer" aria-labelledby="answer">
            <h3 id="answer">"Waiting for your answer"</h3>
            <Countdown to=to.clone() now />
            <div class="row">
                <ConfirmForm session=session.id.to_string() to key stood="session" of />
                {(!asked)
                    .then(|| {
                        view! {
                            <a class="button danger" href=decline>
                                "Decline …"
                            </a>
                        }
                    })}
            </div>
            <p class="small soft">{says}</p>
        </section>
    }
    .into_any()
}

#[component]
pub fn Requests(lines: Vec<RequestLine>) -> impl IntoView {
    let line = |line: RequestLine| {
        let glyph = match line.open {
            true => Glyph::Opens,
            false => Glyph::Check,
        };
        let said = line.said.into_iter();
        let said = said.map(|text| view! { <div class="soft">{text}</div> });
        view! {
            <li>
                <Icon glyph />
                <div>
                    <b>{line.title}</b>
                    " · "
                    {line.state}
                    " "
                    <time class="soft">{line.at}</time>
                    {said.collect_view()}
                </div>
            </li>
        }
    };
    (!lines.is_empty()).then(|| {
        view! {
            <section class="requests" aria-labelledby="requests">
                <h3 id="requests">"Asked"</h3>
                <ul>{lines.into_iter().map(line).collect_view()}</ul>
            </section>
        }
    })
}
