//! The page that listens: opens the stream, reads it for as long as the page can be seen, and
//! opens it again when it breaks.

use super::wait::{forever, pause, within};
use super::windows::{self, Word};
use crate::routes;
use crate::ui::connection::{Connection, Network, use_connection};
use crate::ui::refresh::{Refresh, use_refresh};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader, RequestInit, Response};

/// The server says something every 15 seconds.
const SILENCE: i32 = 40_000;
/// After the first failure nobody is told yet: a server that starts anew is back at once.
const PAUSES: [i32; 6] = [400, 1_000, 2_000, 4_000, 8_000, 15_000];
/// What comes together is asked for once.
const TOGETHER: i32 = 40;

thread_local! {
    /// One for as long as the document lasts.
    static LIVE: RefCell<Option<Rc<Live>>> = const { RefCell::new(None) };
}

/// Listens at `address`, and no longer at another one.
pub fn start(address: String) {
    let (refresh, connection) = (use_refresh(), use_connection());
    Effect::new(move |_| match LIVE.with_borrow(Clone::clone) {
        Some(live) => live.move_to(&address),
        None => {
            let live = Rc::new(Live {
                address: RefCell::new(Some(address.clone())),
                refresh,
                connection,
                known: Cell::new(Some(0)),
                stop: RefCell::new(None),
                pending: Cell::new(false),
            });
            LIVE.set(Some(live.clone()));
            live.begin();
        }
    });
}

struct Live {
    /// Where there is something to hear; nowhere for whoever is signed out.
    address: RefCell<Option<String>>,
    refresh: Refresh,
    connection: Connection,
    /// When what stands on the page was asked for, on the page's own clock; `None` where
    /// something may have been missed since.
    known: Cell<Option<i64>>,
    /// Ends the present attempt to listen.
    stop: RefCell<Option<AbortController>>,
    pending: Cell<bool>,
}

/// How a stream ended.
enum End {
    /// It was there, and broke or was closed.
    Broke,
    /// The server answered, but not with a stream.
    Refused,
    /// Signed out, or the link is good no longer.
    NotLetIn,
    Unreachable,
}

impl Live {
    fn begin(self: Rc<Self>) {
        // Another window may have heard of something while this page was on its way.
        let asked_at = now() - elapsed();
        if matches!(windows::read(), Some(Word::Changed(at)) if at >= asked_at) {
            self.ask_again();
        }
        let live = self.clone();
        forever(&document(), "visibilitychange", move || {
            match is_visible() {
                true => {
                    live.catch_up();
                    live.ask_again();
                    live.clone().listen();
                }
                false => live.end(),
            }
        });
        let live = self.clone();
        forever(&window(), "storage", move || live.hear_others());
        let live = self.clone();
        forever(&window(), "offline", move || live.end());
        let live = self.clone();
        forever(&window(), "online", move || {
            live.known.set(None);
            live.clone().listen();
        });
        self.listen();
    }

    fn hear_others(&self) {
        match windows::read() {
            Some(Word::Lost) => self.connection.set(Network::Lost),
            Some(Word::There) => self.catch_up(),
            Some(Word::Changed(_)) => {
                self.catch_up();
                if is_visible() {
                    self.ask_again();
                }
            }
            None => {}
        }
    }

    /// Out of sight nobody listens, and a browser may keep back what others leave word of: what
    /// they said last holds, unless the browser itself knows of no network. Where their last word
    /// is that it is lost, whoever listens next finds out, and tells.
    fn catch_up(&self) {
        let there = matches!(windows::read(), Some(Word::There | Word::Changed(_)));
        if there && window().navigator().on_line() {
            self.connection.set(Network::There);
        }
    }

    /// The server answered, or goes on saying something. Others may have been told that it does
    /// not, by a window that is gone.
    fn reached(&self) {
        self.connection.set(Network::There);
        if windows::read() == Some(Word::Lost) {
            windows::leave(Word::There);
        }
    }

    fn move_to(self: Rc<Self>, address: &str) {
        if self.address.borrow().as_deref() != Some(address) {
            self.address.replace(Some(address.into()));
            self.known.set(None);
            self.listen();
        }
    }

    /// The windows of whoever is signed in hear the same.
    fn is_shared(&self) -> bool {
        self.address.borrow().as_deref() == Some(routes::LIVE)
    }

