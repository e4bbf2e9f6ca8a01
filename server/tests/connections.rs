//! How connections begin and end, over real ones.

#[path = "support/house.rs"]
mod house;
#[path = "connections/leaving.rs"]
mod leaving;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/page.rs"]
mod page;
#[allow(dead_code, reason = "the store's own tests ask it for more")]
#[path = "../../backend/tests/store_contract/place.rs"]
mod place;

use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use server::{Proxies, Terms, serve};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(20);
const ASK: &[u8] = b"GET / HTTP/1.1\r\nhost: kept\r\nconnection: close\r\n\r\n";

pub struct Serving {
    pub at: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Serving {
    pub async fn start(router: Router, terms: Terms) -> Serving {
        Serving::behind(Proxies::default(), router, terms).await
    }

    async fn behind(proxies: Proxies, router: Router, terms: Terms) -> Serving {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopped = async move { drop(stopped.await) };
        let ended = tokio::spawn(serve(listener, router, terms, proxies, stopped));
        Serving { at, stop, ended }
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.at).await.unwrap()
    }

    async fn send(&self, what: &[u8]) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(what).await.unwrap();
        stream
    }
}

fn answering() -> Router {
    Router::new().route("/", get(|| async { "answered" }))
}

async fn rest(mut stream: TcpStream) -> String {
    let mut all = Vec::new();
    let read = timeout(LONG, stream.read_to_end(&mut all)).await;
    let _ = read.expect("the connection stays open");
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test]
async fn who_sends_the_headers_too_slowly_is_cut_and_others_are_not() {
    let terms = Terms {
        header_patience: SHORT,
        ..Terms::default()
    };
    let serving = Serving::start(answering(), terms).await;
    let begun = Instant::now();
    let slow = serving.send(b"GET / HTTP/1.1\r\nhost: ke").await;
    assert!(rest(serving.send(ASK).await).await.contains("answered"));
    assert!(!rest(slow).await.contains("answered"));
    assert!(begun.elapsed() >= SHORT);
    // One that says nothing at all is cut as well.
    assert_eq!(rest(serving.connect().await).await, "");
}

#[tokio::test]
async fn beyond_the_cap_a_connection_waits_until_another_one_ends() {
    let terms = Terms {
        most_connections: 2,
        ..Terms::default()
    };
    let serving = Serving::start(answering(), terms).await;
    let first = serving.connect().await;
    let _second = serving.connect().await;
    let third = serving.send(ASK).await;
    let mut byte = [0];
    assert!(
        timeout(SHORT, third.peek(&mut byte)).await.is_err(),
        "it has to wait"
    );
    drop(first);
    assert!(rest(third).await.contains("answered"));
}

/// From another address of this machine.
async fn connect_from(from: &str, to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    let from: IpAddr = from.parse().expect("an address");
    socket.bind(SocketAddr::new(from, 0)).unwrap();
    socket.connect(to).await.unwrap()
}

async fn asks_from(from: &str, to: SocketAddr) -> bool {
    let mut stream = connect_from(from, to).await;
    // Whoever is let go at once may find nobody to write to.
    let _ = stream.write_all(ASK).await;
    rest(stream).await.contains("answered")
}

#[tokio::test]
async fn of_one_address_no_more_than_its_share_is_served_and_others_are() {
    let terms = Terms {
        most_of_one: 2,
        ..Terms::default()
    };
    let serving = Serving::start(answering(), terms).await;
    let first = serving.connect().await;
    let _second = serving.connect().await;
    assert!(!asks_from("127.0.0.1", serving.at).await);
    assert!(asks_from("127.0.0.2", serving.at).await);
    drop(first);
    let again = async { while !asks_from("127.0.0.1", serving.at).await {} };
    timeout(LONG, again).await.expect("its place is free again");
}

#[tokio::test]
async fn a_proxy_of_ours_has_as_many_as_there_are() {
    let terms = Terms {
        most_of_one: 2,
        ..Terms::default()
    };
    let proxies = Proxies::parse("127.0.0.1").expect("an address");
    let serving = Serving::behind(proxies, answering(), terms).await;
    let _open = [serving.connect().await, serving.connect().await];
    assert!(asks_from("127.0.0.1", serving.at).await);
}

/// More than any two sockets hold between them.
fn large() -> Router {
    let large = Bytes::from(vec![b'x'; 64 << 20]);
    let answer = move || async move { large };
    answering().route("/large", get(answer))
}

const ASK_LARGE: &[u8] = b"GET /large HTTP/1.1\r\nhost: kept\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn who_asks_and_does_not_read_is_cut_and_takes_nobodys_place() {
    let terms = Terms {
        send_patience: SHORT,
        most_connections: 1,
        ..Terms::default()
    };
    let serving = Serving::start(large(), terms).await;
    let _stalled = serving.send(ASK_LARGE).await;
    assert!(rest(serving.send(ASK).await).await.contains("answered"));
}

#[tokio::test]
async fn who_reads_gets_all_of_it() {
    let serving = Serving::start(large(), Terms::default()).await;
    let all = rest(serving.send(ASK_LARGE).await).await;
    assert!(all.len() > 64 << 20);
}

/// A request that is answered once somebody opens the door, and how many have come to it.
fn slow(door: &Arc<Semaphore>, come: &Arc<Semaphore>) -> Router {
    let (door, come) = (door.clone(), come.clone());
    let answer = move || async move {
        come.add_permits(1);
        door.acquire().await.expect("open").forget();
        "finished"
    };
    Router::new().route("/", get(answer))
}

/// Waits until it has been told of as often as this.
pub async fn told(of: &Semaphore, what: &str) {
    let told = timeout(LONG, of.acquire()).await;
    told.expect(what).expect("open").forget();
}

#[tokio::test]
async fn a_graceful_stop_lets_a_request_that_is_under_way_finish_and_takes_no_new_one() {
    let [door, come] = [0; 2].map(|n| Arc::new(Semaphore::new(n)));
    let serving = Serving::start(slow(&door, &come), Terms::default()).await;
    // First come, first accepted: where the second has come, the first is there.
    let idle = serving.connect().await;
    let under_way = serving.send(ASK).await;
    told(&come, "it comes").await;
    let Serving { at, stop, ended } = serving;
    stop.send(()).unwrap();
    assert_eq!(rest(idle).await, "", "who asks nothing is let go");
    assert!(
        TcpStream::connect(at).await.is_err(),
        "nobody listens any more"
    );
    assert!(!ended.is_finished());
    door.add_permits(1);
    assert!(rest(under_way).await.ends_with("finished"));
    timeout(LONG, ended).await.expect("it ends").unwrap();
}

#[tokio::test]
async fn a_request_that_never_ends_is_cut_after_the_last_call() {
    let terms = Terms {
        last_call: SHORT,
        ..Terms::default()
    };
    let [door, come] = [0; 2].map(|n| Arc::new(Semaphore::new(n)));
    let serving = Serving::start(slow(&door, &come), terms).await;
    let _under_way = serving.send(ASK).await;
    told(&come, "it comes").await;
    let Serving { stop, ended, .. } = serving;
    stop.send(()).unwrap();
    timeout(LONG, ended).await.expect("it ends").unwrap();
}
