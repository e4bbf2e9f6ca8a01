//! A one-use link by which a person sets a password. Looking at the page spends nothing; the
//! form does. A link that is of no use says so, and what to do.

pub mod api;

use crate::routes;
use crate::ui::field_error::FieldError;
use crate::ui::form::{Form, FormAnswer};
use crate::ui::go::leave_for;
use crate::ui::refresh::use_refresh;
use crate::ui::{answer, load::Load, logo::Logo, title::Title};
use crate::wire;
use api::{Invite, PasswordSet, Weak, peek_invite};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

#[component]
pub fn WelcomePage() -> impl IntoView {
    let params = use_params_map();
    let refresh = use_refresh();
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    let invite = wire::load(
        move || (token.get(), refresh.version()),
        |(token, _)| peek_invite(token),
    );
    let shown = move |invite| match invite {
        Invite::Good { email } => view! { <SetPassword token=token.get() email /> }.into_any(),
        invite => view! { <OfNoUse invite /> }.into_any(),
    };
    view! {
        <Title text="Set your password" />
        <div class="bare">
            <main id="main" tabindex="-1" class="sign-in">
                <header>
                    <p class="logo">
                        <Logo />
                    </p>
                </header>
                <Load resource=invite render=shown />
            </main>
        </div>
    }
}

#[component]
fn SetPassword(token: String, email: String) -> impl IntoView {
    let refresh = use_refresh();
    let query = use_query_map();
    let weak = query.with_untracked(|query| Weak::parse(&query.get("problem")?));
    let wrong = RwSignal::new(weak.map(Weak::words));
    let answered = move |sent: FormAnswer| match answer::read(sent) {
        Some(Ok(PasswordSet::Yes { go })) => leave_for(&go),
        Some(Ok(PasswordSet::No(why))) => wrong.set(Some(why.words())),
        // The page is asked for again, and says why.
        Some(Ok(PasswordSet::LinkOfNoUse)) => refresh.now(),
        Some(Err(fault)) => wrong.set(Some(fault.title())),
        None => wrong.set(None),
    };
    let words = Signal::derive(move || wrong.get().map(str::to_owned));
    view! {
        <Form action=routes::DO_SET_PASSWORD on_answer=answered class="card stack" novalidate=true>
            <div>
                <h1>"Set your password"</h1>
                <p class="soft">{format!("For {email}. This link works once.")}</p>
            </div>
            <input type="hidden" name="token" value=token />
            // For the browser's password store, which keeps the two together.
            <input type="hidden" autocomplete="username" value=email.clone() />
            <div class="field">
                <label for="new">"New password"</label>
                <input
                    class="input"
                    id="new"
                    name="password"
                    type="password"
                    autocomplete="new-password"
                    required
                    aria-invalid=move || words.read().is_some().then_some("true")
                    aria-describedby="new-error new-hint"
                />
                <FieldError id="new-error" words />
                <p class="hint" id="new-hint">
                    "10 characters or more. A few words you can remember do well."
                </p>
            </div>
            <button class="button primary wide">"Set password and sign in"</button>
        </Form>
    }
}

#[component]
fn OfNoUse(invite: Invite) -> impl IntoView {
    let (title, remedy) = invite.of_no_use();
    view! {
        <section class="card stack">
            <h1>{title}</h1>
            <p>{remedy}</p>
            <p class="row">
                <a class="button primary" href=routes::SIGN_IN>
                    "Sign in"
                </a>
            </p>
        </section>
    }
}
