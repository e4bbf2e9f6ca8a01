//! Where a person is signed in, and until when.

use crate::{DANIEL, MAYA, World};
use backend::fault::Fault;
use backend::login::{self, SignedIn, Token, device};
use domain::actor::Role;
use domain::ids::AccountId;
use domain::permission::Denied;
use domain::time::{Instant, TimeDelta};
use uuid::Uuid;

const MILLISECOND: TimeDelta = TimeDelta::milliseconds(1);

/// Maya, signed in at `at` on a further device.
async fn maya(world: &World, at: Instant) -> SignedIn {
    let first = world.join(MAYA).await;
    let signed_in = device::begin(&world.store, first.actor.id, at).await;
    signed_in.unwrap()
}

async fn knows(world: &World, token: &Token, at: Instant) -> bool {
    let found = device::find(&world.store, token, at).await;
    found.unwrap().is_some()
}

async fn knows_now(world: &World, token: &Token) -> bool {
    knows(world, token, world.clock.machine_now()).await
}

pub async fn a_token_stands_for_its_person(world: &World) {
    let signed_in = world.join(DANIEL).await;
    let found = login::actor_of(&world.store, &world.clock, &signed_in.token).await;
    let (actor, person) = found.unwrap().unwrap();
    assert_eq!(actor, signed_in.actor);
    assert_eq!((actor.id, actor.role), (person.id, Role::Client));
    assert_eq!(person.name, "Daniel Reyes");
    assert_eq!(person.email, "daniel@kept.example");
    assert_eq!(
        (person.zone.as_str(), person.city.as_str()),
        ("Europe/Madrid", "Madrid")
    );
    let account = login::account(&world.store, actor.id).await.unwrap();
    assert_eq!(account, person);
    assert!(!knows_now(world, &Token::draw()).await);
}

pub async fn a_sign_in_ends_twelve_hours_after_it_was_last_seen(world: &World) {
    let began = world.clock.machine_now();
    let token = maya(world, began).await.token;
    let limit = began + TimeDelta::hours(12);
    assert!(!knows(world, &token, limit).await);
    assert!(knows(world, &token, limit - MILLISECOND).await);
    // That was a visit, and the twelve hours count from it.
    let limit = limit - MILLISECOND + TimeDelta::hours(12);
    assert!(!knows(world, &token, limit).await);
    assert!(knows(world, &token, limit - MILLISECOND).await);
}

pub async fn a_sign_in_ends_after_fourteen_days_however_busy(world: &World) {
    let began = world.clock.machine_now();
    let token = maya(world, began).await.token;
    for visit in 1..(14 * 24 / 6) {
        assert!(knows(world, &token, began + TimeDelta::hours(6 * visit)).await);
    }
    let limit = began + TimeDelta::days(14);
    assert!(knows(world, &token, limit - MILLISECOND).await);
    assert!(!knows(world, &token, limit).await);
}

pub async fn a_page_is_one_statement_and_notes_the_visit_every_five_minutes_at_most(world: &World) {
    let began = world.clock.machine_now();
    let token = maya(world, began).await.token;
    let (statements, commits) = (world.store.statements(), world.store.commits());
    let fresh = began + TimeDelta::minutes(5) - MILLISECOND;
    assert!(knows(world, &token, fresh).await);
    assert_eq!(world.store.statements(), statements + 1);
    assert_eq!(world.store.commits(), commits);
    let stale = began + TimeDelta::minutes(5);
    assert!(knows(world, &token, stale).await);
    assert!(knows(world, &token, stale + MILLISECOND).await);
    assert_eq!(world.store.commits(), commits + 1);
}

pub async fn signing_out_ends_this_device_only(world: &World) {
    let now = world.clock.machine_now();
    let laptop = world.join(MAYA).await;
    let phone = device::begin(&world.store, laptop.actor.id, now).await;
    let phone = phone.unwrap().token;
    login::sign_out(&world.store, &phone).await.unwrap();
    assert!(!knows_now(world, &phone).await);
    assert!(knows_now(world, &laptop.token).await);
    // A second press of the button is no failure.
    login::sign_out(&world.store, &phone).await.unwrap();
}

pub async fn signing_out_everywhere_ends_every_device_of_this_account_only(world: &World) {
    let laptop = world.join(MAYA).await;
    let phone = login::sign_in_as(&world.store, &world.clock, laptop.actor.id).await;
    let phone = phone.unwrap();
    let daniel = world.join(DANIEL).await;
    let ended = login::sign_out_everywhere(&world.store, laptop.actor.id).await;
    assert_eq!(ended.unwrap(), 2);
    assert!(!knows_now(world, &laptop.token).await);
    assert!(!knows_now(world, &phone.token).await);
    assert!(knows_now(world, &daniel.token).await);
}

pub async fn what_has_ended_is_deleted_when_somebody_signs_in(world: &World) {
    let now = world.clock.machine_now();
    let maya = world.join(MAYA).await.actor.id;
    device::begin(&world.store, maya, now - device::IDLE)
        .await
        .unwrap();
    device::begin(&world.store, maya, now - device::LONGEST)
        .await
        .unwrap();
    assert_eq!(world.number("SELECT COUNT(*) FROM login").await, 3);
    device::begin(&world.store, maya, now).await.unwrap();
    assert_eq!(world.number("SELECT COUNT(*) FROM login").await, 2);
}

pub async fn tokens_are_nowhere_in_the_database(world: &World) {
    let link = world.link(MAYA).await;
    let signed_in = world.accept(&link, crate::PASSWORD).await.unwrap();
    let mut kept = world.texts("SELECT token_hash FROM login").await;
    kept.extend(world.texts("SELECT token_hash FROM invite").await);
    assert_eq!(kept.len(), 2);
    for text in &kept {
        assert!(text.len() == 64 && text.chars().all(|c| c.is_ascii_hexdigit()));
        assert!(text != signed_in.token.as_str() && *text != link);
    }
    assert!(kept.contains(&signed_in.token.digest()));
    let rows = world.texts("SELECT password_hash FROM account").await;
    assert!(rows[0].starts_with("$argon2id$") && !rows[0].contains(crate::PASSWORD));
}

pub async fn moving_the_clock_signs_nobody_out(world: &World) {
    let token = world.join(MAYA).await.token;
    world.clock.advance(TimeDelta::days(60));
    let found = login::actor_of(&world.store, &world.clock, &token).await;
    assert!(found.unwrap().is_some());
}

pub async fn nobody_signs_in_as_an_account_that_does_not_exist(world: &World) {
    let nobody = AccountId(Uuid::from_u128(7));
    let refused = login::sign_in_as(&world.store, &world.clock, nobody).await;
    assert!(matches!(refused, Err(Fault::Denied(Denied::Hidden))));
    let refused = login::account(&world.store, nobody).await;
    assert!(matches!(refused, Err(Fault::Denied(Denied::Hidden))));
    assert_eq!(world.number("SELECT COUNT(*) FROM login").await, 0);
}
