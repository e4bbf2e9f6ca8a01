//! The one permission table: which role may do which action, and on whose sessions.
//!
//! A use case takes a [`Permit`] of its own action, and only [`permit`] makes one. What is
//! not one's own is hidden: it looks like what does not exist.

use crate::actor::{Actor, Role};
use crate::ids::{ClientId, TherapistId};
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// On whose things an action works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// On nothing of anybody's in particular, or only ever on the actor's own.
    Self_,
    /// On a pair that the actor is one of.
    OwnPair,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident: $role:pat, $scope:ident;)*) => {
        /// Something that a person can do or see.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Action { $($(#[$doc])* $name),* }

        impl Action {
            pub const ALL: &'static [Action] = &[$(Action::$name),*];

            pub fn allows(self, role: Role) -> bool {
                match self { $(Action::$name => matches!(role, $role)),* }
            }

            pub fn scope(self) -> Scope {
                match self { $(Action::$name => Scope::$scope),* }
            }
        }

        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}
            impl Deed for $name { const ACTION: Action = Action::$name; }
        )*
    };
}

/// A type for each action, so that a permit for one cannot be used for another.
pub trait Deed {
    const ACTION: Action;
}

actions! {
    /// The therapist's day.
    SeeToday: Role::Therapist, Self_;
    /// The therapist's list of clients.
    SeeClients: Role::Therapist, Self_;
    /// A client's page.
    SeeClient: Role::Therapist, OwnPair;
    /// A session's details, and what an action on it would do.
    SeeSession: Role::Therapist, OwnPair;
    CancelSession: Role::Therapist, OwnPair;
    /// Refund later, or the rest.
    GiveBackPayment: Role::Therapist, OwnPair;
    RecordAttendance: Role::Therapist, OwnPair;
    /// Take back one's own cancel, while it can be.
    UndoCancel: Role::Therapist, OwnPair;
    /// The client's; as [`Action::CancelOwnSession`].
    UndoOwnCancel: Role::Client, OwnPair;
    /// The client's own cancel; a use case whose screens come with the client's area.
    CancelOwnSession: Role::Client, OwnPair;
    /// To another time, for either kind of session.
    MoveSession: Role::Therapist, OwnPair;
    /// The client's own move, while it is early enough.
    MoveOwnSession: Role::Client, OwnPair;
    /// Other times for the client to choose from; and to take them back.
    OfferTimes: Role::Therapist, OwnPair;
    WithdrawOffer: Role::Therapist, OwnPair;
    /// To take one of them, or none.
    AnswerOffer: Role::Client, OwnPair;
    /// What a client booked.
    ConfirmSession: Role::Therapist, OwnPair;
    DeclineSession: Role::Therapist, OwnPair;
    /// A follow-up for a client.
    BookFollowUp: Role::Therapist, OwnPair;
    /// The client's own booking, out of checkout.
    BookSession: Role::Client, OwnPair;
    /// Of the team, to carry the payment of a session that has started.
    AskToCarryPayment: Role::Therapist, OwnPair;
    /// Of the therapist, for another time.
    AskToMove: Role::Client, OwnPair;
    /// To a move that was not the client's.
    ObjectToMove: Role::Client, OwnPair;
    WaiveLate: Role::Therapist, OwnPair;
    /// The therapist's own account.
    PauseAccount: Role::Therapist, Self_;
    AskToReturn: Role::Therapist, Self_;
    /// The therapist's own hours, as the editor shows them.
    SeeAvailability: Role::Therapist, Self_;
    EditAvailability: Role::Therapist, Self_;
    /// The client's list of sessions.
    SeeOwnSessions: Role::Client, Self_;
    /// What waits for the team.
    SeeTasks: Role::Staff, Self_;
    /// Send again what the outbox gave up.
    TryAgain: Role::Staff, Self_;
    /// Name, zone, sign-ins.
    SeeAccount: Role::Therapist | Role::Client | Role::Staff, Self_;
    /// To hear that something of one's own has changed.
    FollowChanges: Role::Therapist | Role::Client | Role::Staff, Self_;
    SignOut: Role::Therapist | Role::Client | Role::Staff, Self_;
    SignOutEverywhere: Role::Therapist | Role::Client | Role::Staff, Self_;
}

/// Leave to do one action, for one actor. It cannot be made but by [`permit`].
#[derive(Debug)]
pub struct Permit<D: Deed> {
    actor: Actor,
    deed: PhantomData<D>,
}

impl<D: Deed> Permit<D> {
    pub fn actor(&self) -> Actor {
        self.actor
    }
}

/// What the action is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Nothing,
    Pair {
        therapist: TherapistId,
        client: ClientId,
    },
}

impl Subject {
    /// Whether the actor is one of the pair; the team sees every one, and nobody nothing.
    pub fn is_own(self, actor: Actor) -> bool {
        let Subject::Pair { therapist, client } = self else {
            return false;
        };
        match actor.role {
            Role::Therapist => actor.id == therapist.into(),
            Role::Client => actor.id == client.into(),
            Role::Staff => true,
        }
    }
}

/// Why there is no permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Denied {
    #[error("nobody is signed in")]
    SignInFirst,
    /// Looks like what does not exist.
    #[error("not found")]
    Hidden,
    #[error("not for this role")]
    Forbidden,
}

/// Asks the table.
///
/// # Errors
/// Forbidden where the role may not at all, hidden where the subject is someone else's.
pub fn permit<D: Deed>(actor: Option<Actor>, subject: Subject) -> Result<Permit<D>, Denied> {
    let actor = actor.ok_or(Denied::SignInFirst)?;
    if !D::ACTION.allows(actor.role) {
        return Err(Denied::Forbidden);
    }
    match (D::ACTION.scope(), subject) {
        (Scope::Self_, _) => {}
        (Scope::OwnPair, pair @ Subject::Pair { .. }) => {
            if !pair.is_own(actor) {
                return Err(Denied::Hidden);
            }
        }
        (Scope::OwnPair, Subject::Nothing) => return Err(Denied::Hidden),
    }
    Ok(Permit {
        actor,
        deed: PhantomData,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::AccountId;
    use uuid::Uuid;

    const MAYA: TherapistId = TherapistId(Uuid::from_u128(1));
    const TOMAS: TherapistId = TherapistId(Uuid::from_u128(2));
    const DANIEL: ClientId = ClientId(Uuid::from_u128(3));

    fn pair() -> Subject {
        Subject::Pair {
            therapist: MAYA,
            client: DANIEL,
        }
    }

    fn ask(actor: Option<Actor>) -> Result<(), Denied> {
        permit::<CancelSession>(actor, pair()).map(|_| ())
    }

    #[test]
    fn a_therapist_cancels_her_own_sessions_and_another_ones_do_not_exist_for_her() {
        assert_eq!(ask(Some(Actor::therapist(MAYA))), Ok(()));
        assert_eq!(ask(Some(Actor::therapist(TOMAS))), Err(Denied::Hidden));
    }

    #[test]
    fn other_roles_and_strangers_are_told_so() {
        let noor = Actor {
            id: AccountId(Uuid::from_u128(4)),
            role: Role::Staff,
        };
        assert_eq!(ask(Some(Actor::client(DANIEL))), Err(Denied::Forbidden));
        assert_eq!(ask(Some(noor)), Err(Denied::Forbidden));
        assert_eq!(ask(None), Err(Denied::SignInFirst));
    }
}
