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

use leptos::prelude::*;
use leptos_router::LazyRoute;

/// What an area is made of: `name { Route => its page's component, … }`. The route is then
/// `view=Lazy::<areas::Route>::new()`.
macro_rules! areas {
    ($($(#[$about:meta])* $area:ident { $($page:ident => $component:path),+ $(,)? })+) => {
    $(
        $(#[$about])*
        mod $area {
            use super::*;

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
                wanted(stringify!($area));
                Ok(match page { $(Page::$page => $component().into_any()),+ })
            }

            #[cfg(not(feature = "split"))]
            pub(super) async fn fetched() -> Result<(), NotLoaded> {
                Ok(())
            }
        }

        $(
            pub struct $page;

            impl LazyRoute for $page {
                fn data() -> Self {
                    Self
                }

                async fn preload() {
                    if $area::fetched().await.is_err() {
                        left_to_the_server::<()>().await;
                    }
                }

                async fn view(_: Self) -> AnyView {
                    match $area::shown($area::Page::$page).await {
                        Ok(view) => view,
                        Err(_) => left_to_the_server().await,
                    }
                }
            }
        )+
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

areas! {
    /// The days and the account, which a client's page does without.
    today { Today => crate::today::TodayPage }
    account { Account => crate::account::AccountPage }
    /// A therapist's own time.
    availability { Availability => crate::availability::AvailabilityPage }
    /// The list from which a client is picked.
    clients { Clients => crate::clients::ClientsPage }
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
    /// What a client sees.
    clients_own { OwnSessions => crate::own_sessions::OwnSessionsPage }
    /// What a personal link leads to.
    mine { Mine => crate::mine::MinePage }
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
