//! Who acts, and as what. A role decides which actions exist for a person; ownership decides
//! on whose sessions (see `permission`).

use crate::ids::{AccountId, ClientId, TherapistId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Therapist,
    Client,
    /// The platform's support team.
    Staff,
}

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Therapist => "therapist",
            Role::Client => "client",
            Role::Staff => "staff",
        }
    }

    pub fn parse(text: &str) -> Option<Role> {
        [Role::Therapist, Role::Client, Role::Staff]
            .into_iter()
            .find(|r| r.as_str() == text)
    }
}

/// A signed-in person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub id: AccountId,
    pub role: Role,
}

impl Actor {
    pub fn therapist(id: TherapistId) -> Actor {
        Actor {
            id: id.into(),
            role: Role::Therapist,
        }
    }

    pub fn client(id: ClientId) -> Actor {
        Actor {
            id: id.into(),
            role: Role::Client,
        }
    }
}
