//! What the database itself forbids about time: no two spans overlap, of whatever kind, and a
//! session always has the span that is its own.

use crate::place::Place;
use crate::refused;
use crate::rows::{cancel, hold, number, put, session};
use backend::store::{Constraint, Store, sql};

pub async fn two_sessions_of_one_therapist_cannot_overlap(store: Store, _: &Place) {
    put(&store, session("a", "ida", "ben", 100, 150))
        .await
        .unwrap();
    for (from, to) in [(100, 150), (90, 101), (149, 200), (110, 120), (50, 300)] {
        refused(
            put(&store, session("b", "ida", "mia", from, to)).await,
            Constraint::Slot,
        );
    }
    assert_eq!(number(&store, "SELECT COUNT(*) FROM session").await, 1);
}

pub async fn a_session_and_a_hold_cannot_overlap(store: Store, _: &Place) {
    put(&store, session("a", "ida", "ben", 100, 150))
        .await
        .unwrap();
    refused(
        put(&store, hold("h", "ida", Some("mia"), 140, 190)).await,
        Constraint::Slot,
    );
    put(&store, hold("h", "ida", None, 200, 250)).await.unwrap();
    refused(
        put(&store, session("b", "ida", "mia", 240, 290)).await,
        Constraint::Slot,
    );
}

pub async fn two_holds_cannot_overlap(store: Store, _: &Place) {
    put(&store, hold("h", "ida", None, 100, 150)).await.unwrap();
    refused(
        put(&store, hold("i", "ida", None, 149, 199)).await,
        Constraint::Slot,
    );
    put(&store, hold("i", "jon", None, 149, 199)).await.unwrap();
}

pub async fn a_client_cannot_be_with_two_therapists_at_once(store: Store, _: &Place) {
    put(&store, session("a", "ida", "ben", 100, 150))
        .await
        .unwrap();
    refused(
        put(&store, session("b", "jon", "ben", 120, 170)).await,
        Constraint::Slot,
    );
    refused(
        put(&store, hold("h", "jon", Some("ben"), 120, 170)).await,
        Constraint::Slot,
    );
    put(&store, session("b", "jon", "mia", 120, 170))
        .await
        .unwrap();
}

pub async fn one_may_begin_when_the_other_ends(store: Store, _: &Place) {
    put(&store, session("a", "ida", "ben", 100, 150))
        .await
        .unwrap();
    put(&store, session("b", "ida", "ben", 150, 200))
        .await
        .unwrap();
    put(&store, hold("h", "ida", Some("ben"), 50, 100))
        .await
        .unwrap();
}

pub async fn a_cancelled_session_frees_its_time(store: Store, _: &Place) {
    let back = sql("UPDATE session SET state = 'confirmed', cancelled_at = NULL WHERE id = 'a'");
    put(&store, session("a", "ida", "ben", 100, 150))
        .await
        .unwrap();
    put(&store, cancel("a")).await.unwrap();
    assert_eq!(number(&store, "SELECT COUNT(*) FROM span").await, 0);
    put(&store, back.clone()).await.unwrap();
    assert_eq!(number(&store, "SELECT COUNT(*) FROM span").await, 1);
    put(&store, cancel("a")).await.unwrap();
    put(&store, session("b", "ida", "mia", 100, 150))
        .await
        .unwrap();
    refused(put(&store, back).await, Constraint::Slot);
}

pub async fn a_moved_session_takes_its_span_along(store: Store, _: &Place) {
    let to = |from: i64| {
        sql("UPDATE session SET starts_at = $1, ends_at = $2 WHERE id = 'a'")
            .bind(from)
            .bind(from + 50)
    };
    put(&store, session("a", "ida", "ben", 100, 150))
        .await
        .unwrap();
    put(&store, session("b", "ida", "mia", 300, 350))
        .await
        .unwrap();
    refused(put(&store, to(310)).await, Constraint::Slot);
    put(&store, to(120)).await.unwrap();
    assert_eq!(
        number(&store, "SELECT starts_at FROM span WHERE id = 'a'").await,
        120
    );
    put(&store, hold("h", "ida", None, 100, 120)).await.unwrap();
}

pub async fn the_span_of_a_session_cannot_be_written_past_it(store: Store, _: &Place) {
    put(&store, session("a", "ida", "ben", 100, 150))
        .await
        .unwrap();
    put(&store, session("b", "ida", "ben", 200, 250))
        .await
        .unwrap();
    put(&store, cancel("b")).await.unwrap();
    let wrong = [
        sql("DELETE FROM span WHERE id = 'a'"),
        sql("UPDATE span SET ends_at = 160 WHERE id = 'a'"),
        sql("UPDATE span SET kind = 'offered', expires_at = 9 WHERE id = 'a'"),
        sql(
            "INSERT INTO span (id, therapist_id, client_id, kind, session_id, starts_at, ends_at)
             VALUES ('b', 'ida', 'ben', 'session', 'b', 200, 250)",
        ),
    ];
    for statement in wrong {
        refused(put(&store, statement).await, Constraint::SpanOfSession);
    }
}

pub async fn of_fifty_who_want_one_slot_one_wins_and_the_others_are_told(store: Store, _: &Place) {
    let race = (0..50).map(|n| {
        let store = store.clone();
        let client = if n % 2 == 0 { "ben" } else { "mia" };
        tokio::spawn(async move {
            put(&store, session(&format!("s{n}"), "ida", client, 100, 150)).await
        })
    });
    let mut winners = 0;
    for runner in race.collect::<Vec<_>>() {
        match runner.await.unwrap() {
            Ok(_) => winners += 1,
            Err(fault) => assert!(fault.is_slot_taken(), "{fault:?}"),
        }
    }
    assert_eq!(winners, 1);
    assert_eq!(number(&store, "SELECT COUNT(*) FROM span").await, 1);
}
