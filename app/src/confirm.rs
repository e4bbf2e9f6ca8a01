//! A booking that waits for the therapist's word, in the list of the day and on its own page: until
//! when, and the button that confirms it at once.

use crate::decision::answer::made_now;
use crate::routes;
use crate::ui::answer;
use crate::ui::form::{Ear, Form, FormAnswer};
use crate::ui::refresh::use_refresh;
use domain::time::{Instant, countdown};
use domain::view::session::ToConfirm;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde::Deserialize;

/// Of what the server answers, what a button hears: it has no form to open again.
#[derive(Deserialize)]
enum Led {
    Done { to: String },
    Elsewhere { to: String },
}

/// `stood` is where the button stands: `today` or `session`.
#[component]
pub fn ConfirmForm(
    session: String,
    to: ToConfirm,
    key: String,
    stood: &'static str,
    /// Whose session, and when: what the button alone does not say.
    #[prop(into)]
    of: String,
) -> impl IntoView {
    view! {
        <Form
            action=routes::DO_CONFIRM_SESSION
            of=session.clone()
            on_answer=hear()
            explains=true
        >
            <input type="hidden" name="session" value=session />
            <input type="hidden" name="key" value=key />
            <input type="hidden" name="commitment" value=to.commitment />
            <input type="hidden" name="stood" value=stood />
            <button class="button primary" name="intent" value="do">
                "Confirm"
                <span class="visually-hidden">{of}</span>
            </button>
        </Form>
    }
    .into_any()
}

/// What was done is shown where the server leads to; so is why nothing was.
fn hear() -> Ear {
    let navigate = use_navigate();
    let refresh = use_refresh();
    Ear::from(move |sent: FormAnswer| match answer::read(sent) {
        Some(Ok(Led::Done { to })) => {
            made_now();
            refresh.now();
            navigate(&to, Default::default());
        }
        Some(Ok(Led::Elsewhere { to })) => navigate(&to, Default::default()),
        // The form says why, and the page that is fetched anew what can be done.
        Some(Err(_)) => refresh.now(),
        None => {}
    })
}

/// `Confirm by Tue 24 Nov, 06:00 London time, 21 h 20 min left`
#[component]
pub fn Countdown(to: ToConfirm, now: Signal<Instant>) -> impl IntoView {
    let until = to.until;
    let left = move || {
        let left = until - now.get();
        match left.num_seconds() > 0 {
            // What is less than a minute is still time.
            true if left.num_minutes() == 0 => "less than a minute left".into(),
            true => format!("{} left", countdown(left)),
            false => "the time is over".into(),
        }
    };
    view! {
        <p class="deadline">
            "Confirm by "
            <b>
                <time datetime=domain::time::iso(until)>{to.label}</time>
            </b>
            ", "
            <span class="num">{left}</span>
        </p>
    }
    .into_any()
}
