//! Links that set a password.

use crate::{DANIEL, MAYA, PASSWORD, World};
use backend::login::address::AddressRefusal;
use backend::login::invite::{self, AcceptRefusal, InviteRefusal, LinkRefusal, Newcomer};
use backend::login::password::PasswordRefusal;
use backend::login::{self, Secrets, SignedIn};
use domain::actor::Role;
use domain::time::{Instant, TimeDelta};
use futures::future::join_all;

#[track_caller]
fn link_refused(outcome: Result<SignedIn, AcceptRefusal>) -> LinkRefusal {
    match outcome {
        Err(AcceptRefusal::Link(refusal)) => refusal,
        other => panic!("a refusal of the link expected, but it was {other:?}"),
    }
}

async fn is_signed_in(world: &World, signed_in: &SignedIn) -> bool {
    let found = login::actor_of(&world.store, &world.clock, &signed_in.token).await;
    found.unwrap().is_some()
}

async fn peek(world: &World, link: &str) -> Option<String> {
    let person = invite::peek(&world.store, &world.clock, link).await;
    person.unwrap().map(|person| person.name)
}

pub async fn an_invited_person_sets_a_password_and_is_signed_in(world: &World) {
    let link = world.link(MAYA).await;
    assert_eq!(peek(world, &link).await.as_deref(), Some("Maya Okafor"));
    let signed_in = world.accept(&link, PASSWORD).await.unwrap();
    assert_eq!(signed_in.actor.role, Role::Therapist);
    assert!(is_signed_in(world, &signed_in).await);
    let (store, clock, secrets) = (&world.store, &world.clock, &world.secrets);
    let again = login::sign_in(store, clock, secrets, MAYA.email, PASSWORD).await;
    assert_eq!(again.unwrap().actor, signed_in.actor);
}

pub async fn a_link_works_once(world: &World) {
    let link = world.link(MAYA).await;
    world.accept(&link, PASSWORD).await.unwrap();
    assert_eq!(peek(world, &link).await, None);
    let refusal = link_refused(world.accept(&link, "another room in April").await);
    assert!(matches!(refusal, LinkRefusal::Used { .. }));
    let unknown = link_refused(world.accept("no-such-link", PASSWORD).await);
    assert_eq!(unknown, LinkRefusal::Unknown);
}

pub async fn a_link_is_good_for_seven_days(world: &World) {
    let made: Instant = "2026-11-22T12:00:00Z".parse().unwrap();
    let path = invite::invite_at(&world.store, MAYA, made).await.unwrap();
    let link = path.strip_prefix("/welcome/").unwrap();
    let end = made + TimeDelta::days(7);
    let expired = LinkRefusal::Expired { at: end };
    let look = invite::look(&world.store, link, end).await;
    assert_eq!(look.unwrap(), Err(expired));
    let (store, secrets) = (&world.store, &world.secrets);
    let late = invite::accept_at(store, secrets, link, PASSWORD, end).await;
    assert_eq!(link_refused(late), expired);
    let last = end - TimeDelta::milliseconds(1);
    let accepted = invite::accept_at(store, secrets, link, PASSWORD, last).await;
    accepted.unwrap();
}

pub async fn a_new_link_makes_the_old_ones_void(world: &World) {
    let first = world.link(MAYA).await;
    let second = world.link(MAYA).await;
    assert_eq!(peek(world, &first).await, None);
    let refusal = link_refused(world.accept(&first, PASSWORD).await);
    assert_eq!(refusal, LinkRefusal::Unknown);
    world.accept(&second, PASSWORD).await.unwrap();
    assert_eq!(world.number("SELECT COUNT(*) FROM account").await, 1);
}

pub async fn a_new_password_ends_every_other_sign_in(world: &World) {
    let laptop = world.join(MAYA).await;
    let daniel = world.join(DANIEL).await;
    let link = world.link(MAYA).await;
    assert!(is_signed_in(world, &laptop).await);
    let phone = world.accept(&link, "another room in April").await.unwrap();
    assert!(!is_signed_in(world, &laptop).await);
    assert!(is_signed_in(world, &phone).await);
    assert!(is_signed_in(world, &daniel).await);
    let (store, clock, secrets) = (&world.store, &world.clock, &world.secrets);
    let old = login::sign_in(store, clock, secrets, MAYA.email, PASSWORD).await;
    assert!(old.is_err());
}

pub async fn a_password_that_is_too_short_leaves_the_link_good(world: &World) {
    let link = world.link(MAYA).await;
    let refused = world.accept(&link, "nine char").await;
    let short = PasswordRefusal::TooShort { length: 9 };
    assert!(matches!(refused, Err(AcceptRefusal::Password(refusal)) if refusal == short));
    world.accept(&link, PASSWORD).await.unwrap();
}

pub async fn an_address_of_another_role_is_refused(world: &World) {
    let link = world.link(MAYA).await;
    let staff = Newcomer {
        role: Role::Staff,
        email: "MAYA@kept.example",
        ..MAYA
    };
    let refused = invite::invite(&world.store, &world.clock, staff).await;
    let role = Role::Therapist;
    assert!(matches!(refused, Err(InviteRefusal::OtherRole { role: found }) if found == role));
    assert_eq!(peek(world, &link).await.as_deref(), Some("Maya Okafor"));
}

pub async fn what_cannot_be_is_refused_and_writes_nothing(world: &World) {
    let try_out = |newcomer| invite::invite(&world.store, &world.clock, newcomer);
    let no_mail = try_out(Newcomer {
        email: "maya",
        ..MAYA
    });
    let expected = AddressRefusal::Incomplete;
    assert!(matches!(no_mail.await, Err(InviteRefusal::Address(found)) if found == expected));
    let no_name = try_out(Newcomer { name: " ", ..MAYA });
    assert!(matches!(no_name.await, Err(InviteRefusal::NoName)));
    let no_zone = try_out(Newcomer {
        zone: "Europe/Camelot",
        ..MAYA
    });
    let no_zone = no_zone.await;
    assert!(
        matches!(no_zone, Err(InviteRefusal::UnknownZone { zone }) if zone == "Europe/Camelot")
    );
    assert_eq!(world.number("SELECT COUNT(*) FROM account").await, 0);
}

pub async fn of_twenty_who_use_one_link_at_once_one_succeeds(world: &World) {
    let link = world.link(MAYA).await;
    // Each with a limit on hashing of its own, so that they come to the database together.
    let accepts = (0..20).map(|_| async {
        let secrets = Secrets::new(b"pepper");
        invite::accept(&world.store, &world.clock, &secrets, &link, PASSWORD).await
    });
    let outcomes = join_all(accepts).await;
    let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 19));
    for outcome in lost {
        assert!(matches!(link_refused(outcome), LinkRefusal::Used { .. }));
    }
    let winner = won.into_iter().flatten().next().unwrap();
    assert!(is_signed_in(world, &winner).await);
    assert_eq!(world.number("SELECT COUNT(*) FROM login").await, 1);
}

pub async fn of_twenty_links_made_at_once_for_one_address_one_is_good(world: &World) {
    let links = join_all((0..20).map(|_| world.link(MAYA))).await;
    let names = join_all(links.iter().map(|link| peek(world, link))).await;
    assert_eq!(names.into_iter().flatten().count(), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM account").await, 1);
}
