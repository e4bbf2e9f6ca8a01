//! The thin form: a plain `<form method="post">` that works without JavaScript, made quick in the
//! browser by one fetch.
//!
//! It sends what the browser would have sent, the pressed button included, but asks for JSON and
//! hands the text of the answer to the page. It sends once at a time, and a failure leaves every
//! field as it was: forms carry an idempotency key, so that sending again is safe.
//!
//! News may make a form anew while its answer is on the way. So who hears the answer goes with what
//! was sent, and what the form has to say of it stays with the page (`sent`).

#[cfg(target_arch = "wasm32")]
mod post;
pub mod sent;

use super::connection::{NOT_SENT, use_connection};
use super::refresh::use_refresh;
use crate::fault::PageFault;
use crate::wire;
use leptos::{ev::SubmitEvent, html, prelude::*};
use sent::Sending;
use std::sync::Arc;

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
    /// What the form itself says.
    fn notice(&self, explains: bool) -> Option<String> {
        match self {
            Self::Unreachable => Some(
                "No answer from the server. What you entered is still here: \
                 check the connection and send it again."
                    .into(),
            ),
            Self::Stopped(words) => Some(words.clone()),
            Self::Refused(_) if !explains => None,
            Self::Refused(text) => {
                let fault = wire::from_str(text).unwrap_or(PageFault::Broken);
                Some(format!("{}. {}", fault.title(), fault.remedy()))
            }
        }
    }
}

/// Hears the answer as long as the reader stays on the page, whatever becomes of the form.
#[derive(Clone)]
pub struct Ear(Arc<dyn Fn(FormAnswer) + Send + Sync>);

impl<F: Fn(FormAnswer) + Send + Sync + 'static> From<F> for Ear {
    fn from(hear: F) -> Self {
        Ear(Arc::new(hear))
    }
}

#[component]
pub fn Form(
    /// The address of a server function, from `routes`. A button's `formaction` overrides it.
    action: &'static str,
    /// Which of a page's forms with this action it is, where there may be several.
    #[prop(optional, into)]
    of: String,
    /// Hears the answer in the browser; without JavaScript the server redirects instead.
    #[prop(into)]
    on_answer: Ear,
    /// The form itself says why the server refused; otherwise the page does.
    #[prop(optional)]
    explains: bool,
    #[prop(optional)] class: Option<&'static str>,
    /// The server checks the fields, so that its words stand beside them in either case.
    #[prop(optional)]
    novalidate: bool,
    /// The id of the heading that names the form.
    #[prop(optional)]
    labelled_by: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let sending = Sending::of(action, &of);
    let connection = use_connection();
    let refresh = use_refresh();
    let form = NodeRef::<html::Form>::new();

    let submit = {
        let sending = sending.clone();
        move |event: SubmitEvent| {
            if untrack(|| connection.is_lost()) {
                event.prevent_default();
                sending.end(Some(NOT_SENT.into()));
                return;
            }
            let (sent, on_answer) = (sending.clone(), on_answer.clone());
            let answered = move |answer: FormAnswer, is_here: bool| {
                let notice = answer.as_ref().err();
                let notice = notice.and_then(|fault| fault.notice(explains));
                sent.end(notice.filter(|_| is_here));
                match is_here {
                    true => on_answer.0(answer),
                    // Where the reader is now, something may have changed by it.
                    false => refresh.now(),
                }
            };
            #[cfg(target_arch = "wasm32")]
            post::intercept(&event, &sending, answered);
            #[cfg(not(target_arch = "wasm32"))]
            let _ = (event, answered);
        }
    };
    let is_sending = {
        let sending = sending.clone();
        move || sending.is_under_way().then_some("true")
    };
    let words = {
        let sending = sending.clone();
        move || sending.words()
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
            if !held && untrack(|| sending.words()).is_some_and(|said| said == NOT_SENT) {
                sending.end(None);
            }
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
            aria-busy=is_sending
            on:submit=submit
        >
            {children()}
            <p class="form-fault" role="alert">
                {words}
            </p>
        </form>
    }
}
