//! A form after which the reader is someone else, or nobody: the server answers where to go,
//! and the browser goes there by a full load.

use super::answer;
use super::form::{Form, FormAnswer};
use super::go::leave_for;
use crate::fault::PageFault;
use leptos::prelude::*;

#[component]
pub fn LeavingForm(
    /// The address of a server function that answers a path.
    action: &'static str,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let fault = RwSignal::new(None::<PageFault>);
    let answered = move |sent: FormAnswer| match answer::read::<String>(sent) {
        Some(Ok(path)) => leave_for(&path),
        Some(Err(why)) => fault.set(Some(why)),
        None => fault.set(None),
    };
    view! {
        <Form action on_answer=answered class>
            {children()}
            <p class="field-error" role="alert" hidden=move || fault.read().is_none()>
                {move || fault.get().map(|why| format!("{}. {}", why.title(), why.remedy()))}
            </p>
        </Form>
    }
}
