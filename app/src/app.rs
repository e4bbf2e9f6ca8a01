//! Which page answers which address, and what stands around all of them.
//!
//! Routes render with `SsrMode::Async`: a page arrives whole, so that it reads the same without
//! JavaScript. An address that no route knows shows the not-found page; `server` adds the 404.

use crate::areas::Page;
use crate::client_page::ClientPage;
use crate::demo::bar::DemoBar;
use crate::frame::Frame;
use crate::not_found::NotFound;
use crate::session_detail::undo;
use crate::ui::connection::{self, ConnectionBanner};
use crate::ui::form::sent;
use crate::ui::{refresh, toast};
use leptos::prelude::*;
use leptos_router::SsrMode::Async;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

#[component]
pub fn App() -> impl IntoView {
    #[cfg(feature = "ssr")]
    leptos_meta::provide_meta_context();
    connection::provide();
    refresh::provide();
    toast::provide();
    sent::provide();
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
                <Route path=path!("/") ssr=Async view=Page::Home />
                <Route path=path!("/sign-in") ssr=Async view=Page::SignIn />
                <Route path=path!("/welcome/:token") ssr=Async view=Page::Welcome />
                <Route path=path!("/mine/:token") ssr=Async view=Page::Mine />
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
            <Route path=path!("/today") ssr=Async view=Page::Today />
            <Route
                path=path!("/availability")
                ssr=Async
                view=Page::Availability
            />
            <Route path=path!("/availability/save") ssr=Async view=Page::Saving />
            <Route path=path!("/availability/saved") ssr=Async view=Page::Saved />
            <Route path=path!("/availability/day-off") ssr=Async view=Page::DayOff />
            <Route path=path!("/availability/away") ssr=Async view=Page::Away />
            <Route path=path!("/availability/zone") ssr=Async view=Page::Zone />
            <Route path=path!("/clients") ssr=Async view=Page::Clients />
            <Route path=path!("/clients/:client") ssr=Async view=ClientPage />
            <Route
                path=path!("/clients/:client/sessions/:session")
                ssr=Async
                view=Page::Session
            />
            <Route
                path=path!("/clients/:client/sessions/:session/cancel")
                ssr=Async
                view=Page::Cancel
            />
            <Route
                path=path!("/clients/:client/sessions/:session/refund")
                ssr=Async
                view=Page::Refund
            />
            <Route
                path=path!("/clients/:client/sessions/:session/attendance")
                ssr=Async
                view=Page::Attendance
            />
            <Route
                path=path!("/clients/:client/sessions/:session/time")
                ssr=Async
                view=Page::Time
            />
            <Route
                path=path!("/clients/:client/sessions/:session/confirm")
                ssr=Async
                view=Page::Confirm
            />
            <Route
                path=path!("/clients/:client/sessions/:session/decline")
                ssr=Async
                view=Page::Decline
            />
            <Route
                path=path!("/clients/:client/sessions/:session/carry")
                ssr=Async
                view=Page::Carry
            />
            <Route
                path=path!("/clients/:client/sessions/:session/offer")
                ssr=Async
                view=Page::Withdraw
            />
            <Route
                path=path!("/clients/:client/sessions/:session/late")
                ssr=Async
                view=Page::Waive
            />
            <Route
                path=path!("/clients/:client/book")
                ssr=Async
                view=Page::Book
            />
            <Route path=path!("/sessions") ssr=Async view=Page::OwnSessions />
            <Route path=path!("/tasks") ssr=Async view=Page::Tasks />
            <Route path=path!("/account") ssr=Async view=Page::Account />
            <Route path=path!("/account/pause") ssr=Async view=Page::Pause />
            <Route path=path!("/account/return") ssr=Async view=Page::Return />
            <Route path=path!("/demo/mail") ssr=Async view=Page::Mail />
            <Route path=path!("/demo/mail/:file") ssr=Async view=Page::Mail />
            <Route path=path!("/demo/provider") ssr=Async view=Page::Provider />
        </ParentRoute>
    }
    .into_inner()
}
