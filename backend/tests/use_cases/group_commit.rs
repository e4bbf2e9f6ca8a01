//! SQLite has one writer: real cancels that wait together share its commits, and each is
//! answered by what became of the commit that it was in.

use crate::acts::{Acting, asked_now};
use crate::cancelling::done;
use crate::place::Place;
use crate::world::World;
use backend::deciding::{Asked, Outcome};
use backend::fault::Fault;
use backend::seed::cast::MAYA;
use backend::store::{Constraint, StoreFault, Tx, sql};
use backend::{cancellation, pages};
use domain::Command;
use domain::permission::{CancelSession, permit};
use futures::future::{BoxFuture, join_all};
use std::sync::Arc;
use tokio::sync::Notify;

async fn world() -> World {
    World::at(Place::sqlite()).await
}

/// So many cancels of Maya's, shown and not yet sent.
async fn cancels(world: &World, count: i64) -> Vec<Asked> {
    let mut asked = Vec::new();
    for hour in 0..count {
        let session = world.paid_in(72 + hour).await;
        asked.push(world.asked(session, Command::Cancel(asked_now())).await);
    }
    asked
}

/// Sends them all while the writer is busy, so that they wait in line together, with `among`
/// them after the first half.
async fn together<T: Send + 'static>(
    world: &World,
    asked: &[Asked],
    among: Vec<BoxFuture<'_, Result<T, StoreFault>>>,
) -> (Vec<Result<Outcome, Fault>>, Vec<Result<T, StoreFault>>) {
    let mut permits = Vec::new();
    for asked in asked {
        let subject = pages::session::subject(&world.backend, asked.session).await;
        let permit = permit::<CancelSession>(Some(MAYA.actor()), subject.unwrap());
        permits.push(permit.unwrap());
    }
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (store, tell, wait) = (world.backend.store.clone(), begun.clone(), go.clone());
    let busy = tokio::spawn(async move {
        let command = store.write::<(), StoreFault, _>("busy", move |_| {
            Box::pin(async move {
                tell.notify_one();
                wait.notified().await;
                Ok(())
            })
        });
        command.await
    });
    begun.notified().await;
    let sent = permits.into_iter().zip(asked).map(|(permit, asked)| {
        Box::pin(cancellation::by_therapist(
            &world.backend,
            permit,
            asked.clone(),
        ))
    });
    let (mut sent, mut among): (Vec<_>, _) = (sent.collect(), among);
    let half = sent.len() / 2;
    for cancel in &mut sent[..half] {
        assert!(futures::poll!(cancel).is_pending());
    }
    for other in &mut among {
        assert!(futures::poll!(other).is_pending());
    }
    for cancel in &mut sent[half..] {
        assert!(futures::poll!(cancel).is_pending());
    }
    go.notify_one();
    let answers = (join_all(sent).await, join_all(among).await);
    let _ = busy.await.unwrap();
    answers
}

