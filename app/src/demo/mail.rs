//! The demonstration's mail: what would have been sent, and beside it, or on a phone in its
//! place, the message that was pressed.

use super::api::{load_mail, load_message};
use super::message::Message;
use crate::routes;
use crate::ui::coming::Coming;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refresh::use_refresh;
use crate::ui::{faulted::Faulted, load::Load, title::Title};
use crate::wire;
use domain::view::pages::PostLine;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn MailPage() -> impl IntoView {
    let params = use_params_map();
    let refresh = use_refresh();
    let file = Memo::new(move |_| params.read().get("file"));
    let letters = wire::load(move || refresh.version(), |_| load_mail());
    let list = move |lines: Vec<PostLine>| match lines.is_empty() {
        true => view! { <NoMail /> }.into_any(),
        false => view! { <Letters lines file /> }.into_any(),
    };
    view! {
        <Title text="Mail" />
        <header class="page-head">
            {move || {
                file.read()
                    .is_some()
                    .then(|| {
                        view! {
                            <a class="back to-list" href=routes::DEMO_MAIL>
                                <Icon glyph=Glyph::Back small=true />
                                " All messages"
                            </a>
                        }
                    })
            }}
            <h1>"Mail"</h1>
            <p class="soft">"What the demonstration would have sent"</p>
        </header>
        <Load resource=letters render=list />
    }
}

#[component]
fn NoMail() -> impl IntoView {
    view! {
        <div class="empty">
            <h2>"No messages yet"</h2>
            <p>"Cancel a session, and what its people are told appears here."</p>
        </div>
    }
}

#[component]
fn Letters(lines: Vec<PostLine>, file: Memo<Option<String>>) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|line| view! { <LetterRow line file /> })
        .collect_view();
    let message = wire::load(
        move || file.get(),
        |file| async move {
            match file {
                Some(file) => load_message(file).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let show = move || async move {
        match message.await {
            Ok(Some(message)) => view! { <Message message /> }.into_any(),
            Ok(None) => view! { <NoneOpen /> }.into_any(),
            Err(fault) => view! { <Faulted fault /> }.into_any(),
        }
    };
    view! {
        <div class="split" data-open=move || file.read().is_some().then_some("")>
            <div>
                <h2 class="visually-hidden">"Messages"</h2>
                <ul class="session-list">{rows}</ul>
            </div>
            <Coming show />
        </div>
    }
}

#[component]
fn LetterRow(line: PostLine, file: Memo<Option<String>>) -> impl IntoView {
    let href = routes::demo_message(&line.file);
    let current = move || (file.read().as_ref() == Some(&line.file)).then_some("true");
    view! {
        <li>
            <a class="session-row mail-row" href=href aria-current=current>
                <div>
                    <p>
                        <b>{line.subject}</b>
                        <br />
                        <span class="small soft">{format!("to {}", line.to)}</span>
                    </p>
                    " "
                    <time>{line.at}</time>
                </div>
            </a>
        </li>
    }
}

#[component]
fn NoneOpen() -> impl IntoView {
    view! {
        <div class="empty aside-empty">
            <p>"Choose a message to read it here."</p>
        </div>
    }
}
