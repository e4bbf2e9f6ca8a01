//! Who is asking? Signing in and out, and from a cookie's token back to a person.
//!
//! All of it reads the machine's clock: moving the demo's time signs nobody in or out. Tokens
//! and passwords are never kept in clear, and a refusal does not tell whether an address has
//! an account. Where the words *signed in* apply, and until when, is in `device`; how an
//! account begins is in `invite`. What a person may then do is `domain::permission`'s matter.

pub mod address;
pub mod cookie;
pub mod device;
pub mod invite;
pub mod password;
mod remembered;
mod row;
pub mod token;

pub use password::Secrets;
pub use remembered::Remembered;
pub use token::Token;

use crate::clock::Clock;
use crate::fault::Fault;
use crate::people::Person;
use crate::store::{Store, StoreFault, codec, sql};
use domain::actor::Actor;
use domain::ids::AccountId;
use domain::permission::Denied;
use domain::time::Instant;
use row::PersonRow;

/// The token goes into the cookie; it is not to be had again.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub token: Token,
    pub actor: Actor,
}

#[derive(Clone, Debug, thiserror::Error)]
pub enum SignInRefusal {
    /// One answer for both, so that nobody learns which addresses have accounts.
    #[error("no account has this mail address and this password")]
    WrongAddressOrPassword,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreFault> for SignInRefusal {
    fn from(fault: StoreFault) -> Self {
        SignInRefusal::Fault(fault.into())
    }
}

/// Signs in by mail address, as it was typed, and password.
///
/// # Errors
/// They do not belong together, which takes as long to find out for an address that nobody
/// has; or the machinery failed.
pub async fn sign_in(
    store: &Store,
    clock: &Clock,
    secrets: &Secrets,
    email: &str,
    password: &str,
) -> Result<SignedIn, SignInRefusal> {
    let known = match address::read(email) {
        Ok(address) => credentials(store, address).await?,
        Err(_) => None,
    };
    let kept = known.as_ref().map(|(_, kept)| kept.as_str());
    let fits = secrets.verify(password, kept).await?;
    let Some((id, verified)) = known.filter(|_| fits) else {
        return Err(SignInRefusal::WrongAddressOrPassword);
    };
    let now = clock.machine_now();
    let command = store.write("sign in", move |tx| {
        Box::pin(async move {
            // The password may have been changed since it was read; whoever changes it waits
            // for this lock, and then ends this sign-in too.
            let again = sql("SELECT password_hash FROM account WHERE id = $1").bind(id);
            let (kept,): (Option<String>,) = tx.one(again.for_update()).await?;
            if kept != Some(verified) {
                return Err(SignInRefusal::WrongAddressOrPassword);
            }
            Ok(device::open(tx, id, now).await?)
        })
    });
    command.await
}

/// Signs in without a password. For the demo's cast: the caller sees to it that this is the
/// demo.
///
/// # Errors
/// Hidden where there is no such account, or the machinery failed.
pub async fn sign_in_as(store: &Store, clock: &Clock, id: AccountId) -> Result<SignedIn, Fault> {
    device::begin(store, id, clock.machine_now()).await
}

/// Who the token stands for, if it still stands for anybody.
///
/// # Errors
/// The machinery failed.
pub async fn actor_of(
    store: &Store,
    clock: &Clock,
    token: &Token,
) -> Result<Option<(Actor, Person)>, Fault> {
    device::find(store, token, clock.machine_now()).await
}

/// Who the token stands for, and until when, without counting as a visit: a page that is only
/// left open keeps nobody signed in.
///
/// # Errors
/// The machinery failed.
pub async fn standing(
    store: &Store,
    clock: &Clock,
    token: &Token,
) -> Result<Option<(Actor, Instant)>, Fault> {
    device::standing(store, token, clock.machine_now()).await
}

/// Ends one sign-in; one that has ended already is none to fail over.
///
/// # Errors
/// The machinery failed.
pub async fn sign_out(store: &Store, token: &Token) -> Result<(), Fault> {
    device::end(store, token).await
}

/// Ends every sign-in of the account, this one too, and tells how many there were.
///
/// # Errors
/// The machinery failed.
pub async fn sign_out_everywhere(store: &Store, account: AccountId) -> Result<u64, Fault> {
    store
        .write("sign out everywhere", move |tx| {
            Box::pin(async move { Ok(device::end_all(tx, account).await?) })
        })
        .await
}

/// # Errors
/// Hidden where there is no such account, or the machinery failed.
pub async fn account(store: &Store, id: AccountId) -> Result<Person, Fault> {
    let row: Option<PersonRow> = store
        .read(|tx| Box::pin(async move { row::by_id(tx, id).await }))
        .await?;
    row.ok_or(Denied::Hidden)?.into_person()
}

/// The account of an address and its hash, where a password has been set.
async fn credentials(store: &Store, address: String) -> Result<Option<(AccountId, String)>, Fault> {
    let row: Result<Option<(String, Option<String>)>, StoreFault> = store
        .read(|tx| {
            Box::pin(async move {
                let find = sql("SELECT id, password_hash FROM account WHERE email = $1");
                tx.optional(find.bind(address)).await
            })
        })
        .await;
    match row? {
        Some((id, Some(kept))) => Ok(Some((codec::id("account.id", &id)?, kept))),
        _ => Ok(None),
    }
}
