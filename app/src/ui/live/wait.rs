//! Waiting that can be cut short.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// Resolves after `millis`, or as soon as `signal` is given.
pub fn pause(millis: i32, signal: &AbortSignal) -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, _| {
        // Where there are no timers there is nothing to wait for.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
        let _ = signal.add_event_listener_with_callback("abort", &resolve);
    })
}

/// What `promise` resolves to; `None` where it takes longer than `millis`, or fails.
pub async fn within(
    promise: js_sys::Promise,
    millis: i32,
    signal: &AbortSignal,
) -> Option<JsValue> {
    let both = js_sys::Array::of2(&promise, &pause(millis, signal));
    let first = JsFuture::from(js_sys::Promise::race(&both)).await.ok()?;
    // A pause resolves to nothing, or to the event that cut it short.
    (first.is_object() && !first.is_instance_of::<web_sys::Event>()).then_some(first)
}

/// A listener that stays for as long as the document does.
pub fn forever(target: &web_sys::EventTarget, event: &str, hear: impl FnMut() + 'static) {
    let hear = Closure::<dyn FnMut()>::new(hear).into_js_value();
    let _ = target.add_event_listener_with_callback(event, hear.unchecked_ref());
}
