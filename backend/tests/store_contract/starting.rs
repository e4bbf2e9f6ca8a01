//! Opening a store: anew, again, and by many at once.

use crate::place::Place;
use crate::rows::{put, setting, settings};
use backend::store::{Store, StoreFault, Tx, sql};
use futures::future::BoxFuture;

pub async fn a_reopened_store_still_has_its_rows(store: Store, place: &Place) {
    put(&store, setting("a")).await.unwrap();
    store.close().await;
    let again = Store::open(&place.url).await.unwrap();
    assert_eq!(settings(&again).await, ["a"]);
    put(&again, setting("b")).await.unwrap();
}

pub async fn several_first_starts_at_once_all_succeed(_: Store, place: &Place) {
    // The place that is given has its schema already: this needs one that has not.
    let fresh = match place.is_sqlite() {
        true => Place::sqlite(),
        false => Place::postgres().await.unwrap(),
    };
    let starts: Vec<_> = (0..12)
        .map(|n| {
            let url = fresh.url.clone();
            tokio::spawn(async move {
                let store = Store::open(&url).await?;
                put(&store, setting(&format!("{n:02}"))).await?;
                Ok::<_, StoreFault>(store)
            })
        })
        .collect();
    let mut stores = Vec::new();
    for start in starts {
        stores.push(start.await.unwrap().unwrap());
    }
    assert_eq!(settings(&stores[0]).await.len(), 12);
    for store in stores {
        store.close().await;
    }
    fresh.leave().await;
}

/// SQLite alone has settings that every connection must hold.
#[tokio::test]
async fn on_sqlite_readers_and_the_writer_hold_their_pragmas() {
    let place = Place::sqlite();
    let store = Store::open(&place.url).await.unwrap();
    assert_eq!(
        store.write("ask", pragmas).await.unwrap(),
        "wal 2 1 5000 1 0"
    );
    assert_eq!(store.read(pragmas).await.unwrap(), "wal 2 1 5000 1 1");
}

fn pragmas(tx: &mut Tx) -> BoxFuture<'_, Result<String, StoreFault>> {
    Box::pin(async move {
        let (mode,): (String,) = tx.one(sql("PRAGMA journal_mode")).await?;
        let mut found = vec![mode];
        for pragma in [
            "PRAGMA synchronous",
            "PRAGMA foreign_keys",
            "PRAGMA busy_timeout",
            "PRAGMA recursive_triggers",
            "PRAGMA query_only",
        ] {
            let (value,): (i64,) = tx.one(sql(pragma)).await?;
            found.push(value.to_string());
        }
        Ok(found.join(" "))
    })
}
