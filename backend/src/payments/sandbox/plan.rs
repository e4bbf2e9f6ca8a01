//! What the demonstration's panel asks of the sandbox: the mishaps that the next refunds will
//! meet, kept in the sandbox's own books, and a look into these books.

use super::books;
use super::script::Mishap;
use crate::fault::Fault;
use crate::payments::ProviderRefund;
use crate::store::{Store, Tx, codec, sql};
use domain::time::Instant;

/// So many at once is more than a demonstration needs.
pub const MOST: usize = 20;

/// What the next refunds will meet, the next one first.
///
/// # Errors
/// Of the store.
pub async fn planned(store: &Store) -> Result<Vec<Mishap>, Fault> {
    store.read(|tx| Box::pin(all(tx))).await
}

/// One more, behind those that are planned already; `false` where there are too many.
///
/// # Errors
/// Of the store.
pub async fn plan(store: &Store, mishap: Mishap) -> Result<bool, Fault> {
    store
        .write("plan a mishap", move |tx| {
            Box::pin(async move {
                if all(tx).await?.len() >= MOST {
                    return Ok(false);
                }
                let add = "INSERT INTO sandbox_mishap (number, mishap) \
                           SELECT COALESCE(MAX(number), 0) + 1, $1 FROM sandbox_mishap";
                tx.run(sql(add).bind(mishap.as_str())).await?;
                Ok(true)
            })
        })
        .await
}

/// The next refunds will meet nothing.
///
/// # Errors
/// Of the store.
pub async fn forget(store: &Store) -> Result<(), Fault> {
    store
        .write("forget mishaps", |tx| {
            Box::pin(async move {
                tx.run(sql("DELETE FROM sandbox_mishap")).await?;
                Ok(())
            })
        })
        .await
}

/// The last refunds in the provider's books, the latest first, and when each was accepted.
///
/// # Errors
/// Of the store.
pub async fn latest(store: &Store, most: i64) -> Result<Vec<(ProviderRefund, Instant)>, Fault> {
    store
        .read(|tx| Box::pin(async move { books::latest(tx, most).await }))
        .await
}

/// Takes the next one out.
pub(super) async fn take(tx: &mut Tx) -> Result<Option<Mishap>, Fault> {
    let next: Option<(i64, String)> = tx
        .optional(
            sql("SELECT number, mishap FROM sandbox_mishap ORDER BY number LIMIT 1").for_update(),
        )
        .await?;
    let Some((number, mishap)) = next else {
        return Ok(None);
    };
    let taken = sql("DELETE FROM sandbox_mishap WHERE number = $1").bind(number);
    if tx.run(taken).await? == 0 {
        return Ok(None);
    }
    codec::text("sandbox_mishap.mishap", &mishap, Mishap::parse).map(Some)
}

async fn all(tx: &mut Tx) -> Result<Vec<Mishap>, Fault> {
    let rows: Vec<(String,)> = tx
        .all(sql("SELECT mishap FROM sandbox_mishap ORDER BY number"))
        .await?;
    let read = |(mishap,): (String,)| codec::text("sandbox_mishap.mishap", &mishap, Mishap::parse);
    rows.into_iter().map(read).collect()
}
