//! What was typed is kept for its actor and its page, for a quarter of an hour.

use crate::acts::Acting;
use crate::world::World;
use backend::fault::Fault;
use backend::seed::cast::{DANIEL, MAYA, TOMAS};
use backend::store::{draft, sql};
use domain::form::Fields;
use domain::ids::DraftId;
use domain::refusal::Refusal;
use domain::time::{Instant, TimeDelta};
use domain::view::session::Draft;
use uuid::Uuid;

const PAGE: &str = "cancel:1";

fn typed() -> Draft {
    let note = "Grüße, bis „bald“ — и до скорого 🌿".to_owned();
    let fields = Fields {
        note,
        cause: "other".into(),
        ..Fields::default()
    };
    Draft {
        fields,
        faults: vec![Refusal::WordsMissing],
        shown: Some("{}".into()),
    }
}

async fn keep(world: &World) -> DraftId {
    backend::drafts::keep(&world.backend, MAYA.actor(), PAGE, &typed())
        .await
        .unwrap()
}

pub async fn a_draft_is_the_actors_own_and_of_its_page(world: &World) {
    let id = keep(world).await;
    let load = |actor: domain::actor::Actor, page: &'static str, id| async move {
        backend::drafts::load(&world.backend, actor, page, id)
            .await
            .unwrap()
    };
    assert_eq!(load(MAYA.actor(), PAGE, id).await, Some(typed()));
    // It can be read again: a page that is reloaded loses nothing.
    assert_eq!(load(MAYA.actor(), PAGE, id).await, Some(typed()));
    assert_eq!(load(TOMAS.actor(), PAGE, id).await, None);
    assert_eq!(load(DANIEL.actor(), PAGE, id).await, None);
    assert_eq!(load(MAYA.actor(), "cancel:2", id).await, None);
    assert_eq!(
        load(MAYA.actor(), PAGE, DraftId(Uuid::from_u128(1))).await,
        None
    );
}

async fn found(world: &World, id: DraftId, machine_now: Instant) -> bool {
    let body = world.backend.store.read::<_, Fault, _>(|tx| {
        Box::pin(async move { draft::load(tx, id, MAYA.id(), PAGE, machine_now).await })
    });
    body.await.unwrap().is_some()
}

pub async fn a_draft_lives_a_quarter_of_an_hour_of_the_machines_clock(world: &World) {
    let now = world.backend.clock.machine_now();
    let keep = |at: Instant| {
        world.backend.store.write::<_, Fault, _>("keep", move |tx| {
            Box::pin(async move { draft::keep(tx, MAYA.id(), PAGE, "{}", at).await })
        })
    };
    let id = keep(now).await.unwrap();
    let end = now + TimeDelta::minutes(15);
    assert!(found(world, id, end - TimeDelta::milliseconds(1)).await);
    assert!(!found(world, id, end).await);
    // The next one sweeps out what has expired.
    keep(end).await.unwrap();
    let count = "SELECT COUNT(*) FROM draft";
    assert_eq!(world.number(count).await, 1);
    world.put(sql("DELETE FROM draft")).await;
}

pub async fn moving_the_clock_takes_no_draft(world: &World) {
    let id = keep(world).await;
    world.backend.clock.advance(TimeDelta::days(2));
    let loaded = backend::drafts::load(&world.backend, MAYA.actor(), PAGE, id).await;
    assert_eq!(loaded.unwrap(), Some(typed()));
}
