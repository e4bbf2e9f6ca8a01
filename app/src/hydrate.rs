//! Bringing a page to life in the browser, once all of its code is there.
//!
//! The server has named the area that the page belongs to (`areas.rs`), and its parts are on
//! their way already. If they do not come, the page stays as it is: plain, and of use.
//!
//! Nothing holds up the browser as long as this does. So it is done in three turns, the app, its
//! page, and what follows from it such as effects, and whoever types by then is heard in between.

use crate::{App, areas};
use any_spawner::{CustomExecutor, Executor};
use hydration_context::{HydrateSharedContext, SharedContext};
use leptos::prelude::*;
use leptos::tachys::{hydration::Cursor, view::PositionState};
use std::cell::RefCell;
use std::future::Future;
use std::mem::forget;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

type Task = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    /// What is begun while the page is not yet taken over.
    static LATER: RefCell<Option<Vec<Task>>> = const { RefCell::new(None) };
}

pub fn hydrate() {
    spawn_local(async {
        if areas::fetched(&named().unwrap_or_default()).await.is_ok() {
            begin();
        }
    });
}

fn named() -> Option<String> {
    let name = document().query_selector("meta[name=area]").ok()??;
    name.get_attribute("content")
}

fn begin() {
    // It is the first that is named.
    let _ = Executor::init_custom_executor(InTurns);
    LATER.set(Some(Vec::new()));
    let context = Arc::new(HydrateSharedContext::new());
    let owner = Owner::new_root(Some(context.clone()));
    let address = location().href().ok();
    let app = owner.with(|| App().into_view());
    next_turn(move || {
        let Some(body) = document().body() else {
            return;
        };
        // Led elsewhere in between, by the browser's Back: that page is not the one that is here.
        if location().href().ok() != address {
            let _ = location().reload();
            return;
        }
        let body = Cursor::new(body.into());
        forget(owner.with(|| app.hydrate::<true>(&body, &PositionState::default())));
        context.hydration_complete();
        // For as long as the document lasts.
        forget(owner);
        next_turn(begin_the_rest);
    });
}

fn begin_the_rest() {
    for task in LATER.take().into_iter().flatten() {
        spawn_local(task);
    }
}

fn next_turn(work: impl FnOnce() + 'static) {
    set_timeout(work, Duration::ZERO);
}

struct InTurns;

impl CustomExecutor for InTurns {
    fn spawn(&self, task: Pin<Box<dyn Future<Output = ()> + Send>>) {
        self.spawn_local(task);
    }

    fn spawn_local(&self, task: Task) {
        let mut task = Some(task);
        LATER.with_borrow_mut(|later| {
            if let Some(later) = later {
                later.extend(task.take());
            }
        });
        if let Some(task) = task {
            spawn_local(task);
        }
    }

    fn poll_local(&self) {}
}
