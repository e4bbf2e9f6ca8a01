//! What a person may hear of: that something on their own pages has changed, and nothing about
//! anybody else. Their sign-in is looked at again whenever sign-ins of theirs end, when it
//! would run out, and whenever news may have been missed; without it there is no more to hear.
//! A personal link is looked at again with every piece of news, and names nobody in it.

use crate::Backend;
use crate::fault::Fault;
use crate::login::{self, Token};
use crate::personal_link;
use crate::store::news::{Following, NotHeard};
use domain::actor::{Actor, Role};
use domain::ids::AccountId;
use domain::permission::{FollowChanges, Permit};
use domain::time::Instant;
use std::time::Duration;
use tokio::time::timeout;

pub use crate::store::news::{Heard, Topic};

/// Somebody's open page.
pub struct Follower {
    backend: Backend,
    pass: Pass,
    following: Following,
}

/// What lets somebody listen.
enum Pass {
    SignIn { token: Token, until: Instant },
    Link { token: String },
}

/// Why nobody is followed.
#[derive(Debug, thiserror::Error)]
pub enum NotFollowed {
    #[error(transparent)]
    NotHeard(#[from] NotHeard),
    #[error(transparent)]
    Fault(#[from] Fault),
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
        pass: Pass::SignIn {
            token,
            until: signed_in_until,
        },
        following,
    })
}

/// Begins to listen for whoever holds a client's personal link: that there is something new, and
/// not what.
///
/// # Errors
/// Hidden where the link is good no longer; as `follow`.
pub async fn follow_link(
    backend: &Backend,
    token: String,
    age: Option<Duration>,
) -> Result<Follower, NotFollowed> {
    let client = AccountId::from(personal_link::find(backend, &token).await?.client());
    let topics = vec![Topic::Account(client)];
    let following = backend.store.follow(client, topics, age)?;
    Ok(Follower {
        backend: backend.clone(),
        pass: Pass::Link { token },
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
    /// The next piece of news; `None` when they are signed out, their link is good no longer, or
    /// the house closes.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            let heard = match self.pass {
                Pass::SignIn { until, .. } => {
                    let left = until - self.backend.clock.machine_now();
                    let news = self.following.next();
                    match timeout(left.to_std().unwrap_or_default(), news).await {
                        Ok(heard) => Some(heard?),
                        Err(_) => None,
                    }
                }
                Pass::Link { .. } => {
                    self.following.next().await?;
                    Some(Heard::Everything)
                }
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

    /// `None` where they are no longer let in, or nobody can say.
    async fn look_again(&mut self) -> Option<()> {
        let Backend { store, clock, .. } = &self.backend;
        let still = match &mut self.pass {
            Pass::SignIn { token, until } => {
                let standing = login::standing(store, clock, token).await;
                standing.map(|standing| standing.map(|(_, new)| *until = new))
            }
            Pass::Link { token } => match personal_link::find(&self.backend, token).await {
                Ok(_) => Ok(Some(())),
                Err(Fault::Denied(_)) => Ok(None),
                Err(fault) => Err(fault),
            },
        };
        still.unwrap_or_else(|fault| {
            tracing::warn!(%fault, "whether a follower is still let in could not be read");
            None
        })
    }
}
