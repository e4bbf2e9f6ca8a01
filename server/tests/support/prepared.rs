//! What has to be there before it can be named: a booking that waits, links, a letter, a task.

use crate::world::World;
use backend::login::Token;
use backend::login::invite::{Newcomer, invite};
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::{StoreFault, sql};
use domain::actor::Role;
use domain::ids::SessionId;
use domain::time::TimeDelta;

/// The last session to come, as if it had just been booked.
pub async fn waiting(world: &World) -> SessionId {
    let now = world.backend.clock.now();
    let last = (now + TimeDelta::days(20)).timestamp_millis();
    // Who asks for the subjects twice finds the same one.
    let booked = "state IN ('confirmed', 'awaiting_confirmation')";
    let last = format!("{booked} AND starts_at > {last}");
    let session = world.session((MAYA, DANIEL), &last).await;
    let write = world
        .backend
        .store
        .write::<_, StoreFault, _>("wait", move |tx| {
            Box::pin(async move {
                let wait = "UPDATE session SET state = 'awaiting_confirmation', confirm_by = $1 \
                        WHERE id = $2";
                tx.run(sql(wait).bind(now + TimeDelta::hours(20)).bind(session))
                    .await
            })
        });
    write.await.unwrap();
    session
}

/// All therapists have saved as often as each other.
pub async fn hours(world: &World) -> String {
    let write = world
        .backend
        .store
        .write::<_, StoreFault, _>("hours", |tx| {
            Box::pin(async move { tx.run(sql("UPDATE schedule SET revision = 7")).await })
        });
    write.await.unwrap();
    let (revision,): (i64,) = world.one(sql("SELECT MAX(revision) FROM schedule")).await;
    revision.to_string()
}

pub async fn token(world: &World) -> String {
    let newcomer = Newcomer {
        email: "new@kept.example",
        name: "Somebody New",
        zone: "Europe/London",
        city: "London",
        role: Role::Therapist,
    };
    let backend = &world.backend;
    let path = invite(&backend.store, &backend.clock, newcomer)
        .await
        .unwrap();
    path.trim_start_matches("/welcome/").to_owned()
}

/// As a letter carries it to Daniel.
pub async fn link(world: &World, session: SessionId) -> String {
    let token = Token::draw();
    let (digest, now) = (token.digest(), world.backend.clock.now());
    let write = world.backend.store.write::<_, StoreFault, _>("link", move |tx| {
        Box::pin(async move {
            let put = "INSERT INTO personal_link (token_hash, session_id, client_id, created_at, \
                       expires_at) VALUES ($1, $2, $3, $4, $5)";
            let put = sql(put).bind(digest.clone()).bind(session).bind(DANIEL.id());
            let put = put.bind(now).bind(now + TimeDelta::days(30));
            tx.run(put).await
        })
    });
    write.await.unwrap();
    token.as_str().to_owned()
}

pub async fn letter(world: &World) -> String {
    let none: [(&str, &str); 0] = [];
    let mail = world.stranger().send("/do/load_mail", &none).await.text;
    let lines: serde_json::Value = serde_json::from_str(&mail).expect("JSON");
    lines[0]["file"].as_str().unwrap_or("none.eml").to_owned()
}

/// Gives a letter up, once, and answers the task that asks the team to look.
pub async fn task(world: &World) -> String {
    let written = world.backend.store.write::<_, StoreFault, _>("give up", |tx| {
        Box::pin(async move {
            let row = "INSERT INTO outbox (id, stream, number, kind, revision, recipient, body, \
                       created_at, not_before, attempts, parked_at) \
                       VALUES ('parked', 'mail:none', 1, 'mail:none', 0, 'nobody', '', 0, 0, 1, 1) \
                       ON CONFLICT DO NOTHING";
            tx.run(sql(row)).await?;
            let task = "INSERT INTO task (id, kind, subject, note, created_at) \
                        VALUES ('given-up', 'letter_undelivered', 'parked', '', 0) \
                        ON CONFLICT DO NOTHING";
            tx.run(sql(task)).await
        })
    });
    written.await.unwrap();
    "given-up".into()
}
