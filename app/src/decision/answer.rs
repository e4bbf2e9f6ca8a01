//! Hears what the server answered to the form.

use super::api::Answer;
use super::state::Deciding;
use crate::fault::PageFault;
use crate::ui::form::{Ear, FormAnswer, FormFault};
use crate::ui::lead::lead_to;
use crate::ui::refresh::use_refresh;
use crate::wire;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// What is said of the whole form. A field that is wrong comes before it, unless the server did
/// not hear the form at all.
const NOTE: &str = ".sheet [role=alert][tabindex]";

pub fn hear(deciding: Deciding) -> Ear {
    let navigate = use_navigate();
    let refresh = use_refresh();
    Ear::from(move |answer: FormAnswer| {
        let text = match answer {
            Ok(text) => text,
            Err(FormFault::Refused(fault)) => {
                let fault = wire::from_str(&fault).unwrap_or(PageFault::Broken);
                deciding.stopped.set(Some(fault));
                lead_to(&[NOTE]);
                return;
            }
            // The form itself says so.
            Err(FormFault::Unreachable | FormFault::Stopped(_)) => return,
        };
        match wire::from_str(&text) {
            Ok(Answer::Done { to }) => {
                made_now();
                refresh.now();
                navigate(&to, Default::default());
            }
            Ok(Answer::Elsewhere { to }) => navigate(&to, Default::default()),
            Ok(Answer::Again(view)) => {
                deciding.reopen(*view);
                lead_to(&[
                    ".sheet [aria-invalid=true]",
                    ".sheet .field-error:not([hidden])",
                    NOTE,
                ]);
            }
            Err(_) => refresh.now(),
        }
    })
}

/// How often the result of a decision has been built: a page that is fetched anew builds it twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Built {
    First,
    Again,
}

/// After this long a result is no news.
const NEWS_MS: f64 = 10_000.0;

thread_local! {
    /// A decision was carried out then, and its result is about to be shown.
    static DONE: std::cell::Cell<Option<(Built, f64)>> = const { std::cell::Cell::new(None) };
}

/// The result that is about to be shown takes the focus.
pub fn made_now() {
    DONE.set(Some((Built::First, elapsed())));
}

/// Whether a decision made here is carried out, and its result not yet shown.
pub fn is_done() -> bool {
    DONE.get()
        .is_some_and(|(built, at)| built == Built::First && elapsed() - at <= NEWS_MS)
}

/// Whether the result that is being built is of a decision just made here.
pub fn was_just_made() -> Option<Built> {
    let (built, at) = DONE.take()?;
    if elapsed() - at > NEWS_MS {
        return None;
    }
    DONE.set(Some((Built::Again, at)));
    Some(built)
}

/// Milliseconds since the page was opened; none pass on the server.
fn elapsed() -> f64 {
    #[cfg(target_arch = "wasm32")]
    return window().performance().map_or(0.0, |clock| clock.now());
    #[cfg(not(target_arch = "wasm32"))]
    return 0.0;
}
