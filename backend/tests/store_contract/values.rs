//! Which rows are refused, how a refusal is named, and how values come back.

use crate::place::Place;
use crate::refused;
use crate::rows::{number, put, session, taken_address};
use backend::store::{Constraint, Store, StoreFault, places, sql};

pub async fn the_log_and_the_ledger_only_grow(store: Store, place: &Place) {
    put(&store, session("a", "ida", "ben", 100, 150))
        .await
        .unwrap();
    let rows = [
        "INSERT INTO event (session_id, number, kind, revision, actor_role, rule_version, body, received_at, committed_at)
         VALUES ('a', 1, 'booked', 0, 'client', 1, '{}', 0, 0)",
        "INSERT INTO payment (id, session_id, client_id, therapist_id, amount, currency, card, provider_charge, captured_at)
         VALUES ('p', 'a', 'ben', 'ida', 6500, 'GBP', 'card ending 4242', 'ch_1', 0)",
        "INSERT INTO ledger_entry (id, payment_id, from_account, to_account, amount, what, act_id, at)
         VALUES ('l', 'p', 'provider', 'held', 6500, 'captured', 'act', 0)",
    ];
    for row in rows {
        put(&store, sql(row)).await.unwrap();
    }
    let mut wrong = vec![
        "UPDATE event SET body = '{\"a\": 1}'",
        "DELETE FROM event",
        "UPDATE ledger_entry SET amount = 1",
        "DELETE FROM ledger_entry",
    ];
    wrong.push(if place.is_sqlite() {
        "INSERT OR REPLACE INTO ledger_entry (id, payment_id, from_account, to_account, amount, what, act_id, at)
         VALUES ('l', 'p', 'provider', 'held', 1, 'captured', 'act', 0)"
    } else {
        "TRUNCATE ledger_entry"
    });
    for statement in wrong {
        refused(put(&store, sql(statement)).await, Constraint::AppendOnly);
    }
    assert_eq!(
        number(&store, "SELECT amount FROM ledger_entry").await,
        6500
    );
}

pub async fn rows_that_make_no_sense_are_refused(store: Store, _: &Place) {
    put(&store, session("a", "ida", "ben", 100, 150))
        .await
        .unwrap();
    let wrong = [
        "UPDATE account SET email = 'Ben@example.org' WHERE id = 'ben'",
        "UPDATE account SET role = 'admin' WHERE id = 'ben'",
        "UPDATE session SET state = 'cancelled'",
        "UPDATE session SET cancelled_at = 1",
        "UPDATE session SET cancelled_cause = 'weather'",
        "UPDATE session SET ends_at = starts_at",
        "UPDATE session SET price = -1",
    ];
    for statement in wrong {
        refused(put(&store, sql(statement)).await, Constraint::Check);
    }
    refused(
        put(&store, session("b", "nobody", "mia", 500, 550)).await,
        Constraint::ForeignKey,
    );
    let nameless = sql("UPDATE account SET name = NULL WHERE id = 'ben'");
    refused(put(&store, nameless).await, Constraint::NotNull);
}

pub async fn a_duplicate_is_named_by_its_columns(store: Store, _: &Place) {
    let pair =
        "INSERT INTO pairing (therapist_id, client_id, since, policy_version, policy_agreed_at)
                VALUES ('ida', 'ben', 0, 1, 0)";
    let charge = |id: &str| {
        sql(
            "INSERT INTO charge (id, session_id, due_at, amount, currency, state)
             VALUES ($1, 'a', 0, 6500, 'GBP', 'scheduled')",
        )
        .bind(id)
    };
    put(&store, session("a", "ida", "ben", 100, 150))
        .await
        .unwrap();
    put(&store, sql(pair)).await.unwrap();
    put(&store, charge("c1")).await.unwrap();
    let unique = |columns: &str| Constraint::Unique(columns.to_owned());
    refused(
        put(&store, sql(pair)).await,
        unique("pairing.therapist_id,client_id"),
    );
    refused(put(&store, charge("c2")).await, unique("charge.session_id"));
    assert!(
        put(&store, taken_address())
            .await
            .unwrap_err()
            .is_duplicate_of("account.email")
    );
}

pub async fn text_numbers_and_nulls_come_back_as_they_went(store: Store, _: &Place) {
    let task = |id: &str, done_at: Option<i64>| {
        sql(
            "INSERT INTO task (id, kind, subject, session_id, note, created_at, done_at)
             VALUES ($1, 'look', $1, $2, 'Zoë — £65', $3, $4)",
        )
        .bind(id)
        .bind(None::<String>)
        .bind(i64::MAX)
        .bind(done_at)
    };
    put(&store, task("a", None)).await.unwrap();
    put(&store, task("b", Some(-1))).await.unwrap();
    let text = format!(
        "SELECT id, session_id, created_at, done_at FROM task
          WHERE note = $1 AND id IN ({}) ORDER BY id",
        places(2, 2)
    );
    let question = sql(sqlx::AssertSqlSafe(text))
        .bind("Zoë — £65")
        .bind_all(["a", "b"]);
    let found: Result<Vec<Task>, StoreFault> = store
        .read(|tx| Box::pin(async move { tx.all(question).await }))
        .await;
    let row = |id: &str, done_at| Task {
        id: id.into(),
        session_id: None,
        created_at: i64::MAX,
        done_at,
    };
    assert_eq!(found.unwrap(), [row("a", None), row("b", Some(-1))]);
}

#[derive(Debug, PartialEq, sqlx::FromRow)]
struct Task {
    id: String,
    session_id: Option<String>,
    created_at: i64,
    done_at: Option<i64>,
}
