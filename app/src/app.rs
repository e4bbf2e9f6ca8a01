//! Which page answers which address, and what stands around all of them.
//!
//! Routes render with `SsrMode::Async`: a page arrives whole, so that it reads the same without
//! JavaScript. An address that no route knows shows the not-found page; `server` adds the 404.

use crate::account::AccountPage;
use crate::client_page::ClientPage;
use crate::clients::ClientsPage;
use crate::decision::{AttendancePage, CancelPage, RefundPage};
use crate::demo::{bar::DemoBar, mail::MailPage, provider::ProviderPage};
use crate::frame::Frame;
use crate::home::Home;
use crate::not_found::NotFound;
use crate::own_sessions::OwnSessionsPage;
use crate::session_detail::undo;
use crate::sign_in::SignInPage;
use crate::tasks::TasksPage;
use crate::today::TodayPage;
use crate::ui::connection::{self, ConnectionBanner};
use crate::ui::{refresh, toast};
use crate::welcome::WelcomePage;
use leptos::prelude::*;
use leptos_router::SsrMode::Async;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{MatchNestedRoutes, path};

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
                <Route path=path!("/") ssr=Async view=Home />
                <Route path=path!("/sign-in") ssr=Async view=SignInPage />
                <Route path=path!("/welcome/:token") ssr=Async view=WelcomePage />
                <Framed />
            </Routes>
        </Router>
    }
}

/// Marks the document once it has come alive, for the tests: until then it is a plain page.
fn say_that_it_lives() {
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-alive", "yes");
        }
    });
}

/// The pages within the frame.
#[component(transparent)]
fn Framed() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") ssr=Async view=Frame>
            <Route path=path!("/today") ssr=Async view=TodayPage />
            <Route path=path!("/clients") ssr=Async view=ClientsPage />
            <OfAClient />
            <Route path=path!("/sessions") ssr=Async view=OwnSessionsPage />
            <Route path=path!("/tasks") ssr=Async view=TasksPage />
            <Route path=path!("/account") ssr=Async view=AccountPage />
            <Route path=path!("/demo/mail") ssr=Async view=MailPage />
            <Route path=path!("/demo/mail/:file") ssr=Async view=MailPage />
            <Route path=path!("/demo/provider") ssr=Async view=ProviderPage />
        </ParentRoute>
    }
    .into_inner()
}

/// A client, the client's sessions, and what can be done to one.
#[component(transparent)]
fn OfAClient() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/clients/:client") ssr=Async view=leptos_router::components::Outlet>
            <Route path=path!("") ssr=Async view=ClientPage />
            <ParentRoute path=path!("sessions/:session") ssr=Async view=leptos_router::components::Outlet>
                <Route path=path!("") ssr=Async view=ClientPage />
                <Route path=path!("cancel") ssr=Async view=CancelPage />
                <Route path=path!("refund") ssr=Async view=RefundPage />
                <Route path=path!("attendance") ssr=Async view=AttendancePage />
            </ParentRoute>
        </ParentRoute>
    }
    .into_inner()
}
