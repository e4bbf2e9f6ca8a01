//! Signing in by mail address and password.

use crate::{DANIEL, MAYA, PASSWORD, World};
use backend::login::{self, SignInRefusal, SignedIn};

async fn sign_in(world: &World, email: &str, password: &str) -> Result<SignedIn, SignInRefusal> {
    login::sign_in(&world.store, &world.clock, &world.secrets, email, password).await
}

#[track_caller]
fn refused(outcome: Result<SignedIn, SignInRefusal>) -> String {
    match outcome {
        Err(refusal @ SignInRefusal::WrongAddressOrPassword) => refusal.to_string(),
        other => panic!("a refusal expected, but it was {other:?}"),
    }
}

pub async fn an_address_is_found_however_it_was_typed(world: &World) {
    let maya = world.join(MAYA).await.actor;
    let signed_in = sign_in(world, " Maya@Kept.example ", PASSWORD).await;
    let signed_in = signed_in.unwrap();
    assert_eq!(signed_in.actor, maya);
    let found = login::actor_of(&world.store, &world.clock, &signed_in.token).await;
    assert_eq!(found.unwrap().map(|(actor, _)| actor), Some(maya));
}

pub async fn a_wrong_address_and_a_wrong_password_are_refused_alike(world: &World) {
    world.join(MAYA).await;
    let logins = world.number("SELECT COUNT(*) FROM login").await;
    let wrong_password = refused(sign_in(world, MAYA.email, "a loud room in March").await);
    let wrong_address = refused(sign_in(world, "maja@kept.example", PASSWORD).await);
    let no_address = refused(sign_in(world, "maya", PASSWORD).await);
    assert_eq!(wrong_password, wrong_address);
    assert_eq!(wrong_password, no_address);
    refused(sign_in(world, MAYA.email, "").await);
    // A password is not trimmed and keeps its case.
    refused(sign_in(world, MAYA.email, &format!("{PASSWORD} ")).await);
    refused(sign_in(world, MAYA.email, &PASSWORD.to_uppercase()).await);
    assert_eq!(world.number("SELECT COUNT(*) FROM login").await, logins);
}

pub async fn no_password_fits_an_account_that_has_none_yet(world: &World) {
    world.link(DANIEL).await;
    for password in ["", PASSWORD] {
        refused(sign_in(world, DANIEL.email, password).await);
    }
}

/// Whichever comes first: a sign-in before the change is ended by it, one after it is refused.
pub async fn no_sign_in_with_the_old_password_outlives_its_change(world: &World) {
    world.join(MAYA).await;
    let link = world.link(MAYA).await;
    let change = world.accept(&link, "another room in April");
    let tries = futures::future::join_all((0..6).map(|_| sign_in(world, MAYA.email, PASSWORD)));
    let (changed, tried) = tokio::join!(change, tries);
    let changed = changed.unwrap();
    for signed_in in tried.into_iter().flatten() {
        let found = login::actor_of(&world.store, &world.clock, &signed_in.token).await;
        assert!(found.unwrap().is_none());
    }
    let found = login::actor_of(&world.store, &world.clock, &changed.token).await;
    assert!(found.unwrap().is_some());
    assert_eq!(world.number("SELECT COUNT(*) FROM login").await, 1);
}
