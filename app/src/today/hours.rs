//! "Are your hours still right?": asked now and then, of the hours as they stand here.

use super::api::Answered;
use crate::routes;
use crate::ui::answer;
use crate::ui::form::{Form, FormAnswer};
use crate::ui::refresh::use_refresh;
use domain::view::pages::HoursCard as Card;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

#[component]
pub fn HoursCard(card: Card) -> impl IntoView {
    let navigate = use_navigate();
    let refresh = use_refresh();
    let hear = move |sent: FormAnswer| match answer::read(sent) {
        Some(Ok(Answered { go })) => {
            navigate(&go, Default::default());
            refresh.now();
        }
        // The form says why, and the page that is fetched anew what can be done.
        Some(Err(_)) => refresh.now(),
        None => {}
    };
    let said = match (card.changed, card.last) {
        (true, _) => "They have changed since you looked. These are the newest.".into(),
        (false, Some(last)) => format!("You last said so on {last}."),
        (false, None) => "Nobody has asked you yet.".into(),
    };
    let line = |line: String| view! { <li class="num">{line}</li> };
    view! {
        <section class="section card stack hours-card" aria-labelledby="hours">
            <div>
                <h2 id="hours">"Are your hours still right?"</h2>
                <p class="small soft" role=card.changed.then_some("status")>
                    {said}
                </p>
            </div>
            <ul>{card.lines.into_iter().map(line).collect_view()}</ul>
            <div class="row">
                <Form action=routes::DO_HOURS_ARE_RIGHT on_answer=hear explains=true>
                    <input type="hidden" name="revision" value=card.revision />
                    <button class="button primary">"Yes, still right"</button>
                </Form>
                <a class="button" href=routes::AVAILABILITY>
                    "Edit hours"
                </a>
            </div>
        </section>
    }
    .into_any()
}
