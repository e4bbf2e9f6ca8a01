//! Signing in: in the demonstration as anyone of its cast with one press, everywhere by mail
//! address and password. After it the whole document is loaded anew.

pub mod api;
mod cast;
#[cfg(feature = "ssr")]
pub mod enter;
mod typed;

use crate::fault::PageFault;
use crate::routes;
use crate::ui::coming::Coming;
use crate::ui::field_error::FieldError;
use crate::ui::form::{Form, FormAnswer};
use crate::ui::go::leave_for;
use crate::ui::note::{Note, NoteTone};
use crate::ui::{answer, logo::Logo, title::Title};
use crate::wire;
use api::{SignedIn, load_cast};
use cast::Cast;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use typed::{Typed, Wrong};

#[component]
pub fn SignInPage() -> impl IntoView {
    let query = use_query_map();
    let next = move || query.read().get("next").unwrap_or_default();
    let cast = wire::load(|| (), |()| load_cast());
    let typed = wire::load(|| (), |()| typed::take());
    let show = move || async move {
        let cast = cast.await.unwrap_or_default();
        let typed = typed.await.unwrap_or_default();
        let class = if cast.is_empty() {
            "sign-in"
        } else {
            "sign-in with-cast"
        };
        let cast = (!cast.is_empty()).then_some(cast);
        view! {
            <main id="main" tabindex="-1" class=class>
                <Name />
                <div class="sign-in-parts">
                    {cast.map(|members| view! { <Cast members next=next() /> })}
                    <ByPassword typed next=next() />
                </div>
            </main>
        }
        .into_any()
    };
    view! {
        <Title text="Sign in" />
        <div class="bare">
            <Coming show />
        </div>
    }
}

#[component]
fn Name() -> impl IntoView {
    view! {
        <header>
            <h1 class="logo">
                <Logo />
            </h1>
            <p class="tagline">
                "Where therapists keep their sessions straight: cancel and refund, with every \
                 consequence shown before it happens."
            </p>
        </header>
    }
}

#[component]
fn ByPassword(typed: Typed, next: String) -> impl IntoView {
    let wrong = RwSignal::new(typed.wrong);
    let answered = move |sent: FormAnswer| match answer::read(sent) {
        Some(Ok(SignedIn::Yes { go })) => leave_for(&go),
        Some(Ok(SignedIn::No(why))) => wrong.set(Some(why)),
        Some(Err(PageFault::TooOften)) => wrong.set(Some(Wrong::TooOften { seconds: 0 })),
        Some(Err(_)) => wrong.set(Some(Wrong::Broken)),
        None => wrong.set(None),
    };
    let email = Signal::derive(move || wrong.get().and_then(Wrong::email).map(str::to_owned));
    let password = Signal::derive(move || wrong.get().and_then(Wrong::password).map(str::to_owned));
    view! {
        <Form action=routes::DO_SIGN_IN on_answer=answered class="card stack" novalidate=true>
            <h2>"Sign in"</h2>
            {move || {
                let said = wrong.get().and_then(Wrong::together);
                said.map(|text| view! { <Note tone=NoteTone::Danger title="Not signed in." text alert=true /> })
            }}
            <input type="hidden" name="next" value=next />
            <div class="field">
                <label for="email">"E-mail"</label>
                <input
                    class="input"
                    id="email"
                    name="email"
                    type="email"
                    autocomplete="username"
                    required
                    value=typed.email
                    aria-invalid=move || email.read().is_some().then_some("true")
                    aria-describedby="email-error"
                />
                <FieldError id="email-error" words=email />
            </div>
            <div class="field">
                <label for="password">"Password"</label>
                <input
                    class="input"
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="current-password"
                    required
                    aria-invalid=move || password.read().is_some().then_some("true")
                    aria-describedby="password-error"
                />
                <FieldError id="password-error" words=password />
            </div>
            <button class="button primary wide">"Sign in"</button>
        </Form>
    }
}
