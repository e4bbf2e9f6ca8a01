//! Short news at the foot of the window, while one is elsewhere than on the page that it is about.
//! It points there and does nothing itself: whatever can be done stands on that page. It can be
//! closed, and goes by itself.

use super::icon::{Glyph, Icon};
use super::lead::stay_here;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::time::Duration;

/// What is said, and the page that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub text: String,
    pub href: String,
    pub link: &'static str,
}

/// What is being said, and the timer that ends it: each goes with the other, so that a timer
/// never ends what was said later.
#[derive(Clone, Debug)]
struct Said {
    news: News,
    /// Closed by the reader: it is not said again, however often the page that it is about is built.
    closed: bool,
    timer: Option<TimeoutHandle>,
}

/// The one piece of news that there is.
#[derive(Clone, Copy, Debug)]
pub struct Toast(RwSignal<Option<Said>>);

/// For the whole app, once.
pub fn provide() {
    provide_context(Toast(RwSignal::new(None)));
}

pub fn use_toast() -> Toast {
    expect_context()
}

impl Toast {
    /// Says it for `time`, also on pages that know nothing of it.
    pub fn say(self, news: News, time: Duration) {
        if self.is(|said| said.news == news) {
            return;
        }
        self.end();
        let timer = set_timeout_with_handle(move || self.end(), time).ok();
        self.0.set(Some(Said {
            news,
            closed: false,
            timer,
        }));
    }

    /// The news about this page is old.
    pub fn forget(self, href: &str) {
        if self.is(|said| said.news.href == href) {
            self.end();
        }
    }

    fn close(self) {
        self.0.update(|said| {
            if let Some(said) = said {
                said.closed = true;
            }
        });
    }

    fn is(self, what: impl Fn(&Said) -> bool) -> bool {
        self.0
            .with_untracked(|said| said.as_ref().is_some_and(what))
    }

    fn end(self) {
        let timer = self.0.with_untracked(|said| said.as_ref()?.timer);
        if let Some(timer) = timer {
            timer.clear();
        }
        if self.is(|_| true) {
            self.0.set(None);
        }
    }
}

/// The region is always there, so that what comes into it is read aloud.
#[component]
pub fn Toasts() -> impl IntoView {
    let toast = use_toast();
    let path = use_location().pathname;
    let shown = Memo::new(move |_| {
        let said = toast.0.get()?;
        (!said.closed && said.news.href != path.get()).then_some(said.news)
    });
    let close = move |_| {
        stay_here();
        toast.close();
    };
    let show = move |news: News| {
        view! {
            <div class="toast">
                <p class="small">{news.text}</p>
                <a class="button quiet" href=news.href>
                    {news.link}
                </a>
                <button type="button" class="button quiet" aria-label="Close" on:click=close>
                    <Icon glyph=Glyph::Cross small=true />
                </button>
            </div>
        }
    };
    view! {
        <div class="toasts" role="status">
            {move || shown.get().map(show)}
        </div>
    }
}
