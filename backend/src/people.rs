//! The people of a session, as messages and pages name them.

use domain::actor::Role;
use domain::ids::{AccountId, ClientId, TherapistId};
use domain::time::Instant;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: AccountId,
    pub role: Role,
    pub name: String,
    pub email: String,
    /// IANA name: `Europe/London`.
    pub zone: String,
    /// What people call where they are: `London`.
    pub city: String,
}

impl Person {
    /// `Daniel` of `Daniel Reyes`.
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }
}

/// A therapist and a client who work together, and what they agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub therapist: Person,
    pub client: Person,
    pub since: Instant,
    pub policy_version: u32,
    pub policy_agreed_at: Instant,
    /// The client wants messages that say nothing of therapy.
    pub discreet: bool,
}

impl Pair {
    pub fn therapist_id(&self) -> TherapistId {
        TherapistId(self.therapist.id.0)
    }

    pub fn client_id(&self) -> ClientId {
        ClientId(self.client.id.0)
    }
}
