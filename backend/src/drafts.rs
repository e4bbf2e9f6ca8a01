//! What was typed into a plain form that was refused, or is being previewed (HOUSE, *Without
//! JavaScript*).

use crate::Backend;
use crate::fault::Fault;
use crate::store::draft;
use domain::actor::Actor;
use domain::ids::DraftId;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Keeps a draft of the actor's for `page`, for fifteen minutes.
///
/// # Errors
/// Of the store.
pub async fn keep<T: Serialize>(
    backend: &Backend,
    actor: Actor,
    page: &str,
    draft: &T,
) -> Result<DraftId, Fault> {
    let body = serde_json::to_string(draft).expect("plain data is always JSON");
    let (page, now) = (page.to_owned(), backend.clock.machine_now());
    backend
        .store
        .write("keep draft", move |tx| {
            Box::pin(async move { draft::keep(tx, actor.id, &page, &body, now).await })
        })
        .await
}

/// The draft, where it is the actor's, of this page, and still lives.
///
/// # Errors
/// Of the store.
pub async fn load<T: DeserializeOwned>(
    backend: &Backend,
    actor: Actor,
    page: &str,
    id: DraftId,
) -> Result<Option<T>, Fault> {
    let (page, now) = (page.to_owned(), backend.clock.machine_now());
    let body = backend
        .store
        .read::<_, Fault, _>(|tx| {
            Box::pin(async move { draft::load(tx, id, actor.id, &page, now).await })
        })
        .await?;
    Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
}
