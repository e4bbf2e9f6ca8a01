//! Short news at the foot of the window, while one is elsewhere than on the page that it is about.
//! It points there and does nothing itself: whatever can be done stands on that page.

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

/// The one piece of news that there is.
#[derive(Clone, Copy, Debug)]
pub struct Toast(RwSignal<Option<News>>);

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
        if self.0.with_untracked(|said| said.as_ref() == Some(&news)) {
            return;
        }
        let href = news.href.clone();
        self.0.set(Some(news));
        set_timeout(move || self.forget(&href), time);
    }

    /// The news about this page is old.
    pub fn forget(self, href: &str) {
        self.0.maybe_update(|said| {
            let is_old = said.as_ref().is_some_and(|news| news.href == href);
            if is_old {
                *said = None;
            }
            is_old
        });
    }
}

/// The region is always there, so that what comes into it is read aloud.
#[component]
pub fn Toasts() -> impl IntoView {
    let Toast(said) = use_toast();
    let path = use_location().pathname;
    let shown = Memo::new(move |_| said.get().filter(|news| news.href != path.get()));
    let toast = |news: News| {
        view! {
            <div class="toast">
                <p class="small">{news.text}</p>
                <a class="button quiet" href=news.href>
                    {news.link}
                </a>
            </div>
        }
    };
    view! {
        <div class="toasts" role="status">
            {move || shown.get().map(toast)}
        </div>
    }
}
