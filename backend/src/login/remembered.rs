//! Who asks, looked up once a request: the frame, the page and its panels all want to know, and
//! all get one answer.

use super::{Token, actor_of};
use crate::clock::Clock;
use crate::fault::Fault;
use crate::people::Person;
use crate::store::Store;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Made anew for every request; clones share the answer.
#[derive(Clone, Debug, Default)]
pub struct Remembered(Arc<OnceCell<Option<Person>>>);

impl Remembered {
    /// # Errors
    /// The machinery failed; the next to ask tries again.
    pub async fn person(
        &self,
        store: &Store,
        clock: &Clock,
        token: &Token,
    ) -> Result<Option<Person>, Fault> {
        let look_up = || async {
            let found = actor_of(store, clock, token).await?;
            Ok::<_, Fault>(found.map(|(_, person)| person))
        };
        self.0.get_or_try_init(look_up).await.cloned()
    }
}
