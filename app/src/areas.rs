//! The areas: pages whose code the browser loads only when one of them is asked for.
//!
//! A release is split here, and nowhere else; a page that no area names is in the part that
//! every page loads. An area pays when its pages are rarely the first ones that a person opens:
//! splitting page by page costs more than it saves. The server puts the area of the page that is
//! asked for into its head, so that nothing waits for it.
//!
//! What cannot be loaded (no network, or a newer release in its place) is left to the server: a
//! press leads to the page by a full load, and a page that was loaded in full stays as the server
//! rendered it, with its plain forms.

pub mod style;

use leptos::prelude::*;
use leptos_router::ChooseView;

/// What an area is made of: `name { Page => its component, … }`.
macro_rules! areas {
    ($($(#[$about:meta])* $area:ident { $($page:ident => $component:path),+ $(,)? })+) => {
    /// The pages that areas name; each is the view of its route. One type for all of them: the
    /// router is made anew for every type of a view.
    #[derive(Clone, Copy)]
    pub enum Page { $($($page),+),+ }

    impl Page {
        async fn shown(self) -> Result<AnyView, NotLoaded> {
            match self {
                $($(Page::$page => {
                    style::fetched(stringify!($area)).await;
                    $area::shown($area::Page::$page).await
                })+)+
            }
        }

        /// Until its code is there.
        async fn fetched(self) -> Result<(), NotLoaded> {
            match self {
                $($(Page::$page)|+ => $area::fetched().await,)+
            }
        }
    }

    $(
        $(#[$about])*
        mod $area {
            use super::NotLoaded;
            use leptos::prelude::*;

            #[derive(Clone, Copy)]
            pub(super) enum Page { $($page),+ }

            #[cfg(feature = "split")]
            #[leptos::wasm_split::wasm_split(
                $area,
                wasm_split_path = leptos::wasm_split,
                preload(fetched),
                fallible
            )]
            pub(super) fn shown(page: Page) -> Result<AnyView, NotLoaded> {
                Ok(match page { $(Page::$page => $component().into_any()),+ })
            }

            #[cfg(not(feature = "split"))]
            pub(super) async fn shown(page: Page) -> Result<AnyView, NotLoaded> {
                #[cfg(feature = "ssr")]
                super::wanted(stringify!($area));
                Ok(match page { $(Page::$page => $component().into_any()),+ })
            }

            #[cfg(not(feature = "split"))]
            pub(super) async fn fetched() -> Result<(), NotLoaded> {
                Ok(())
            }
        }
    )+

        /// Until the code of the area that is called `name` is there; of none, at once.
        ///
        /// # Errors
        /// It cannot be loaded.
        #[cfg(target_arch = "wasm32")]
        pub async fn fetched(name: &str) -> Result<(), NotLoaded> {
            match name {
                $(stringify!($area) => $area::fetched().await,)+
                _ => Ok(()),
            }
        }
    };
}

impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        match self.shown().await {
            Ok(view) => view,
            Err(_) => left_to_the_server().await,
        }
    }

    async fn preload(&self) {
        if self.fetched().await.is_err() {
            left_to_the_server::<()>().await;
        }
    }
}

areas! {
    /// What somebody begins from: the day, the list of clients, the account.
    overview {
        Today => crate::today::TodayPage,
        Clients => crate::clients::ClientsPage,
        Account => crate::account::AccountPage,
    }
    /// A therapist's own time: the editor, every other edit of it, whom that leaves outside and what
    /// it did; and pausing, which is all of it at once.
    own_time {
        Availability => crate::availability::AvailabilityPage,
        Saving => crate::availability::saving::SavingPage,
        Saved => crate::availability::saved::SavedPage,
        DayOff => crate::availability::time_off::DayOffPage,
        Away => crate::availability::time_off::AwayPage,
        Zone => crate::availability::zone::ZonePage,
        Pause => crate::pausing::PausePage,
        Return => crate::pausing::ReturnPage,
    }
    /// A client's page with a session open.
    session { Session => crate::client_page::SessionPage }
    /// What can be decided about a session.
    decisions {
        Cancel => crate::decision::CancelPage,
        Refund => crate::decision::RefundPage,
        Attendance => crate::decision::AttendancePage,
        Time => crate::decision::TimePage,
        Confirm => crate::decision::ConfirmPage,
        Decline => crate::decision::DeclinePage,
        Carry => crate::decision::CarryPage,
        Book => crate::decision::BookPage,
        Withdraw => crate::decision::WithdrawPage,
        Waive => crate::decision::WaivePage,
    }
    /// The ways in; after them the document is loaded anew.
    doors {
        Home => crate::home::Home,
        SignIn => crate::sign_in::SignInPage,
        Welcome => crate::welcome::WelcomePage,
    }
    /// What a client sees, signed in or behind a personal link.
    clients_own {
        OwnSessions => crate::own_sessions::OwnSessionsPage,
        Mine => crate::mine::MinePage,
    }
    /// What the team sees.
    team { Tasks => crate::tasks::TasksPage }
    /// The demonstration's own pages.
    demo {
        Mail => crate::demo::mail::MailPage,
        Provider => crate::demo::provider::ProviderPage,
    }
}

/// The code of an area did not arrive.
#[cfg(feature = "split")]
type NotLoaded = leptos::wasm_split::SplitLoaderError;
#[cfg(not(feature = "split"))]
type NotLoaded = std::convert::Infallible;

/// Tells the browser, in the head of the page, what the page needs before it can come alive.
#[cfg(feature = "ssr")]
fn wanted(area: &'static str) {
    use leptos_meta::{Link, Meta};
    let _ = view! { <Meta name="area" content=area /> }.to_html();
    let assets = use_context::<crate::Assets>();
    let style = assets.iter().find_map(|assets| assets.0.styles.get(area));
    if let Some(style) = style {
        let _ = view! { <Link rel="stylesheet" href=style.clone() /> }.to_html();
    }
    let loader = assets.iter().map(|assets| &assets.0.loader);
    for loader in loader.filter(|loader| !loader.is_empty()) {
        let _ = view! { <Link rel="modulepreload" href=loader.clone() /> }.to_html();
    }
    let parts = assets.iter().flat_map(|assets| assets.0.areas.get(area));
    for part in parts.flatten() {
        let _ = view! {
            <Link
                rel="preload"
                href=part.clone()
                as_="fetch"
                crossorigin="anonymous"
            />
        }
        .to_html();
    }
}

/// Never ends: either the document is on its way out, or it stays the plain page that it is.
async fn left_to_the_server<T>() -> T {
    #[cfg(target_arch = "wasm32")]
    if crate::app::is_alive() {
        let url = leptos_router::hooks::use_url().get_untracked();
        let mark = if url.search().is_empty() { "" } else { "?" };
        crate::ui::go::leave_for(&[url.path(), mark, url.search()].concat());
    }
    std::future::pending().await
}
