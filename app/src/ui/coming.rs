//! What is on its way: shown once it is there, and left standing while it is fetched again.
//!
//! Leptos makes all that waits anew for each type that is waited for, ten kilobytes every time.
//! Here it is there once, for views whose type is erased.

use leptos::prelude::*;
use std::pin::Pin;
use std::sync::Arc;

#[component]
pub fn Coming<F, Fut>(
    /// What is said until there is something to show.
    #[prop(optional)]
    waiting: &'static str,
    /// Makes the view, and awaits what it shows.
    show: F,
) -> impl IntoView
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = AnyView> + Send + 'static,
{
    let show: Show = Arc::new(move || Box::pin(show()));
    coming(waiting, show)
}

type Show = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = AnyView> + Send>> + Send + Sync>;

fn coming(waiting: &'static str, show: Show) -> AnyView {
    // For a reader who leaves while it is fetched there is nothing to build any more.
    let here = StoredValue::new(());
    view! {
        <Transition fallback=move || {
            (!waiting.is_empty())
                .then(|| {
                    view! {
                        <p class="soft loading" role="status">
                            {waiting}
                        </p>
                    }
                })
        }>{move || (!here.is_disposed()).then(|| Suspend::new(show()))}</Transition>
    }
    .into_any()
}
