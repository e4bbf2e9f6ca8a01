//! That the account is paused, for the pages where it matters: since when, and the way back.

use super::api::load_paused;
use crate::fault::PageFault;
use crate::routes;
use crate::ui::coming::Coming;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refresh::use_refresh;
use crate::wire::{self, Loaded};
use domain::actor::Role;
use domain::view::pausing::PausedLine;
use leptos::prelude::*;

/// How the pause stands, if any. A page asks for it before it waits for anything else.
pub type Paused = Loaded<Result<Option<PausedLine>, PageFault>>;

pub fn load_note() -> Paused {
    let refresh = use_refresh();
    wire::load(move || refresh.version(), |_| load_paused())
}

/// Nothing where nothing is paused; and a page that cannot tell says so in its own place.
#[component]
pub fn PausedNote(paused: Paused) -> impl IntoView {
    let show = move || async move {
        match paused.await {
            Ok(Some(line)) => view! { <Stands line /> }.into_any(),
            Ok(None) | Err(_) => ().into_any(),
        }
    };
    view! { <Coming show /> }
}

#[component]
fn Stands(line: PausedLine) -> impl IntoView {
    let title = match line.by {
        Role::Staff => "The team has paused your account",
        _ => "Your account is paused",
    };
    let own = line.by == Role::Therapist;
    let back = line.back.as_ref();
    let back = back.map(|back| format!(" You mean to be back on {back}."));
    let text = format!(
        "{title} since {}: nobody can book you.{}",
        line.since,
        back.unwrap_or_default()
    );
    view! {
        <div class="note warn page-note paused-note">
            <Icon glyph=Glyph::Lock />
            <div>
                <p>{text}</p>
                <p>
                    {match line.asked {
                        Some(asked) => {
                            view! {
                                {format!("You asked to return on {}. ", asked.at)}
                                <a href=routes::RETURN>"See your request"</a>
                            }
                                .into_any()
                        }
                        None => view! { <a href=routes::RETURN>"Ask to return"</a> }.into_any(),
                    }}
                    {own.then(|| view! { " · " <a href=routes::PAUSE>"What the pause did"</a> })}
                </p>
            </div>
        </div>
    }
    .into_any()
}
