//! What a page loads: from the server's HTML at first, then from its server function.
//!
//! Leptos makes a resource anew for each type that is loaded, five times a kilobyte or more. Here
//! there is one for all of them, of an answer whose type is known to the ends only.

use super::from_str;
use super::read::Unreadable;
use leptos::prelude::*;
use leptos::reactive::computed::ArcMemo;
use leptos::server::codee::{Decoder, Encoder};
use serde::{Serialize, de::DeserializeOwned};
use std::any::Any;
use std::convert::Infallible;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A `T` that is there, or is on its way: await it where it is shown.
pub struct Loaded<T> {
    answer: Resource<Answer, AsText>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loaded<T> {}

impl<T: Clone + DeserializeOwned + 'static> IntoFuture for Loaded<T> {
    type Output = T;
    type IntoFuture = Coming<T>;

    fn into_future(self) -> Coming<T> {
        let answer = self.answer.into_future();
        Box::pin(async move { answer.await.read() })
    }
}

impl<T: Clone + DeserializeOwned + 'static> Loaded<T> {
    /// What is there now, without waiting for more.
    pub fn get_untracked(&self) -> Option<T> {
        self.answer.get_untracked().map(|answer| answer.read())
    }

    pub fn refetch(&self) {
        self.answer.refetch();
    }
}

type Coming<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Loads by `fetch` what `source` names, and again whenever it names something else.
pub fn load<T, S, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Loaded<T>
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    S: PartialEq + Clone + Send + Sync + 'static,
    Fut: Future<Output = T> + Send + 'static,
{
    let named = ArcMemo::new(move |_| source());
    // What is named at first is no change: it would be fetched although the HTML carries it.
    named.with_untracked(|_| ());
    let changes = {
        let named = named.clone();
        Box::new(move || named.track())
    };
    let fetch = Box::new(move || -> Coming<Answer> {
        let fetched = fetch(named.get_untracked());
        Box::pin(async move { Answer::of(fetched.await) })
    });
    Loaded {
        answer: load_any(changes, fetch),
        of: PhantomData,
    }
}

/// The part that does not know the type, and is there once.
fn load_any(
    changes: Box<dyn Fn() + Send + Sync>,
    fetch: Box<dyn Fn() -> Coming<Answer> + Send + Sync>,
) -> Resource<Answer, AsText> {
    let count = AtomicU32::new(0);
    let source = move || {
        changes();
        count.fetch_add(1, Ordering::Relaxed)
    };
    Resource::new_with_options(source, move |_| fetch(), false)
}

#[derive(Clone)]
enum Answer {
    /// As the server's HTML carries it.
    Text(Arc<str>),
    Value(Arc<dyn Any + Send + Sync>, fn(&dyn Any) -> String),
}

impl Answer {
    fn of<T: Serialize + Send + Sync + 'static>(value: T) -> Self {
        Answer::Value(Arc::new(value), written::<T>)
    }

    fn read<T: Clone + DeserializeOwned + 'static>(&self) -> T {
        match self {
            Answer::Text(text) => from_str(text).ok(),
            Answer::Value(value, _) => value.downcast_ref::<T>().cloned(),
        }
        .expect("an answer is of the type that was asked for")
    }
}

/// Only the server writes; the browser is spared the code.
fn written<T: Serialize + 'static>(value: &dyn Any) -> String {
    match cfg!(target_arch = "wasm32") {
        true => String::new(),
        false => value
            .downcast_ref::<T>()
            .and_then(|value| serde_json::to_string(value).ok())
            .unwrap_or_default(),
    }
}

struct AsText;

impl Encoder<Answer> for AsText {
    type Error = Infallible;
    type Encoded = String;

    fn encode(answer: &Answer) -> Result<String, Infallible> {
        Ok(match answer {
            Answer::Text(text) => text.to_string(),
            Answer::Value(value, written) => written(&**value),
        })
    }
}

impl Decoder<Answer> for AsText {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<Answer, Unreadable> {
        Ok(Answer::Text(text.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_wrote_is_what_the_browser_reads() {
        let value = vec![Some("Daniel".to_string()), None];
        let text = AsText::encode(&Answer::of(value.clone())).expect("text");
        let there = AsText::decode(&text).expect("an answer");
        assert_eq!(there.read::<Vec<Option<String>>>(), value);
        assert_eq!(
            Answer::of(value.clone()).read::<Vec<Option<String>>>(),
            value
        );
    }
}
