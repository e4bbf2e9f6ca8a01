//! Commands at the same time: in line, in each other's way, and without their callers.

use crate::place::Place;
use crate::rows::{number, put, setting, settings, taken_address};
use crate::{opened, refused};
use backend::store::{Constraint, Store, StoreFault, sql};
use sqlx::{Connection, Executor};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::{Barrier, Notify};
use tokio::task::JoinHandle;

pub async fn of_commands_that_wait_together_only_the_failing_one_is_undone(
    store: Store,
    place: &Place,
) {
    let before = store.commits();
    let (go, first) = occupied(&store, "a").await;
    let mut failing = Box::pin(put(&store, taken_address()));
    let mut last = Box::pin(put(&store, setting("z")));
    in_line(&mut failing).await;
    in_line(&mut last).await;
    go.notify_one();
    first.await.unwrap().unwrap();
    refused(failing.await, Constraint::Unique("account.email".into()));
    last.await.unwrap();
    assert_eq!(settings(&store).await, ["a", "z"]);
    // In turn they shared one commit, side by side each had its own.
    assert_eq!(
        store.commits() - before,
        if place.is_sqlite() { 1 } else { 2 }
    );
}

pub async fn a_command_whose_caller_left_still_commits(store: Store, _: &Place) {
    let (go, first) = occupied(&store, "a").await;
    let mut left = Box::pin(put(&store, setting("z")));
    in_line(&mut left).await;
    drop(left);
    first.abort();
    go.notify_one();
    for _ in 0..200 {
        if settings(&store).await == ["a", "z"] {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!(
        "after two seconds there is only {:?}",
        settings(&store).await
    );
}

pub async fn commands_that_lock_each_other_out_run_again(store: Store, place: &Place) {
    let (both, runs) = (Arc::new(Barrier::new(2)), Arc::new(AtomicU32::new(0)));
    let in_turn = place.is_sqlite();
    let rename = |first: &'static str, second: &'static str| {
        let (store, both, runs) = (store.clone(), both.clone(), runs.clone());
        tokio::spawn(async move {
            let rename =
                |id: &str| sql("UPDATE account SET city = city || '!' WHERE id = $1").bind(id);
            let outcome: Result<(), StoreFault> = store
                .write("rename two", move |tx| {
                    Box::pin(async move {
                        let run = runs.fetch_add(1, Ordering::Relaxed);
                        tx.run(rename(first)).await?;
                        if run < 2 && !in_turn {
                            both.wait().await;
                        }
                        tx.run(rename(second)).await.map(drop)
                    })
                })
                .await;
            outcome
        })
    };
    let (one, other) = (rename("ida", "jon"), rename("jon", "ida"));
    one.await.unwrap().unwrap();
    other.await.unwrap().unwrap();
    assert_eq!(
        number(
            &store,
            "SELECT COUNT(*) FROM account WHERE city = 'London!!'"
        )
        .await,
        2
    );
    assert_eq!(runs.load(Ordering::Relaxed), if in_turn { 2 } else { 3 });
}

pub async fn what_was_accepted_before_closing_is_carried_out(store: Store, place: &Place) {
    let (go, first) = occupied(&store, "a").await;
    let closing = tokio::spawn({
        let store = store.clone();
        async move { store.close().await }
    });
    go.notify_one();
    first.await.unwrap().unwrap();
    closing.await.unwrap();
    assert!(matches!(
        put(&store, setting("b")).await,
        Err(StoreFault::Closed)
    ));
    assert_eq!(
        settings(&Store::open(&place.url).await.unwrap()).await,
        ["a"]
    );
}

pub async fn whoever_is_kept_waiting_by_another_program_is_told_that_it_is_busy(
    store: Store,
    place: &Place,
) {
    let mut other = sqlx::AnyConnection::connect(&place.url).await.unwrap();
    let hold = match place.is_sqlite() {
        true => "BEGIN IMMEDIATE",
        false => "BEGIN; LOCK TABLE setting IN ACCESS EXCLUSIVE MODE",
    };
    other.execute(hold).await.unwrap();
    let (first, second) = tokio::join!(put(&store, setting("a")), put(&store, setting("b")));
    for refused in [first, second] {
        assert!(matches!(refused, Err(StoreFault::Busy)), "{refused:?}");
    }
    other.execute("ROLLBACK").await.unwrap();
    put(&store, setting("c")).await.unwrap();
    assert_eq!(settings(&store).await, ["c"]);
}

/// Starts a command that writes `key` and then waits, so that those after it are in line.
async fn occupied(
    store: &Store,
    key: &'static str,
) -> (Arc<Notify>, JoinHandle<Result<(), StoreFault>>) {
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (store, tell, wait) = (store.clone(), begun.clone(), go.clone());
    let task = tokio::spawn(async move {
        store
            .write("occupy", move |tx| {
                Box::pin(async move {
                    tx.run(setting(key)).await?;
                    tell.notify_one();
                    wait.notified().await;
                    Ok(())
                })
            })
            .await
    });
    begun.notified().await;
    (go, task)
}

async fn in_line<T>(pending: &mut (impl Future<Output = T> + Unpin)) {
    assert!(futures::poll!(pending).is_pending());
}

/// Deferring foreign keys lets a commit fail, which nothing in the house does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_failed_commit_fails_every_command_of_its_group() {
    let place = Place::sqlite();
    let store = opened(&place).await;
    let (go, first) = occupied(&store, "a").await;
    let breaking = store.write("break", |tx| {
        Box::pin(async move {
            tx.run(sql("PRAGMA defer_foreign_keys = 1")).await?;
            tx.run(sql("INSERT INTO login VALUES ('t', 'nobody', 0, 0)"))
                .await
        })
    });
    let mut breaking = Box::pin(breaking);
    in_line(&mut breaking).await;
    go.notify_one();
    refused(first.await.unwrap(), Constraint::ForeignKey);
    refused(breaking.await, Constraint::ForeignKey);
    assert!(settings(&store).await.is_empty());
    put(&store, setting("next")).await.unwrap();
}
