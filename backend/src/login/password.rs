//! Passwords: what is asked of them, and how they are kept. Argon2id, keyed with a pepper that
//! is not in the database, so that a copied database alone is of no use for guessing.
//!
//! Hashing takes 19 MiB and tens of milliseconds: it runs beside the async threads, and no
//! more of it at once than there are processors. Where there is no password to compare with,
//! the same work is done in vain, so that time does not tell which addresses have accounts.

use crate::chance;
use crate::fault::Fault;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::fmt;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Characters. Length is all that is asked: other rules make passwords worse.
pub const SHORTEST: usize = 10;
pub const LONGEST: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefusal {
    #[error("{length} characters are fewer than {SHORTEST}")]
    TooShort { length: usize },
    #[error("{length} characters are more than {LONGEST}")]
    TooLong { length: usize },
}

/// # Errors
/// The password is too short or too long to be set.
pub fn check(password: &str) -> Result<(), PasswordRefusal> {
    match password.chars().count() {
        length if length < SHORTEST => Err(PasswordRefusal::TooShort { length }),
        length if length > LONGEST => Err(PasswordRefusal::TooLong { length }),
        _ => Ok(()),
    }
}

/// What sign-ins need beside the database. Clones share the limit on hashing at once.
#[derive(Clone)]
pub struct Secrets {
    pepper: Arc<[u8]>,
    at_once: Arc<Semaphore>,
}

impl Secrets {
    /// Under another pepper no password fits any more.
    pub fn new(pepper: &[u8]) -> Secrets {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Secrets {
            pepper: pepper.into(),
            at_once: Arc::new(Semaphore::new(processors)),
        }
    }

    /// The password as it is kept: a PHC string with a salt of its own.
    ///
    /// # Errors
    /// The machinery failed; no password makes it fail.
    pub async fn hash(&self, password: &str) -> Result<String, Fault> {
        let password = password.to_owned();
        self.beside(move |argon2| {
            let salt = SaltString::encode_b64(&chance::bytes::<16>())?;
            let hash = argon2.hash_password(password.as_bytes(), &salt)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether the password is the one that was kept. With nothing kept the answer is no, and
    /// takes as long.
    ///
    /// # Errors
    /// The machinery failed, or what was kept is no hash.
    pub async fn verify(&self, password: &str, kept: Option<&str>) -> Result<bool, Fault> {
        let password = password.to_owned();
        let known = kept.is_some();
        let kept = kept.map_or_else(nobodys, str::to_owned);
        self.beside(move |argon2| {
            let kept = PasswordHash::new(&kept)?;
            match argon2.verify_password(password.as_bytes(), &kept) {
                Ok(()) => Ok(known),
                Err(argon2::password_hash::Error::Password) => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await
    }

    async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce(Argon2) -> Result<T, argon2::password_hash::Error> + Send + 'static,
    ) -> Result<T, Fault> {
        let outside = |error: &dyn fmt::Display| Fault::Outside(format!("password: {error}"));
        let turn = self.at_once.clone().acquire_owned().await;
        let turn = turn.map_err(|error| outside(&error))?;
        let pepper = self.pepper.clone();
        let done = tokio::task::spawn_blocking(move || {
            // Held to the end of the work, also where nobody waits for it any more.
            let _turn = turn;
            let argon2 = Argon2::new_with_secret(
                &pepper,
                Algorithm::Argon2id,
                Version::V0x13,
                Params::DEFAULT,
            );
            work(argon2?)
        });
        done.await
            .map_err(|error| outside(&error))?
            .map_err(|error| outside(&error))
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

/// A hash that costs what a real one does, and that no password is known to fit.
fn nobodys() -> String {
    let (m, t, p) = (
        Params::DEFAULT_M_COST,
        Params::DEFAULT_T_COST,
        Params::DEFAULT_P_COST,
    );
    let (salt, output) = ("A".repeat(22), "A".repeat(43));
    format!("$argon2id$v=19$m={m},t={t},p={p}${salt}${output}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWORD: &str = "a quiet room in March";

    #[test]
    fn ten_to_two_hundred_characters_make_a_password_and_nothing_else_is_asked() {
        assert_eq!(check(&"é".repeat(10)), Ok(()));
        assert_eq!(check(&" ".repeat(200)), Ok(()));
        let short = PasswordRefusal::TooShort { length: 9 };
        assert_eq!(check(&"é".repeat(9)), Err(short));
        let long = PasswordRefusal::TooLong { length: 201 };
        assert_eq!(check(&"a".repeat(201)), Err(long));
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let secrets = Secrets::new(b"pepper");
        let kept = secrets.hash(PASSWORD).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(secrets.verify(PASSWORD, Some(&kept)).await.unwrap());
        let other = secrets.verify("a quiet room in April", Some(&kept)).await;
        assert!(!other.unwrap());
    }

    #[tokio::test]
    async fn without_the_pepper_a_hash_is_of_no_use() {
        let kept = Secrets::new(b"pepper").hash(PASSWORD).await.unwrap();
        let guess = Secrets::new(b"salt").verify(PASSWORD, Some(&kept)).await;
        assert!(!guess.unwrap());
    }

    #[tokio::test]
    async fn nobodys_password_is_worked_for_and_never_fits() {
        let secrets = Secrets::new(b"pepper");
        assert!(!secrets.verify(PASSWORD, None).await.unwrap());
        let real = secrets.hash(PASSWORD).await.unwrap();
        let cost = |hash: &str| PasswordHash::new(hash).unwrap().params.to_string();
        assert_eq!(cost(&nobodys()), cost(&real));
    }

    #[tokio::test]
    async fn what_is_no_hash_is_a_fault_and_not_a_no() {
        let secrets = Secrets::new(b"pepper");
        assert!(secrets.verify(PASSWORD, Some("plain")).await.is_err());
    }
}