    /// From now on, if the page can be seen.
    fn listen(self: Rc<Self>) {
        self.end();
        let Some(controller) = AbortController::new()
            .ok()
            .filter(|_| is_visible() && self.address.borrow().is_some())
        else {
            return;
        };
        let signal = controller.signal();
        self.stop.replace(Some(controller));
        let live = self.clone();
        let lead = {
            let signal = signal.clone();
            move || {
                future_to_promise(async move {
                    live.lead(&signal).await;
                    Ok(JsValue::UNDEFINED)
                })
            }
        };
        match self.is_shared() {
            true => windows::one_at_a_time(&signal, lead),
            false => drop(lead()),
        }
    }

    fn end(&self) {
        if let Some(controller) = self.stop.take() {
            controller.abort();
        }
    }

    async fn lead(self: Rc<Self>, signal: &AbortSignal) {
        let mut failures = 0;
        while !signal.aborted() {
            let end = self
                .clone()
                .stream(signal)
                .await
                .unwrap_or(End::Unreachable);
            if signal.aborted() {
                return;
            }
            self.known.set(None);
            match end {
                End::Broke => failures = 0,
                End::Refused => failures += 1,
                End::NotLetIn => {
                    // What is asked for now leads to the sign-in page.
                    self.pass_on();
                    self.end();
                    self.address.take();
                    return;
                }
                End::Unreachable => failures += 1,
            }
            if matches!(end, End::Unreachable) && failures > 1 {
                self.connection.set(Network::Lost);
                windows::leave(Word::Lost);
            }
            let millis = PAUSES[failures.min(PAUSES.len() - 1)];
            let _ = JsFuture::from(pause(millis, signal)).await;
        }
    }

    async fn stream(self: Rc<Self>, signal: &AbortSignal) -> Result<End, JsValue> {
        let init = RequestInit::new();
        init.set_signal(Some(signal));
        let mut url = self.address.borrow().clone().unwrap_or_default();
        if let Some(known) = self.known.get() {
            url = format!("{url}?age={}", elapsed() - known);
        }
        let reply = JsFuture::from(window().fetch_with_str_and_init(&url, &init)).await?;
        let reply: Response = reply.unchecked_into();
        let status = reply.status();
        // Between the network and the server something answers in its place.
        if (502..=504).contains(&status) {
            return Ok(End::Unreachable);
        }
        self.reached();
        let body = match (status, reply.body()) {
            (200, Some(body)) => body,
            (401 | 404, _) => return Ok(End::NotLetIn),
            _ => return Ok(End::Refused),
        };
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        while let Some(read) = within(reader.read(), SILENCE, signal).await {
            self.reached();
            let value = js_sys::Reflect::get(&read, &"value".into())?;
            let Ok(bytes) = value.dyn_into::<js_sys::Uint8Array>() else {
                return Ok(End::Broke);
            };
            // Only comments are without data.
            if bytes.to_vec().windows(5).any(|part| part == b"data:") {
                self.clone().changed();
            }
        }
        // What is broken cannot be cancelled, which is as good.
        let _ = JsFuture::from(reader.cancel()).await;
        Ok(End::Broke)
    }

    fn changed(self: Rc<Self>) {
        if self.pending.replace(true) {
            return;
        }
        let together = std::time::Duration::from_millis(TOGETHER as u64);
        set_timeout(
            move || {
                self.pending.set(false);
                self.pass_on();
            },
            together,
        );
    }

    fn pass_on(&self) {
        if self.is_shared() {
            windows::leave(Word::Changed(now()));
        }
        // Out of sight meanwhile: it asks when it is seen again.
        if is_visible() {
            self.ask_again();
        }
    }

    /// Without a connection what stands there stays: it is asked for as soon as there is one.
    fn ask_again(&self) {
        if untrack(|| self.connection.is_lost()) {
            self.known.set(None);
            return;
        }
        self.known.set(Some(elapsed()));
        self.refresh.by_itself();
    }
}

/// Milliseconds since the page was opened, and a begun one: too old rather than too young.
fn elapsed() -> i64 {
    let elapsed = window().performance().map_or(0.0, |clock| clock.now());
    elapsed as i64 + 1
}

/// Milliseconds by the machine's clock.
fn now() -> i64 {
    js_sys::Date::now() as i64
}

fn is_visible() -> bool {
    !document().hidden()
}
