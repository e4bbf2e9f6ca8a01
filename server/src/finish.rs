//! What was begun comes to its end. When a browser goes away, hyper drops whatever was being
//! answered, in the middle: a sign-in without the sign-out of who was there before, a decision
//! whose letter waits for the next tick. So what may change something runs in a task of its own.

use axum::{extract::Request, middleware::Next, response::Response};
use http::Method;
use std::panic::resume_unwind;

pub async fn even_if_nobody_waits(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(end) => match end.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // Only the end of the runtime cancels a task, and then nobody is answered.
            Err(_) => std::future::pending().await,
        },
    }
}
