//! A page's data while it comes, when it is there, and where it cannot be shown.

use super::coming::Coming;
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
    let show = move || {
        let render = render.clone();
        async move {
            match resource.await {
                Ok(loaded) => render(loaded).into_any(),
                Err(fault) => view! { <Faulted fault /> }.into_any(),
            }
        }
    };
    view! { <Coming waiting="One moment…" show /> }
}
