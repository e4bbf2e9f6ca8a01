//! How connections begin and end.
//!
//! Our own loop instead of `axum::serve`, which leaves Nagle's algorithm on (files came 25 times
//! slower) and never cuts off a sender of slow headers. Only so many are open at a time, and of one
//! address only its share; whoever does not read what they asked for is cut off as well. On the
//! way down, requests that are under way get a last call to finish.

mod sending;
mod share;

use crate::caller::Proxies;
use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulConnection, GracefulShutdown},
};
use sending::Sending;
use share::Shares;
use std::{future::Future, net::SocketAddr, pin::pin, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tower::ServiceExt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How long the headers of a request may take to arrive.
    pub header_patience: Duration,
    /// How long somebody may read nothing of what is sent to them.
    pub send_patience: Duration,
    /// How long requests that are under way may take to finish, once it is over.
    pub last_call: Duration,
    pub most_connections: usize,
    /// Of one address, unless it is a proxy of ours.
    pub most_of_one: usize,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms {
            header_patience: Duration::from_secs(10),
            send_patience: Duration::from_secs(30),
            last_call: Duration::from_secs(10),
            most_connections: 1024,
            most_of_one: 256,
        }
    }
}

/// Serves until `stop` is done, then lets what is under way finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    terms: Terms,
    proxies: Proxies,
    stop: impl Future<Output = ()>,
) {
    let shares = Shares::new(terms.most_of_one, proxies);
    let open = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(terms.most_connections));
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await;
            (accept(&listener).await, place)
        };
        let ((stream, peer), place) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let Some(share) = shares.take(peer.ip()) else {
            tracing::debug!("an address has its share of connections already");
            continue;
        };
        let connection = open.watch(connection(stream, peer, router.clone(), terms));
        tokio::spawn(async move {
            // A connection that breaks is the client's affair.
            let _ = connection.await;
            drop((share, place));
        });
    }
    drop(listener);
    if timeout(terms.last_call, open.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end in time and were cut");
    }
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                if let Err(fault) = stream.set_nodelay(true) {
                    tracing::debug!(%fault, "could not set TCP_NODELAY");
                }
                return (stream, peer);
            }
            // Out of file handles, mostly: turning round at once would only burn the processor.
            Err(fault) => {
                tracing::warn!(%fault, "could not accept a connection");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    terms: Terms,
) -> impl GracefulConnection<Error = hyper::Error> {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let stream = Sending::new(stream, terms.send_patience);
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(terms.header_patience)
        .serve_connection(TokioIo::new(stream), service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_accepted_connection_sends_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let _client = TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        let (stream, _) = accept(&listener).await;
        assert!(stream.nodelay().unwrap());
    }

    #[test]
    fn the_usual_terms_are_some_seconds_and_1024_connections_a_quarter_for_one_address() {
        let ten = Duration::from_secs(10);
        let terms = Terms {
            header_patience: ten,
            send_patience: 3 * ten,
            last_call: ten,
            most_connections: 1024,
            most_of_one: 256,
        };
        assert_eq!(Terms::default(), terms);
    }
}
