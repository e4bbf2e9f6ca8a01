//! What leaves the house, and who comes into it.

use super::done;
use crate::acts::{ASKED, moving};
use crate::child::{self, Access, Task};
use crate::deeds::Deed;
use crate::world::World;
use backend::login;
use backend::seed::cast::MAYA;
use backend::store::sql;
use domain::times::OldTime;

/// A letter to Daniel about a new time, with his own way to the session in it.
pub async fn leaving(world: &World, deed: Deed) -> Task {
    let session = world.paid_in(98).await;
    done(
        world,
        session,
        moving(world.hours(122), ASKED, OldTime::Open),
    )
    .await;
    if let Deed::SendWithLink = deed {
        return Task::Strike;
    }
    world.put(sql("UPDATE outbox SET attempts = 99")).await;
    match deed {
        Deed::GiveUp => Task::Strike,
        _ => {
            child::does(&world.backend, &Task::Strike).await;
            Task::TryAgain(world.text("SELECT id FROM task").await)
        }
    }
}

/// Maya is signed in already.
pub async fn access(world: &World, deed: Deed) -> Task {
    let (store, clock) = (&world.backend.store, &world.backend.clock);
    let signed_in = login::sign_in_as(store, clock, MAYA.id()).await.unwrap();
    Task::Access(match deed {
        Deed::SignIn => Access::SignIn,
        Deed::SignOut => Access::SignOut(signed_in.token.as_str().into()),
        Deed::SignOutEverywhere => Access::SignOutEverywhere,
        Deed::Invite => Access::Invite,
        _ => Access::Accept(child::invites(&world.backend).await),
    })
}
