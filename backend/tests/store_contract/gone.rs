//! PostgreSQL goes away in the middle, and comes back. A wire that is cut in the test stands for
//! the server: every other test goes on using the real one.

use crate::place::Place;
use crate::rows::{put, setting, settings};
use backend::store::{Store, StoreFault};
use std::sync::Arc;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// Carries every connection on to the server until it is cut.
struct Wire {
    port: u16,
    server: String,
    carrying: JoinHandle<()>,
}

impl Wire {
    async fn to(server: String, port: u16) -> Wire {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let to = server.clone();
        let carrying = tokio::spawn(async move {
            let mut open = tokio::task::JoinSet::new();
            while let Ok((mut here, _)) = listener.accept().await {
                let mut there = TcpStream::connect(&to).await.unwrap();
                open.spawn(async move { copy_bidirectional(&mut here, &mut there).await });
            }
        });
        Wire {
            port,
            server,
            carrying,
        }
    }

    /// All connections break, and new ones are refused.
    async fn cut(self) -> (String, u16) {
        self.carrying.abort();
        let _ = self.carrying.await;
        (self.server, self.port)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_a_server_that_goes_away_is_named_keeps_nothing_half_and_is_found_again() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    let (account, rest) = place.url.rsplit_once('@').unwrap();
    let (server, database) = rest.split_once('/').unwrap();
    let wire = Wire::to(server.to_owned(), 0).await;
    let url = format!("{account}@127.0.0.1:{}/{database}", wire.port);
    let store = Store::open(&url).await.unwrap();
    put(&store, setting("before")).await.unwrap();

    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (busy, tell, wait) = (store.clone(), begun.clone(), go.clone());
    let in_the_middle = tokio::spawn(async move {
        let command = busy.write::<u64, StoreFault, _>("half", move |tx| {
            let (tell, wait) = (tell.clone(), wait.clone());
            Box::pin(async move {
                tx.run(setting("half")).await?;
                tell.notify_one();
                wait.notified().await;
                tx.run(setting("other half")).await
            })
        });
        command.await
    });
    begun.notified().await;
    let (server, port) = wire.cut().await;
    go.notify_one();
    let fault = in_the_middle.await.unwrap().expect_err("cut off");
    assert!(fault.is_outage(), "{fault:?}");
    let fault = put(&store, setting("while"))
        .await
        .expect_err("nobody there");
    assert!(fault.is_outage(), "{fault:?}");

    let _back = Wire::to(server, port).await;
    put(&store, setting("after")).await.unwrap();
    assert_eq!(settings(&store).await, ["after", "before"]);
    store.close().await;
    place.leave().await;
}
