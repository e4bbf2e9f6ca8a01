//! Whoever hangs, the mail server or the provider, holds up nothing but their own.

use crate::fakes::Hanging;
use crate::place::Place;
use crate::running::{Running, until};
use crate::streams::post;
use crate::world::World;
use backend::store::sql;

pub async fn while_the_mail_server_hangs_refunds_leave_and_arrive(place: &Place) {
    let world = World::new(place).await;
    for letter in 1..=20 {
        post(&world, letter, world.clock.now()).await;
    }
    // Of as many sessions.
    let apart = "UPDATE outbox SET stream = 'mail:' || CAST(number AS TEXT)";
    world.put(sql(apart)).await;
    let mailer = Hanging::all(world.mailer.clone());
    let running = Running::of(&world, mailer.clone(), world.sandbox.clone());
    until("letters hang", async || mailer.hang() >= 8).await;

    let refund = world.ask(2000).await;
    world.wake.ring();
    until("it is sent", async || world.state(refund).await == "sent").await;
    world.later(2);
    world.wake.ring();
    let arrived = async || world.state(refund).await == "arrived";
    until("it arrives", arrived).await;
    running.stop().await;
    world.green().await;
}

pub async fn while_the_provider_hangs_letters_leave_and_events_are_heard(place: &Place) {
    let world = World::new(place).await;
    let sent = world.ask(2000).await;
    world.worker().drain().await.unwrap();
    let hangs = world.ask(1000).await;
    let provider = Hanging::over(world.sandbox.clone(), hangs.to_string());
    let running = Running::of(&world, world.mailer.clone(), provider.clone());
    until("the refund hangs", async || provider.hang() == 1).await;

    post(&world, 9, world.clock.now()).await;
    world.wake.ring();
    until("the letter leaves", async || world.post().len() == 1).await;
    world.later(2);
    world.wake.ring();
    until("the other arrives", async || {
        world.state(sent).await == "arrived"
    })
    .await;
    running.stop().await;
    assert_eq!(world.state(hangs).await, "requested");
    world.green().await;
}

pub async fn while_one_event_hangs_others_are_heard_and_refunds_leave(place: &Place) {
    let world = World::new(place).await;
    for amount in [1000, 2000] {
        world.ask(amount).await;
        world.worker().drain().await.unwrap();
    }
    let first = "SELECT id FROM sandbox_refund WHERE amount = 1000";
    let (hangs,) = world.all::<(String,)>(sql(first)).await.remove(0);
    let provider = Hanging::over(world.sandbox.clone(), hangs);
    let running = Running::of(&world, world.mailer.clone(), provider.clone());
    world.later(2);
    world.wake.ring();
    until("the event hangs", async || provider.hang() == 1).await;
    let arrived = "SELECT COUNT(*) FROM refund WHERE state = 'arrived'";
    until("the other", async || world.number(arrived).await == 1).await;

    let next = world.ask(500).await;
    world.wake.ring();
    until("the next", async || world.state(next).await == "sent").await;
    running.stop().await;
    assert_eq!(provider.hang(), 1, "it is not begun twice");
    world.green().await;
}
