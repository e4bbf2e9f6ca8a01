//! A form that is open while others act. Its facts are read again and the consequence is worked
//! out anew, under the same rules as when the server refuses: what changed is marked and said,
//! and not a word of what was typed is touched.

use super::answer::is_done;
use super::state::Deciding;
use super::{loading, may};
use crate::fault::PageFault;
use crate::session_detail::api::SessionView;
use crate::ui::refresh::use_refresh;
use domain::commitment::Commitment;
use leptos::prelude::*;
use leptos::task::spawn_local;

pub fn keep(deciding: Deciding) {
    let refresh = use_refresh();
    Effect::new(move |before: Option<u32>| {
        let version = refresh.version();
        if before.is_some_and(|before| before != version) && !is_being_sent() {
            spawn_local(read_again(deciding, move || refresh.is(version)));
        }
        version
    });
}

/// `latest` is no longer so when more has changed meanwhile, which is read by itself: answers may
/// come out of their order.
async fn read_again(deciding: Deciding, latest: impl Fn() -> bool) {
    let read = loading::again(deciding).await;
    // The page may be gone by now, or its decision made.
    if is_being_sent() || !latest() || deciding.detail.try_get_untracked().is_none() {
        return;
    }
    match read {
        Ok(view) => {
            if deciding.stopped.get_untracked() == Some(PageFault::SignInFirst) {
                deciding.stopped.set(None);
            }
            take(deciding, view);
        }
        // The banner says so; the form is read again once the connection is back.
        Err(PageFault::Offline) => {}
        Err(fault) => deciding.stopped.set(Some(fault)),
    }
}

fn take(deciding: Deciding, view: SessionView) {
    let shown = |deciding: Deciding| {
        let preview = deciding.preview.get_untracked();
        preview.ok().map(|shown| Commitment::to(&shown))
    };
    let before = shown(deciding);
    let refusal = may(deciding.form, &view.detail).err();
    deciding.times.set(view.times);
    deciding.detail.set(view.detail);
    if let Some(refusal) = refusal {
        deciding.faults.set(vec![refusal]);
        return;
    }
    if let (Some(before), Some(now)) = (before, shown(deciding))
        && !before.differences(&now).is_empty()
    {
        deciding.shown.set(Some(before.to_text()));
    }
}

/// Its answer says more than the facts do.
fn is_being_sent() -> bool {
    let busy = document().query_selector(".sheet[aria-busy=true]");
    is_done() || busy.ok().flatten().is_some()
}
