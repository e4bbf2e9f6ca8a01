//! Sends a submitted form by one fetch. Nothing here is generic: every form shares this code, and
//! the bytes of it are paid once.

use super::sent::Sending;
use super::{FormAnswer, FormFault};
use leptos::{ev::SubmitEvent, prelude::*, server_fn::redirect::call_redirect_hook};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortSignal, Element, FormData, HtmlFormElement, RequestInit, Response, UrlSearchParams,
};

/// Long enough for a slow network; after it the person is told that no answer came.
const PATIENCE_MS: u32 = 20_000;

/// `answered` is also told whether the reader is still on the page that it was sent from.
pub fn intercept(
    event: &SubmitEvent,
    sending: &Sending,
    answered: impl FnOnce(FormAnswer, bool) + 'static,
) {
    if event.default_prevented() {
        return;
    }
    let Some(form) = event.target().and_then(|target| target.dyn_into().ok()) else {
        return;
    };
    let button = event.submitter();
    // A form that cannot be read here is left to the browser, which knows how to send it.
    let Ok((url, fields)) = read(&form, button.as_deref()) else {
        return;
    };
    event.prevent_default();
    let Some(visit) = sending.begin() else {
        return;
    };
    show_busy(button.as_deref(), true);
    spawn_local(async move {
        let answer = send(&url, &fields)
            .await
            .unwrap_or(Err(FormFault::Unreachable));
        show_busy(button.as_deref(), false);
        answered(answer, visit.is_now());
    });
}

/// Only said and shown: a press is still heard, and answered in words. Buttons that say for
/// themselves when they can be pressed are left alone.
pub fn hold_buttons(form: &HtmlFormElement, hold: bool) {
    let Ok(buttons) = form.query_selector_all("button:not([data-own-state])") else {
        return;
    };
    for at in 0..buttons.length() {
        let Some(button) = buttons
            .item(at)
            .and_then(|node| node.dyn_into::<Element>().ok())
        else {
            continue;
        };
        let _ = match hold {
            true => button.set_attribute("aria-disabled", "true"),
            false => button.remove_attribute("aria-disabled"),
        };
    }
}

/// Only a look (`ui/button.css`): the button keeps its focus, and `sending` holds a second press.
fn show_busy(button: Option<&Element>, busy: bool) {
    let Some(button) = button else { return };
    let _ = match busy {
        true => button.set_attribute("aria-busy", "true"),
        false => button.remove_attribute("aria-busy"),
    };
}

/// The address and the fields, the pressed button's name and value among them.
fn read(
    form: &HtmlFormElement,
    button: Option<&Element>,
) -> Result<(String, UrlSearchParams), JsValue> {
    let of_button = |name: &str| button.and_then(|b| b.get_attribute(name));
    let data = FormData::new_with_form(form)?;
    if let Some(name) = of_button("name") {
        data.append_with_str(&name, &of_button("value").unwrap_or_default())?;
    }
    let url = of_button("formaction").or_else(|| form.get_attribute("action"));
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&data)?;
    Ok((url.unwrap_or_default(), fields))
}

async fn send(url: &str, fields: &UrlSearchParams) -> Result<FormAnswer, JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(fields);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    let headers = web_sys::Headers::new()?;
    headers.set("Accept", "application/json")?;
    init.set_headers(&headers);

    let reply = JsFuture::from(window().fetch_with_str_and_init(url, &init)).await?;
    let reply: Response = reply.dyn_into()?;
    let text = JsFuture::from(reply.text()?)
        .await?
        .as_string()
        .unwrap_or_default();
    if reply.headers().has("serverfnredirect")? {
        call_redirect_hook(&reply.headers().get("location")?.unwrap_or_default());
    }
    Ok(match reply.ok() {
        true => Ok(text),
        false if reply.headers().has("serverfnerror")? => Err(FormFault::Refused(text)),
        false => Err(FormFault::Stopped(text)),
    })
}
