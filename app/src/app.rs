//! Which page answers which address, and what stands around all of them.
//!
//! Routes render with `SsrMode::Async`: a page arrives whole, so that it reads the same without
//! JavaScript. An address that no route knows shows the not-found page; `server` adds the 404.

use crate::areas;
use crate::client_page::ClientPage;
use crate::demo::bar::DemoBar;
use crate::frame::Frame;
use crate::not_found::NotFound;
use crate::session_detail::undo;
use crate::ui::connection::{self, ConnectionBanner};
use crate::ui::{refresh, toast};
use leptos::prelude::*;
use leptos_router::SsrMode::Async;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{Lazy, path};

#[component]
pub fn App() -> impl IntoView {
    #[cfg(feature = "ssr")]
    leptos_meta::provide_meta_context();
    connection::provide();
    refresh::provide();
    toast::provide();
    undo::provide();
    say_that_it_lives();

    view! {
        <Router>
            // The router would move the page but not the focus: this link is the browser's.
            <a class="skip" href="#main" rel="external">
                "Skip to content"
            </a>
            <ConnectionBanner />
            <DemoBar />
            <Routes fallback=NotFound>
                <Route path=path!("/") ssr=Async view={Lazy::<areas::Home>::new()} />
                <Route path=path!("/sign-in") ssr=Async view={Lazy::<areas::SignIn>::new()} />
                <Route path=path!("/welcome/:token") ssr=Async view={Lazy::<areas::Welcome>::new()} />
                <Route path=path!("/mine/:token") ssr=Async view={Lazy::<areas::Mine>::new()} />
                <Framed />
            </Routes>
        </Router>
    }
}

/// Marks the document once it has come alive; until then it is a plain page.
fn say_that_it_lives() {
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute(ALIVE, "yes");
        }
    });
}

const ALIVE: &str = "data-alive";

#[cfg(target_arch = "wasm32")]
pub fn is_alive() -> bool {
    document()
        .document_element()
        .is_some_and(|root| root.has_attribute(ALIVE))
}

/// The pages within the frame.
#[component(transparent)]
fn Framed() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") ssr=Async view=Frame>
            <Route path=path!("/today") ssr=Async view={Lazy::<areas::Today>::new()} />
            <Route
                path=path!("/availability")
                ssr=Async
                view={Lazy::<areas::Availability>::new()}
            />
            <Route path=path!("/clients") ssr=Async view={Lazy::<areas::Clients>::new()} />
            <Route path=path!("/clients/:client") ssr=Async view=ClientPage />
            <Route
                path=path!("/clients/:client/sessions/:session")
                ssr=Async
                view={Lazy::<areas::Session>::new()}
            />
            <Route
                path=path!("/clients/:client/sessions/:session/cancel")
                ssr=Async
                view={Lazy::<areas::Cancel>::new()}
            />
            <Route
                path=path!("/clients/:client/sessions/:session/refund")
                ssr=Async
                view={Lazy::<areas::Refund>::new()}
            />
            <Route
                path=path!("/clients/:client/sessions/:session/attendance")
                ssr=Async
                view={Lazy::<areas::Attendance>::new()}
            />
            <Route
                path=path!("/clients/:client/sessions/:session/time")
                ssr=Async
                view={Lazy::<areas::Time>::new()}
            />
            <Route
                path=path!("/clients/:client/sessions/:session/confirm")
                ssr=Async
                view={Lazy::<areas::Confirm>::new()}
            />
            <Route
                path=path!("/clients/:client/sessions/:session/decline")
                ssr=Async
                view={Lazy::<areas::Decline>::new()}
            />
            <Route
                path=path!("/clients/:client/sessions/:session/carry")
                ssr=Async
                view={Lazy::<areas::Carry>::new()}
            />
            <Route
                path=path!("/clients/:client/sessions/:session/offer")
                ssr=Async
                view={Lazy::<areas::Withdraw>::new()}
            />
            <Route
                path=path!("/clients/:client/sessions/:session/late")
                ssr=Async
                view={Lazy::<areas::Waive>::new()}
            />
            <Route
                path=path!("/clients/:client/book")
                ssr=Async
                view={Lazy::<areas::Book>::new()}
            />
            <Route path=path!("/sessions") ssr=Async view={Lazy::<areas::OwnSessions>::new()} />
            <Route path=path!("/tasks") ssr=Async view={Lazy::<areas::Tasks>::new()} />
            <Route path=path!("/account") ssr=Async view={Lazy::<areas::Account>::new()} />
            <Route path=path!("/demo/mail") ssr=Async view={Lazy::<areas::Mail>::new()} />
            <Route path=path!("/demo/mail/:file") ssr=Async view={Lazy::<areas::Mail>::new()} />
            <Route path=path!("/demo/provider") ssr=Async view={Lazy::<areas::Provider>::new()} />
        </ParentRoute>
    }
    .into_inner()
}
