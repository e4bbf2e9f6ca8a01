//! Rows to begin with: Ida and Jon are therapists, Ben and Mia their clients. Times are plain
//! numbers; only their order matters here.

use backend::store::{Sql, Store, StoreFault, sql};

pub async fn people(store: &Store) {
    let people = [
        ("ida", "therapist"),
        ("jon", "therapist"),
        ("ben", "client"),
        ("mia", "client"),
    ];
    for (id, role) in people {
        put(store, account(id, role)).await.unwrap();
    }
}

pub fn account(id: &str, role: &str) -> Sql {
    sql(
        "INSERT INTO account (id, role, name, email, zone, city, created_at)
         VALUES ($1, $2, $1, $3, 'Europe/London', 'London', 0)",
    )
    .bind(id)
    .bind(role)
    .bind(format!("{id}@example.org"))
}

/// Fails: Mia has that address.
pub fn taken_address() -> Sql {
    sql("UPDATE account SET email = 'mia@example.org' WHERE id = 'ben'")
}

pub fn session(id: &str, therapist: &str, client: &str, from: i64, to: i64) -> Sql {
    sql("INSERT INTO session (id, therapist_id, client_id, kind, state, starts_at, ends_at, place,
                              price, currency, booked_at, booked_by, policy_version, policy_agreed_at)
         VALUES ($1, $2, $3, 'follow_up', 'confirmed', $4, $5, 'online', 6500, 'GBP', 0, 'client', 1, 0)")
    .bind(id)
    .bind(therapist)
    .bind(client)
    .bind(from)
    .bind(to)
}

pub fn hold(id: &str, therapist: &str, client: Option<&str>, from: i64, to: i64) -> Sql {
    sql(
        "INSERT INTO span (id, therapist_id, client_id, kind, starts_at, ends_at, expires_at)
         VALUES ($1, $2, $3, 'checkout', $4, $5, 900)",
    )
    .bind(id)
    .bind(therapist)
    .bind(client)
    .bind(from)
    .bind(to)
}

pub fn cancel(id: &str) -> Sql {
    sql(
        "UPDATE session SET state = 'cancelled', cancelled_at = 1, revision = revision + 1
          WHERE id = $1",
    )
    .bind(id)
}

pub fn setting(key: &str) -> Sql {
    sql("INSERT INTO setting (key, value) VALUES ($1, 'x')").bind(key)
}

pub async fn put(store: &Store, statement: Sql) -> Result<u64, StoreFault> {
    store
        .write("put", move |tx| {
            Box::pin(async move { tx.run(statement).await })
        })
        .await
}

/// The number that a question such as `SELECT COUNT(*) …` answers.
pub async fn number(store: &Store, question: &'static str) -> i64 {
    let answer: Result<(i64,), StoreFault> = store
        .read(|tx| Box::pin(async move { tx.one(sql(question)).await }))
        .await;
    answer.unwrap().0
}

pub async fn settings(store: &Store) -> Vec<String> {
    let rows: Result<Vec<(String,)>, StoreFault> = store
        .read(|tx| {
            Box::pin(async move { tx.all(sql("SELECT key FROM setting ORDER BY key")).await })
        })
        .await;
    rows.unwrap().into_iter().map(|row| row.0).collect()
}
