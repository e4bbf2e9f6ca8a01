//! Links that set a password, each of them once and within seven days. They begin an account,
//! and they are the way back in for who has forgotten the password: a known address of the
//! same role gets a new link, and the ones before it are void.
//!
//! Whoever sets a password is signed out everywhere else in the same transaction. `now` is the
//! machine's time.

mod link;
mod newcomer;

pub use link::{LinkRefusal, VALID};
pub use newcomer::{InviteRefusal, Newcomer};

use super::password::{self, PasswordRefusal};
use super::{Secrets, SignedIn, Token, device};
use crate::clock::Clock;
use crate::fault::Fault;
use crate::people::Person;
use crate::store::{Store, StoreFault, sql};
use domain::time::Instant;
use newcomer::NewAccount;

#[derive(Clone, Debug, thiserror::Error)]
pub enum AcceptRefusal {
    #[error(transparent)]
    Link(#[from] LinkRefusal),
    #[error(transparent)]
    Password(#[from] PasswordRefusal),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreFault> for AcceptRefusal {
    fn from(fault: StoreFault) -> Self {
        AcceptRefusal::Fault(fault.into())
    }
}

/// Makes the account where the address is new, and answers the path of its link:
/// `/welcome/<token>`. It is not to be had again.
///
/// # Errors
/// What was typed cannot be, the address belongs to an account of another role, or the
/// machinery failed.
pub async fn invite(
    store: &Store,
    clock: &Clock,
    newcomer: Newcomer<'_>,
) -> Result<String, InviteRefusal> {
    invite_at(store, newcomer, clock.machine_now()).await
}

/// # Errors
/// As [`invite`].
pub async fn invite_at(
    store: &Store,
    newcomer: Newcomer<'_>,
    now: Instant,
) -> Result<String, InviteRefusal> {
    let account = NewAccount::read(newcomer)?;
    let token = Token::draw();
    let path = format!("/welcome/{}", token.as_str());
    let command = store.write("invite", move |tx| {
        Box::pin(async move {
            let id = account.make_or_find(tx, now).await?;
            link::renew(tx, id, &token, now).await?;
            Ok::<_, InviteRefusal>(())
        })
    });
    command.await?;
    Ok(path)
}

/// Whose link it is, while it can be used.
///
/// # Errors
/// The machinery failed.
pub async fn peek(store: &Store, clock: &Clock, token: &str) -> Result<Option<Person>, Fault> {
    Ok(look(store, token, clock.machine_now()).await?.ok())
}

/// As [`peek`], with the reason where the link cannot be used.
///
/// # Errors
/// The machinery failed.
pub async fn look(
    store: &Store,
    token: &str,
    now: Instant,
) -> Result<Result<Person, LinkRefusal>, Fault> {
    let Some(token) = Token::parse(token) else {
        return Ok(Err(LinkRefusal::Unknown));
    };
    store
        .read(|tx| Box::pin(async move { link::usable(tx, &token, now).await }))
        .await
}

/// Sets the password, spends the link, signs out everywhere and signs in: all or nothing.
///
/// # Errors
/// The link is of no use, the password breaks a rule (the link stays good), or the machinery
/// failed.
pub async fn accept(
    store: &Store,
    clock: &Clock,
    secrets: &Secrets,
    token: &str,
    password: &str,
) -> Result<SignedIn, AcceptRefusal> {
    accept_at(store, secrets, token, password, clock.machine_now()).await
}

/// # Errors
/// As [`accept`].
pub async fn accept_at(
    store: &Store,
    secrets: &Secrets,
    token: &str,
    password: &str,
    now: Instant,
) -> Result<SignedIn, AcceptRefusal> {
    // Before the costly hash; the transaction asks again.
    look(store, token, now).await??;
    password::check(password)?;
    let token = Token::parse(token).ok_or(LinkRefusal::Unknown)?;
    let kept = secrets.hash(password).await?;
    let command = store.write("accept an invitation", move |tx| {
        Box::pin(async move {
            let id = link::usable(tx, &token, now).await??.id;
            link::lock(tx, id).await?;
            // Another one may have used it before the lock was ours.
            link::usable(tx, &token, now).await??;
            link::spend(tx, &token, now).await?;
            let set = sql("UPDATE account SET password_hash = $1 WHERE id = $2");
            tx.run(set.bind(kept).bind(id)).await?;
            Ok(device::open_only(tx, id, now).await?)
        })
    });
    command.await
}
