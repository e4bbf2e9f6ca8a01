//! What machines ask: is it alive, can it serve?

use super::world::World;
use backend::seed::cast::MAYA;
use backend::store::sql;
use domain::time::TimeDelta;
use http::StatusCode;
use serde_json::Value;

async fn readiness(world: &World) -> (StatusCode, Value) {
    let answer = world.stranger().get("/readyz").await;
    let told = serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("{}", answer.text));
    (answer.status, told)
}

#[tokio::test]
async fn a_server_that_can_serve_says_so_and_how_far_the_outbox_is() {
    let world = World::demo().await;
    let alive = world.stranger().get("/healthz").await;
    assert_eq!((alive.status, &*alive.text), (StatusCode::OK, "alive\n"));

    let (status, told) = readiness(&world).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    for part in ["database", "writer", "migrations"] {
        assert_eq!(told[part], "ok", "{told}");
    }
    let due = told["outbox"]["due"].as_i64().expect("a number");

    let at = world.backend.clock.now();
    let put = world
        .backend
        .store
        .write::<_, backend::fault::Fault, _>("put", move |tx| {
            Box::pin(async move {
                let row = sql(
                    "INSERT INTO outbox (id, stream, number, kind, revision, recipient, body, \
                 created_at, not_before) VALUES ($1, $2, 1, $3, 1, $4, $5, $6, $7)",
                );
                let row = row
                    .bind("7")
                    .bind("mail:7")
                    .bind("mail")
                    .bind(MAYA.email)
                    .bind("{}");
                Ok(tx.run(row.bind(at).bind(at)).await?)
            })
        });
    put.await.unwrap();
    world.backend.clock.advance(TimeDelta::seconds(90));
    let (status, told) = readiness(&world).await;
    assert_eq!(status, StatusCode::OK, "a lag refuses nothing");
    assert_eq!(told["outbox"]["due"], due + 1, "{told}");
    assert!(
        told["outbox"]["oldest_seconds"].as_i64() >= Some(90),
        "{told}"
    );
    assert!(!told.to_string().contains("kept.example"), "{told}");
}

#[tokio::test]
async fn once_it_is_told_to_stop_it_is_not_ready_but_alive() {
    let world = World::demo().await;
    world.stop.now();
    let (status, told) = readiness(&world).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        (&told["stopping"], &told["database"]),
        (&true.into(), &"ok".into())
    );
    assert_eq!(
        world.stranger().get("/healthz").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn without_its_database_it_is_not_ready() {
    let world = World::demo().await;
    world.backend.store.close().await;
    let (status, told) = readiness(&world).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        (&told["database"], &told["writer"]),
        (&"no".into(), &"no".into()),
        "{told}"
    );
    assert_eq!(told["outbox"], Value::Null);
}

#[tokio::test]
async fn a_schema_that_is_older_than_the_program_is_not_ready() {
    let world = World::demo().await;
    let forget = world
        .backend
        .store
        .write::<_, backend::fault::Fault, _>("forget", |tx| {
            let newest = "DELETE FROM _sqlx_migrations WHERE version = \
                      (SELECT MAX(version) FROM _sqlx_migrations)";
            Box::pin(async move { Ok(tx.run(sql(newest)).await?) })
        });
    assert_eq!(forget.await.unwrap(), 1);
    let (status, told) = readiness(&world).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        (&told["migrations"], &told["writer"]),
        (&"no".into(), &"ok".into())
    );
}
