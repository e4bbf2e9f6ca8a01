//! What a person may hear of: that something on their own pages has changed, and nothing about
//! anybody else. Their sign-in is looked at again whenever sign-ins of theirs end, when it
//! would run out, and whenever news may have been missed; without it there is no more to hear.

use crate::Backend;
use crate::login::{self, Token};
use crate::store::news::{Following, NotHeard};
use domain::actor::{Actor, Role};
use domain::permission::{FollowChanges, Permit};
use domain::time::Instant;
use std::time::Duration;

pub use crate::store::news::{Heard, Topic};

/// Somebody's open page.
pub struct Follower {
    backend: Backend,
    token: Token,
    signed_in_until: Instant,
    following: Following,
}

/// Begins to listen for whoever the token stands for. `age` is how long ago what they see was
/// read, where that is known.
///
/// # Errors
/// The house closes, or they listen too often already.
pub fn follow(
    backend: &Backend,
    permit: Permit<FollowChanges>,
    token: Token,
    signed_in_until: Instant,
    age: Option<Duration>,
) -> Result<Follower, NotHeard> {
    let actor = permit.actor();
    let following = backend.store.follow(actor.id, topics(actor), age)?;
    Ok(Follower {
        backend: backend.clone(),
        token,
        signed_in_until,
        following,
    })
}

fn topics(actor: Actor) -> Vec<Topic> {
    let pages = match actor.role {
        Role::Therapist | Role::Client => Topic::Account(actor.id),
        Role::Staff => Topic::Team,
    };
    vec![pages, Topic::SignIns(actor.id)]
}

impl Follower {
    /// The next piece of news; `None` when they are signed out, or the house closes.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            let left = self.signed_in_until - self.backend.clock.machine_now();
            let left = left.to_std().unwrap_or_default();
            let heard = match tokio::time::timeout(left, self.following.next()).await {
                Ok(heard) => Some(heard?),
                Err(_) => None,
            };
            match heard {
                Some(Heard::Changed { topic, .. }) if !matches!(topic, Topic::SignIns(_)) => {
                    return heard;
                }
                heard => {
                    self.look_again().await?;
                    if heard == Some(Heard::Everything) {
                        return heard;
                    }
                }
            }
        }
    }

    /// `None` where they are no longer signed in, or nobody can say.
    async fn look_again(&mut self) -> Option<()> {
        let Backend { store, clock, .. } = &self.backend;
        let standing = login::standing(store, clock, &self.token).await;
        let standing = standing.unwrap_or_else(|fault| {
            tracing::warn!(%fault, "a follower’s sign-in could not be read");
            None
        });
        self.signed_in_until = standing?.1;
        Some(())
    }
}
