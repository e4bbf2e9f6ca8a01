//! The thin form: a plain `<form method="post">` that works without JavaScript, made quick in the
//! browser by one fetch.
//!
//! It sends what the browser would have sent, the pressed button included, but asks for JSON and
//! hands the text of the answer to the page. It sends once at a time, and a failure leaves every
//! field as it was: forms carry an idempotency key, so that sending again is safe.

#[cfg(target_arch = "wasm32")]
mod post;

use super::connection::{NOT_SENT, use_connection};
use super::refresh::use_refresh;
use leptos::{ev::SubmitEvent, html, prelude::*};

/// The JSON text that the server function answered, or why there is none.
pub type FormAnswer = Result<String, FormFault>;

/// Made in the browser only: without JavaScript the server answers with a page.
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormFault {
    /// No answer came; whether the server acted is unknown.
    Unreachable,
    /// The server would not hear the form at all (too large, signed out, broken): its words.
    Stopped(String),
    /// The server function refused: its error, encoded as that function encodes errors.
    Refused(String),
}

impl FormFault {
    /// What the form itself says. A refusal is the page's to explain.
    fn notice(&self) -> Option<String> {
        match self {
            Self::Unreachable => Some(
                "No answer from the server. What you entered is still here: \
                 check the connection and send it again."
                    .into(),
            ),
            Self::Stopped(words) => Some(words.clone()),
            Self::Refused(_) => None,
        }
    }
}

#[component]
pub fn Form(
    /// The address of a server function, from `routes`. A button's `formaction` overrides it.
    action: &'static str,
    /// Hears the answer in the browser; without JavaScript the server redirects instead. It also
    /// hears what comes after the form was made anew, if it belongs to something that stays.
    #[prop(into)]
    on_answer: Callback<FormAnswer>,
    #[prop(optional)] class: Option<&'static str>,
    /// The server checks the fields, so that its words stand beside them in either case.
    #[prop(optional)]
    novalidate: bool,
    /// The id of the heading that names the form.
    #[prop(optional)]
    labelled_by: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let sending = RwSignal::new(false);
    let notice = RwSignal::new(None::<String>);

    let connection = use_connection();
    let refresh = use_refresh();
    let form = NodeRef::<html::Form>::new();

    let answered = move |answer: FormAnswer| {
        notice.try_set(answer.as_ref().err().and_then(FormFault::notice));
        if on_answer.try_run(answer).is_none() {
            // The page was made anew meanwhile, and who listened with it: it shows what came of it.
            refresh.now();
        }
    };
    let submit = move |event: SubmitEvent| {
        if untrack(|| connection.is_lost()) {
            event.prevent_default();
            notice.set(Some(NOT_SENT.into()));
            return;
        }
        #[cfg(target_arch = "wasm32")]
        post::intercept(&event, sending, answered);
        #[cfg(not(target_arch = "wasm32"))]
        let _ = (event, answered);
    };
    Effect::new(move |before: Option<bool>| {
        let lost = connection.is_lost();
        let form = form.get();
        let held = lost && form.is_some();
        if let Some(form) = form
            && before.unwrap_or(false) != held
        {
            #[cfg(target_arch = "wasm32")]
            post::hold_buttons(&form, held);
            #[cfg(not(target_arch = "wasm32"))]
            let _ = form;
            // What was said of the connection is no longer so.
            notice.update(|said| *said = said.take().filter(|said| held || said != NOT_SENT));
        }
        held
    });

    view! {
        <form
            node_ref=form
            method="post"
            action=action
            class=class
            novalidate=novalidate
            aria-labelledby=labelled_by
            autocomplete="off"
            aria-busy=move || sending.get().then_some("true")
            on:submit=submit
        >
            {children()}
            <p class="form-fault" role="alert">
                {move || notice.get()}
            </p>
        </form>
    }
}
