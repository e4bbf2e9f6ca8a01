//! Everybody who may come, seen from Maya Okafor's and Daniel Reyes' sessions, and what the
//! tables promise each of them.

use super::visitor::Visitor;
use super::world::{Kind, World};
use app::routes::Access;
use backend::seed::cast::{DANIEL, LENA, MAYA, Member, NOOR, TOMAS};
use domain::permission::Scope;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Stranger,
    Staff,
    NeighbourClient,
    Client,
    Neighbour,
    Owner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Served,
    SignInFirst,
    Forbidden,
    /// As what does not exist.
    Hidden,
}

impl Who {
    /// The owner last, who alone may change something.
    pub const ALL: [Who; 6] = [
        Who::Stranger,
        Who::Staff,
        Who::NeighbourClient,
        Who::Client,
        Who::Neighbour,
        Who::Owner,
    ];

    pub fn member(self) -> Option<Member> {
        match self {
            Who::Stranger => None,
            Who::Staff => Some(NOOR),
            Who::NeighbourClient => Some(LENA),
            Who::Client => Some(DANIEL),
            Who::Neighbour => Some(TOMAS),
            Who::Owner => Some(MAYA),
        }
    }

    pub async fn comes(self, world: &World) -> Visitor {
        match self.member() {
            Some(member) => world.sign_in(member).await,
            None => world.stranger(),
        }
    }

    pub fn gets(self, access: Access, kind: Kind) -> Outcome {
        let action = match access {
            Access::Everyone => return Outcome::Served,
            Access::Demo if kind == Kind::Demo => return Outcome::Served,
            Access::Demo => return Outcome::Hidden,
            Access::Needs(action) => action,
        };
        match self.member() {
            None => Outcome::SignInFirst,
            Some(member) if !action.allows(member.role) => Outcome::Forbidden,
            Some(_) if self != Who::Owner && action.scope() == Scope::OwnPair => Outcome::Hidden,
            Some(_) => Outcome::Served,
        }
    }

    /// Nothing of anybody else's may stand in this text.
    pub fn check_learns_nothing(self, text: &str, what: &str) {
        let own = self.member().map(|member| member.number);
        for other in [MAYA, TOMAS, DANIEL, LENA, NOOR] {
            if own == Some(other.number) {
                continue;
            }
            let first = other.name.split(' ').next().unwrap_or_default();
            for secret in [other.name, other.email, first] {
                assert!(!text.contains(secret), "{self:?} reads {secret}: {what}");
            }
        }
        assert!(!text.contains('£'), "{self:?} reads a price: {what}");
    }
}
