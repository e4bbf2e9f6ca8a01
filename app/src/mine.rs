//! The page behind a client's personal link, without signing in: one session, other times on
//! offer, and the ways to object to a move and to cancel. Looking changes nothing; each button
//! posts a plain form, and what asks for a second thought shows first what follows from it. A
//! link that is of no use says so, and what to do.

pub mod api;
mod deeds;
mod told;

use crate::routes;
use crate::ui::live;
use crate::ui::note::{Note, NoteTone};
use crate::ui::refresh::use_refresh;
use crate::ui::{load::Load, logo::Logo, title::Title};
use crate::wire;
use api::{Mine, Shown, load_mine};
use deeds::{Deeds, Step};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use told::Told;

#[component]
pub fn MinePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let refresh = use_refresh();
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    let draft = Memo::new(move |_| query.read().get("draft"));
    let mine = wire::load(
        move || (token.get(), draft.get(), refresh.version()),
        |(token, draft, _)| load_mine(token, draft),
    );
    let shown = move |mine| match mine {
        Mine::Open(shown) => {
            live::start_for_link(&token.get_untracked());
            let asked = query.with_untracked(|query| query.get(routes::MINE_STEP));
            let step = asked.and_then(|step| Step::parse(&step));
            view! { <Session token=token.get_untracked() shown=*shown step /> }.into_any()
        }
        Mine::OfNoUse => view! { <OfNoUse /> }.into_any(),
    };
    view! {
        <div class="bare">
            <main id="main" tabindex="-1" class="mine">
                <p class="logo">
                    <Logo />
                </p>
                <Load resource=mine render=shown />
            </main>
        </div>
    }
}

#[component]
fn Session(token: String, shown: Shown, step: Option<Step>) -> impl IntoView {
    let Shown {
        page,
        key,
        problem,
        note,
    } = shown;
    let problem = problem.map(|text| {
        view! {
            <Note tone=NoteTone::Danger title="Nothing has been done." text alert=true />
        }
    });
    view! {
        <Title text=format!("Your {}", page.noun) />
        {problem}
        <Told page=page.clone() token=token.clone() key=key.clone() />
        <Deeds page token key note step />
    }
}

#[component]
fn OfNoUse() -> impl IntoView {
    view! {
        <Title text="This link does not work" />
        <section class="card stack">
            <h1>"This link does not work"</h1>
            <p>
                "It may be incomplete, or too old: a link works until 30 days after the end. Open \
                 the newest message you were sent, or sign in to see how everything stands."
            </p>
            <p class="row">
                <a class="button primary" href=routes::SIGN_IN>
                    "Sign in"
                </a>
            </p>
        </section>
    }
}
