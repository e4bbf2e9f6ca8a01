//! One's own account: who one is here, and the ways out.

use crate::frame::Reader;
use crate::pausing::{Paused, PausedNote, load_note};
use crate::routes;
use crate::ui::coming::Coming;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::{leaving::LeavingForm, load::Load, title::Title};
use domain::actor::Role;
use domain::view::pages::Me;
use leptos::prelude::*;

#[component]
pub fn AccountPage() -> impl IntoView {
    let Reader(reader) = expect_context();
    let paused = load_note();
    view! {
        <Title text="Account" />
        <header class="page-head">
            <h1>"Account"</h1>
        </header>
        <PausedNote paused />
        <Load resource=reader render=move |me| view! { <Account me paused /> } />
    }
}

#[component]
fn Account(me: Me, paused: Paused) -> impl IntoView {
    let bookable = me.role == Role::Therapist;
    view! {
        <div class="account">
            <section class="card" aria-labelledby="you">
                <h2 id="you">"You"</h2>
                <dl class="facts">
                    <dt>"Name"</dt>
                    <dd>{me.name}</dd>
                    <dt>"E-mail"</dt>
                    <dd>{me.email}</dd>
                    <dt>"Zone"</dt>
                    <dd>{format!("{} · {}", me.city, me.zone)}</dd>
                </dl>
                <LeavingForm action=routes::DO_SIGN_OUT>
                    <button class="button">
                        <Icon glyph=Glyph::Leave small=true />
                        " Sign out"
                    </button>
                </LeavingForm>
            </section>
            {bookable.then(|| view! { <Bookable paused /> })}
            <section class="card" aria-labelledby="everywhere">
                <h2 id="everywhere">"Other devices"</h2>
                <p>
                    "Signing out everywhere ends every sign-in of yours, on all devices and in "
                    "all browsers, this one too. Your password stays."
                </p>
                <LeavingForm action=routes::DO_SIGN_OUT_EVERYWHERE>
                    <button class="button danger">"Sign out everywhere"</button>
                </LeavingForm>
            </section>
        </div>
    }
}

/// A therapist's: whether anybody can book them, and the way to change it.
#[component]
fn Bookable(paused: Paused) -> impl IntoView {
    let show = move || async move {
        match paused.await {
            Ok(Some(_)) => view! {
                <p>"Nobody can book you. Sessions that are booked stay so, and no planned charge is withdrawn."</p>
                <p>
                    <a class="button" href=routes::RETURN>
                        "Ask to return"
                    </a>
                </p>
            }
            .into_any(),
            Ok(None) => view! {
                <p>
                    "While your account is paused nobody can book you. What becomes of each session "
                    "to come is for you to say first; only the team opens the account again."
                </p>
                <p>
                    <a class="button" href=routes::PAUSE>
                        "Pause your account …"
                    </a>
                </p>
            }
            .into_any(),
            Err(_) => view! { <p>"Whether your account is paused cannot be told just now."</p> }
                .into_any(),
        }
    };
    view! {
        <section class="card" aria-labelledby="bookable">
            <h2 id="bookable">"Being booked"</h2>
            <Coming show />
        </section>
    }
}
