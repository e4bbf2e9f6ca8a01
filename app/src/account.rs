//! One's own account: who one is here, and the ways out.

use crate::frame::Reader;
use crate::routes;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::{leaving::LeavingForm, load::Load, title::Title};
use domain::view::pages::Me;
use leptos::prelude::*;

#[component]
pub fn AccountPage() -> impl IntoView {
    let Reader(reader) = expect_context();
    view! {
        <Title text="Account" />
        <header class="page-head">
            <h1>"Account"</h1>
        </header>
        <Load resource=reader render=|me| view! { <Account me /> } />
    }
}

#[component]
fn Account(me: Me) -> impl IntoView {
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
