//! A newtype for every id, so that a client's id can never be passed for a session's.
//! Ids are drawn outside (chance is not a rule) and travel as lower-case UUID text.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownId;
            fn from_str(text: &str) -> Result<Self, UnknownId> {
                Uuid::parse_str(text).map($name).map_err(|_| UnknownId)
            }
        }
    )*};
}

/// The text is not an id; to whoever sent it, that is the same as an id nobody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such id")]
pub struct UnknownId;

ids! {
    /// A person who can sign in, of any role.
    AccountId,
    /// A therapist's account.
    TherapistId,
    /// A client's account.
    ClientId,
    /// One appointment of one therapist with one client; moving it keeps the id.
    SessionId,
    /// A span of time that is taken: a session's own, under its id, or a hold's.
    SpanId,
    /// One captured payment.
    PaymentId,
    /// One refund, asked of the provider under this very id as its idempotency key.
    RefundId,
    /// One executed command; its reference is what people quote.
    ActId,
    /// What was typed into a form that was refused, or is being previewed.
    DraftId,
}

impl From<TherapistId> for AccountId {
    fn from(id: TherapistId) -> Self {
        AccountId(id.0)
    }
}

impl From<ClientId> for AccountId {
    fn from(id: ClientId) -> Self {
        AccountId(id.0)
    }
}

impl From<SessionId> for SpanId {
    fn from(id: SessionId) -> Self {
        SpanId(id.0)
    }
}

impl ActId {
    /// The reference that people read to one another: `K-` and eight letters and digits
    /// without the ones that are mistaken for others (Crockford's base 32).
    ///
    /// It is taken from the end of the id, which is random in every version of UUID.
    pub fn reference(self) -> String {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let bits = (self.0.as_u128() & ((1 << 40) - 1)) as u64;
        let letter = |place: u32| LETTERS[(bits >> (5 * place) & 31) as usize] as char;
        let text: String = (0..8).rev().map(letter).collect();
        format!("K-{}-{}", &text[..4], &text[4..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_short_and_has_no_letters_that_look_alike() {
        let act = ActId(Uuid::from_u128(0x00fe_dcba_9876));
        assert_eq!(act.reference(), "K-ZVEB-N63P");
    }

    #[test]
    fn text_that_is_no_id_is_unknown() {
        assert_eq!("7".parse::<SessionId>(), Err(UnknownId));
    }
}
