//! The rail: what this person has pages for, and nothing else.

use crate::routes;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::leaving::LeavingForm;
use crate::ui::live;
use crate::ui::logo::Logo;
use domain::actor::Role;
use domain::view::pages::Me;
use leptos::prelude::*;

#[component]
pub fn OwnRail(me: Me, path: Memo<String>) -> impl IntoView {
    live::start();
    let Me {
        role,
        name,
        city,
        zone,
        count,
        ..
    } = me;
    let links = match role {
        Role::Therapist => view! {
            <RailLink to=routes::TODAY glyph=Glyph::Today text="Today" path>
                <Count count of={ if count == 1 { " session" } else { " sessions" } } />
            </RailLink>
            <RailLink to=routes::CLIENTS glyph=Glyph::Clients text="Clients" path />
            <RailLink to=routes::AVAILABILITY glyph=Glyph::Hours text="Availability" path />
        }
        .into_any(),
        Role::Client => view! {
            <RailLink to=routes::OWN_SESSIONS glyph=Glyph::Today text="Your sessions" path />
        }
        .into_any(),
        Role::Staff => view! {
            <RailLink to=routes::TASKS glyph=Glyph::Tasks text="Tasks" path>
                <Count count of=" open" />
            </RailLink>
        }
        .into_any(),
    };
    view! {
        <a class="logo" href=routes::first(role)>
            <Logo />
        </a>
        <nav aria-label="Main">
            <ul class="rail-links">
                {links}
                <RailLink to=routes::ACCOUNT glyph=Glyph::Account text="Account" path phone=true />
                {(role == Role::Therapist).then(OffForToday)}
            </ul>
        </nav>
        <div class="rail-foot">
            <a href=routes::ACCOUNT>{name}</a>
            <span class="small soft">{format!("{city} · {zone}")}</span>
            <LeavingForm action=routes::DO_SIGN_OUT>
                <button class="button quiet">
                    <Icon glyph=Glyph::Leave small=true />
                    " Sign out"
                </button>
            </LeavingForm>
        </div>
    }
}

/// For whoever looks at the demonstration's mail without being signed in.
#[component]
pub fn StrangersRail() -> impl IntoView {
    view! {
        <a class="logo" href=routes::SIGN_IN>
            <Logo />
        </a>
        <nav aria-label="Main">
            <ul class="rail-links">
                <li>
                    <a href=routes::SIGN_IN>
                        <Icon glyph=Glyph::Account />
                        " "
                        <span>"Sign in"</span>
                    </a>
                </li>
            </ul>
        </nav>
    }
}

#[component]
fn RailLink(
    to: &'static str,
    glyph: Glyph,
    text: &'static str,
    path: Memo<String>,
    /// Where the rail has a foot, the foot has this link.
    #[prop(optional)]
    phone: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let current = move || path.read().starts_with(to).then_some("page");
    view! {
        <li class=phone.then_some("on-phone")>
            <a href=to aria-current=current>
                <Icon glyph />
                " "
                <span>{text}</span>
                {children.map(|children| children())}
            </a>
        </li>
    }
}

/// From anywhere, with one press. Where somebody is booked it leads to whom that concerns; else to
/// what was saved, which can be taken back there. On a phone there is room for one word to be seen.
#[component]
fn OffForToday() -> impl IntoView {
    view! {
        <li>
            <LeavingForm action=routes::DO_GO_AWAY>
                <button>
                    <Icon glyph=Glyph::Lock />
                    <span>"Off" <span class="on-desk">" until midnight"</span></span>
                </button>
            </LeavingForm>
        </li>
    }
}

#[component]
fn Count(count: u32, of: &'static str) -> impl IntoView {
    (count > 0).then(|| {
        view! {
            <span class="count">{count} <span class="visually-hidden">{of}</span></span>
        }
    })
}
