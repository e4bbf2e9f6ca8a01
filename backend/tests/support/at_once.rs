//! Two at once, over and over: each in a task of its own, neither before the other is ready, and by
//! turns a little sooner or later. Whatever panics in one of them fails the test.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Barrier;

pub const ROUNDS: i64 = 200;

pub async fn at_once<A, B>(
    round: i64,
    one: impl Future<Output = A> + Send + 'static,
    other: impl Future<Output = B> + Send + 'static,
) -> (A, B)
where
    A: Send + 'static,
    B: Send + 'static,
{
    let ready = Arc::new(Barrier::new(2));
    let lead = round % 5 - 2;
    let one = tokio::spawn(after(ready.clone(), -lead, one));
    let other = tokio::spawn(after(ready, lead, other));
    let (one, other) = tokio::join!(one, other);
    (one.unwrap(), other.unwrap())
}

async fn after<T>(ready: Arc<Barrier>, lead: i64, act: impl Future<Output = T>) -> T {
    ready.wait().await;
    if let Ok(millis @ 1..) = u64::try_from(lead) {
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
    act.await
}
