//! All or nothing: what a failed statement, a refusal and a panic leave behind.

use crate::place::Place;
use crate::refused;
use crate::rows::{put, setting, settings, taken_address};
use backend::store::{Constraint, Store, StoreFault, sql};
use std::time::Duration;

pub async fn a_failed_statement_poisons_its_transaction(store: Store, _: &Place) {
    let outcome: Result<(), StoreFault> = store
        .write("swallow", |tx| {
            Box::pin(async move {
                tx.run(setting("before")).await?;
                refused(
                    tx.run(taken_address()).await,
                    Constraint::Unique("account.email".into()),
                );
                assert!(matches!(
                    tx.run(setting("after")).await,
                    Err(StoreFault::Poisoned)
                ));
                Ok(())
            })
        })
        .await;
    assert!(matches!(outcome, Err(StoreFault::Poisoned)), "{outcome:?}");
    assert!(settings(&store).await.is_empty());
}

pub async fn a_statement_given_up_half_way_poisons_its_transaction(store: Store, _: &Place) {
    let outcome: Result<(), StoreFault> = store
        .write("give up", |tx| {
            Box::pin(async move {
                tx.run(setting("before")).await?;
                let slow = sql(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
                     SELECT COUNT(*) FROM n",
                );
                let _ = tokio::time::timeout(Duration::from_millis(1), tx.one::<(i64,)>(slow)).await;
                Ok(())
            })
        })
        .await;
    assert!(matches!(outcome, Err(StoreFault::Poisoned)), "{outcome:?}");
    assert!(settings(&store).await.is_empty());
    put(&store, setting("next")).await.unwrap();
}

pub async fn an_error_inside_a_savepoint_leaves_the_rest(store: Store, _: &Place) {
    let outcome: Result<(), StoreFault> = store
        .write("try", |tx| {
            Box::pin(async move {
                tx.run(setting("a")).await?;
                let tried: Result<(), StoreFault> = tx
                    .savepoint(|tx| {
                        Box::pin(async move {
                            tx.run(setting("b")).await?;
                            tx.run(setting("a")).await.map(drop)
                        })
                    })
                    .await;
                refused(tried, Constraint::Unique("setting.key".into()));
                tx.run(setting("c")).await.map(drop)
            })
        })
        .await;
    outcome.unwrap();
    assert_eq!(settings(&store).await, ["a", "c"]);
}

pub async fn an_error_swallowed_inside_a_savepoint_undoes_it(store: Store, _: &Place) {
    let outcome: Result<(), StoreFault> = store
        .write("swallow", |tx| {
            Box::pin(async move {
                tx.run(setting("a")).await?;
                let tried: Result<(), StoreFault> = tx
                    .savepoint(|tx| {
                        Box::pin(async move {
                            tx.run(setting("b")).await?;
                            let _ = tx.run(setting("a")).await;
                            Ok(())
                        })
                    })
                    .await;
                assert!(matches!(tried, Err(StoreFault::Poisoned)));
                tx.run(setting("c")).await.map(drop)
            })
        })
        .await;
    outcome.unwrap();
    assert_eq!(settings(&store).await, ["a", "c"]);
}

pub async fn a_command_that_refuses_leaves_nothing(store: Store, _: &Place) {
    let outcome: Result<(), Refusal> = store
        .write("refuse", |tx| {
            Box::pin(async move {
                tx.run(setting("a")).await?;
                Err(Refusal::TooLate)
            })
        })
        .await;
    assert!(matches!(outcome, Err(Refusal::TooLate)), "{outcome:?}");
    assert!(settings(&store).await.is_empty());
}

pub async fn a_command_that_panics_leaves_nothing_and_the_next_goes_on(store: Store, _: &Place) {
    let outcome: Result<(), StoreFault> = store
        .write("panic", |tx| {
            Box::pin(async move {
                tx.run(setting("a")).await?;
                panic!("on purpose")
            })
        })
        .await;
    assert!(
        matches!(outcome, Err(StoreFault::Panicked { command: "panic" })),
        "{outcome:?}"
    );
    put(&store, setting("b")).await.unwrap();
    assert_eq!(settings(&store).await, ["b"]);
}

pub async fn a_read_sees_one_instant_and_writes_nothing(store: Store, _: &Place) {
    let other = store.clone();
    let counts: Result<(i64, i64), StoreFault> = store
        .read(move |tx| {
            Box::pin(async move {
                let count = || sql("SELECT COUNT(*) FROM setting");
                let (before,): (i64,) = tx.one(count()).await?;
                put(&other, setting("a")).await?;
                let (after,): (i64,) = tx.one(count()).await?;
                Ok((before, after))
            })
        })
        .await;
    assert_eq!(counts.unwrap(), (0, 0));
    let written: Result<u64, StoreFault> = store
        .read(|tx| Box::pin(async move { tx.run(setting("b")).await }))
        .await;
    assert!(matches!(written, Err(StoreFault::ReadOnly)), "{written:?}");
    assert_eq!(settings(&store).await, ["a"]);
}

pub async fn statements_are_counted(store: Store, _: &Place) {
    let before = store.statements();
    let inside: Result<u64, StoreFault> = store
        .write("three", |tx| {
            Box::pin(async move {
                tx.run(setting("a")).await?;
                tx.savepoint(|tx| Box::pin(async move { tx.run(setting("b")).await }))
                    .await?;
                let one = sql("SELECT key FROM setting WHERE key = $1")
                    .bind("a")
                    .for_update();
                tx.one::<(String,)>(one).await?;
                Ok(tx.statements())
            })
        })
        .await;
    assert_eq!(inside.unwrap(), 3);
    assert_eq!(store.statements() - before, 3);
}

/// What a use case answers when it refuses.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("too late")]
    TooLate,
    #[error(transparent)]
    Store(#[from] StoreFault),
}