/// A row that belongs to nobody is only looked for at the commit.
fn dangle(tx: &mut Tx) -> BoxFuture<'_, Result<u64, StoreFault>> {
    Box::pin(async move {
        tx.run(sql("PRAGMA defer_foreign_keys = 1")).await?;
        tx.run(sql("INSERT INTO login VALUES ('t', 'nobody', 0, 0)"))
            .await
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_64_waiting_cancels_take_8_commits_at_most() {
    let world = world().await;
    let asked = cancels(&world, 64).await;
    let before = world.backend.store.commits();
    let (outcomes, _) = together::<()>(&world, &asked, Vec::new()).await;
    let commits = world.backend.store.commits() - before;
    for outcome in outcomes {
        done(outcome.unwrap());
    }
    assert!(commits <= 8, "{commits} commits");
    let decided = "SELECT COUNT(*) FROM event WHERE kind = 'decided'";
    assert_eq!(world.number(decided).await, 64);
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_failed_commit_fails_every_cancel_of_its_group_and_nothing_of_them_is_there() {
    let world = world().await;
    let asked = cancels(&world, 8).await;
    let before = world.everything().await;
    let breaking = Box::pin(world.backend.store.write("break", dangle));
    let (outcomes, broken) = together(&world, &asked, vec![breaking]).await;
    let is_foreign_key = |fault: &StoreFault| {
        let constraint = Constraint::ForeignKey;
        matches!(fault, StoreFault::Conflict { constraint: c } if *c == constraint)
    };
    assert!(broken[0].as_ref().is_err_and(is_foreign_key), "{broken:?}");
    for outcome in outcomes {
        let fault = outcome.expect_err("the commit failed");
        assert!(
            matches!(&fault, Fault::Store(why) if is_foreign_key(why)),
            "{fault}"
        );
    }
    assert_eq!(world.everything().await, before);
    // Their keys are not spent: sent again, they are carried out.
    let (outcomes, _) = together::<()>(&world, &asked, Vec::new()).await;
    for outcome in outcomes {
        done(outcome.unwrap());
    }
    world.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_command_that_fails_or_panics_takes_no_cancel_of_its_group_along() {
    let world = world().await;
    let asked = cancels(&world, 6).await;
    let store = &world.backend.store;
    let before = store.commits();
    let fails = store.write("fail", |tx| {
        Box::pin(async move {
            tx.run(sql("INSERT INTO setting (key, value) VALUES ('half', 'x')"))
                .await?;
            tx.run(sql("INSERT INTO login VALUES ('t', 'nobody', 0, 0)"))
                .await
        })
    });
    let panics = store.write("panic", |tx| {
        Box::pin(async move {
            tx.run(sql("INSERT INTO setting (key, value) VALUES ('half', 'x')"))
                .await?;
            panic!("on purpose")
        })
    });
    let (outcomes, others) =
        together(&world, &asked, vec![Box::pin(fails), Box::pin(panics)]).await;
    for outcome in outcomes {
        done(outcome.unwrap());
    }
    assert!(
        matches!(others[0], Err(StoreFault::Conflict { .. })),
        "{others:?}"
    );
    assert!(
        matches!(others[1], Err(StoreFault::Panicked { .. })),
        "{others:?}"
    );
    assert_eq!(store.commits() - before, 1, "one group");
    assert_eq!(world.number("SELECT COUNT(*) FROM setting").await, 0);
    world.drain().await;
}

/// `max_page_count` is SQLite's own full disk: the file may not grow by a page.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_full_disk_leaves_whole_cancels_or_none_and_goes_on_once_there_is_room() {
    let world = world().await;
    let asked = cancels(&world, 40).await;
    let pages = world.number("PRAGMA page_count").await;
    let most = |pages: i64| {
        let limit = sql(sqlx::AssertSqlSafe(format!(
            "PRAGMA max_page_count = {pages}"
        )));
        async { world.put(limit).await }
    };
    most(pages).await;
    let (outcomes, _) = together::<()>(&world, &asked, Vec::new()).await;
    let (kept, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    assert!(!refused.is_empty(), "there was room for all");
    for refused in refused {
        let fault = refused.expect_err("refused");
        assert!(matches!(fault, Fault::Store(StoreFault::Full)), "{fault}");
    }
    let kept = i64::try_from(kept.len()).unwrap();
    for part in [
        "SELECT COUNT(*) FROM command",
        "SELECT COUNT(*) FROM refund",
        "SELECT COUNT(*) FROM event WHERE kind = 'decided'",
        "SELECT COUNT(*) FROM session WHERE state = 'cancelled'",
    ] {
        assert_eq!(world.number(part).await, kept, "{part}");
    }
    most(1_000_000).await;
    let (outcomes, _) = together::<()>(&world, &asked, Vec::new()).await;
    for outcome in outcomes {
        done(outcome.unwrap());
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM command").await, 40);
    world.drain().await;
}
