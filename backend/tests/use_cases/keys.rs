//! The idempotency key: an executed command answers for it, and nothing else spends it.

use crate::acts::{Acting, asked_now};
use crate::cancelling::done;
use crate::world::{World, follow_up};
use backend::deciding::{Asked, Outcome};
use backend::seed::bookings::Booking;
use backend::seed::cast::{DANIEL, LENA, TOMAS};
use domain::Command;
use domain::actor::Role;
use domain::commitment::Difference;
use domain::payment::refund::Choice;
use domain::refusal::Refusal;
use domain::session::cancel::Cancel;
use domain::session::undo::WINDOW;
use domain::time::TimeDelta;

pub async fn the_same_command_again_gets_the_first_answer_and_does_nothing(world: &World) {
    let session = world.paid_in(72).await;
    let asked = world.asked(session, Command::Cancel(asked_now())).await;
    let first = world.send(asked.clone()).await;
    done(first.clone());
    let before = world.everything().await;
    assert_eq!(world.send(asked.clone()).await, first);
    assert_eq!(world.everything().await, before);
    world.drain().await;
    // Also when it is late by now, and after the start.
    for hours in [30, 80] {
        world.backend.clock.advance(TimeDelta::hours(hours));
        let again = Asked {
            received_at: world.now(),
            ..asked.clone()
        };
        assert_eq!(world.send(again).await, first);
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM refund").await, 1);
    assert_eq!(world.post(DANIEL).await.len(), 1);
}

pub async fn the_same_key_with_other_content_is_spent(world: &World) {
    let (session, other) = (world.paid_in(72).await, world.paid_in(74).await);
    let asked = world.asked(session, Command::Cancel(asked_now())).await;
    done(world.send(asked.clone()).await);
    let before = world.everything().await;
    let note = Some("Another word.".to_owned());
    let noted = Command::Cancel(Cancel {
        note,
        ..asked_now()
    });
    let key = asked.key.clone();
    let contents = [
        Asked {
            key: key.clone(),
            ..world.asked(other, Command::Cancel(asked_now())).await
        },
        Asked {
            key,
            ..world.asked(session, noted).await
        },
        Asked {
            commitment: None,
            ..asked.clone()
        },
        Asked {
            commitment: Some(String::new()),
            ..asked
        },
    ];
    for content in contents {
        assert_eq!(world.send(content).await, Outcome::KeySpent);
    }
    assert_eq!(world.everything().await, before);
    world.drain().await;
}

pub async fn a_refused_command_does_not_spend_its_key(world: &World) {
    let session = world.paid_in(72).await;
    let keep = Cancel {
        money: Choice::Keep,
        ..asked_now()
    };
    let refused = world.asked(session, Command::Cancel(keep.clone())).await;
    let before = world.everything().await;
    assert_eq!(
        world.send(refused.clone()).await,
        Outcome::Refused(Refusal::ReasonMissing)
    );
    assert_eq!(world.everything().await, before);
    let reason = Some("The third time.".to_owned());
    let better = world
        .asked(session, Command::Cancel(Cancel { reason, ..keep }))
        .await;
    done(
        world
            .send(Asked {
                key: refused.key,
                ..better
            })
            .await,
    );
    world.drain().await;
}

pub async fn a_changed_consequence_does_not_spend_its_key(world: &World) {
    let session = world.paid_in(72).await;
    let asked = world.asked(session, Command::Cancel(asked_now())).await;
    let garbled = Asked {
        commitment: Some("{}".into()),
        ..asked.clone()
    };
    let changed = Outcome::Changed {
        differences: vec![Difference::Session],
        outdated: None,
    };
    assert_eq!(world.send(garbled).await, changed);
    done(world.send(asked).await);
    world.drain().await;
}

pub async fn a_key_is_its_actors_own(world: &World) {
    let session = world.paid_in(72).await;
    let neighbours = Booking {
        therapist: TOMAS,
        client: LENA,
        ..follow_up(world.hours(72))
    };
    let neighbours = world.book_one(neighbours).await;
    let asked = world.asked(session, Command::Cancel(asked_now())).await;
    let key = asked.key.clone();
    let first = world.send(asked).await;
    done(first.clone());
    let clients = DANIEL
        .cancels(&world.backend, session, &key, world.now())
        .await
        .unwrap();
    let (until, by) = (world.now() + WINDOW, Role::Therapist);
    let waits = Outcome::Refused(Refusal::CanStillBeUndone { until, by });
    assert_eq!(clients, waits);
    let asked = world.asked(neighbours, Command::Cancel(asked_now())).await;
    let second = world.send(Asked { key, ..asked }).await;
    assert_ne!(done(second), done(first));
    world.drain().await;
}
