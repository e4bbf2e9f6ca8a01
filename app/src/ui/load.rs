//! A page's data while it comes, when it is there, and where it cannot be shown. What is being
//! fetched again stays on the page until the new is there.

use super::faulted::Faulted;
use crate::fault::PageFault;
use crate::wire::Loaded;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

#[component]
pub fn Load<T, F, V>(
    resource: Loaded<Result<T, PageFault>>,
    /// Makes the page of what was loaded.
    render: F,
) -> impl IntoView
where
    T: Clone + DeserializeOwned + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <Transition fallback=|| {
            view! {
                <p class="soft" role="status">
                    "One moment…"
                </p>
            }
        }>
            {move || {
                let render = render.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(loaded) => render(loaded).into_any(),
                        Err(fault) => view! { <Faulted fault /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}
