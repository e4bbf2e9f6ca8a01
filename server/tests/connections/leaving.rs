//! A browser that goes away in the middle of a command: the command is done, once, and so is
//! what follows from it.

use super::house::House;
use super::page;
use super::place::Place;
use super::{LONG, SHORT, Serving};
use app::routes;
use axum::Router;
use axum::middleware::from_fn;
use axum::routing::post;
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::{StoreFault, sql};
use domain::ids::ClientId;
use server::{Terms, even_if_nobody_waits};
use std::sync::Arc;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

const POST: &[u8] = b"POST / HTTP/1.1\r\nhost: kept\r\ncontent-length: 0\r\n\r\n";

/// Two steps, the second behind a door.
fn two_steps(door: &Arc<Semaphore>, begun: &Arc<Semaphore>, done: &Arc<Semaphore>) -> Router {
    let (door, begun, done) = (door.clone(), begun.clone(), done.clone());
    let steps = move || async move {
        begun.add_permits(1);
        door.acquire().await.expect("open").forget();
        done.add_permits(1);
    };
    Router::new().route("/", post(steps))
}

async fn is_finished_without_its_client(layered: bool) -> bool {
    let [door, begun, done] = [0; 3].map(|n| Arc::new(Semaphore::new(n)));
    let router = two_steps(&door, &begun, &done);
    let router = match layered {
        true => router.layer(from_fn(even_if_nobody_waits)),
        false => router,
    };
    let serving = Serving::start(router, Terms::default()).await;
    let mut client = serving.connect().await;
    client.write_all(POST).await.unwrap();
    timeout(LONG, begun.acquire())
        .await
        .expect("it begins")
        .unwrap()
        .forget();
    drop(client);
    sleep(SHORT).await;
    door.add_permits(1);
    timeout(2 * SHORT, done.acquire()).await.is_ok()
}

#[tokio::test]
async fn what_a_leaving_client_began_comes_to_its_end() {
    assert!(
        !is_finished_without_its_client(false).await,
        "this is what hyper does"
    );
    assert!(is_finished_without_its_client(true).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancel_whose_browser_left_is_done_once_on_sqlite() {
    leave_in_the_middle(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancel_whose_browser_left_is_done_once_on_postgresql() {
    if let Some(place) = Place::postgres().await {
        leave_in_the_middle(place).await;
    }
}

async fn leave_in_the_middle(place: Place) {
    let house = House::with_sessions(place, 1).await;
    let session = house
        .text("SELECT id FROM session")
        .await
        .parse()
        .expect("an id");
    let path = routes::cancel(ClientId(DANIEL.id().0), session);
    let cookie = house.sign_in(MAYA).await;
    let body = form(&house, &cookie, &path).await;
    let serving = Serving::start(house.router.clone(), Terms::default()).await;

    // Somebody else is at it: on PostgreSQL with her row, on SQLite with the one writer.
    let door = Arc::new(Semaphore::new(0));
    let (held, at) = (door.clone(), Arc::new(Semaphore::new(0)));
    let (store, entered) = (house.backend.store.clone(), at.clone());
    let hold = tokio::spawn(async move {
        let hold = store.write::<_, StoreFault, _>("hold", move |tx| {
            Box::pin(async move {
                let row = sql("SELECT id FROM account WHERE id = $1").bind(MAYA.id());
                tx.one::<(String,)>(row.for_update()).await?;
                entered.add_permits(1);
                held.acquire().await.expect("open").forget();
                Ok(())
            })
        });
        hold.await.unwrap();
    });
    timeout(LONG, at.acquire())
        .await
        .expect("it is held")
        .unwrap()
        .forget();

    let mut client = serving.connect().await;
    let request = format!(
        "POST {} HTTP/1.1\r\nhost: kept\r\nsec-fetch-site: same-origin\r\n\
         accept: application/json\r\ncookie: {cookie}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        routes::DO_CANCEL_SESSION,
        body.len()
    );
    client.write_all(request.as_bytes()).await.unwrap();
    sleep(3 * SHORT).await;
    assert_eq!(
        house.number("SELECT COUNT(*) FROM command").await,
        0,
        "it waits"
    );
    drop(client);
    sleep(SHORT).await;
    door.add_permits(1);
    hold.await.unwrap();

    let cancelled = "SELECT COUNT(*) FROM session WHERE state = 'cancelled'";
    let all = async {
        while house.number(cancelled).await == 0 {
            sleep(SHORT / 10).await;
        }
    };
    timeout(LONG, all).await.expect("it is done");
    for once in [
        "SELECT COUNT(*) FROM command",
        "SELECT COUNT(*) FROM refund",
    ] {
        assert_eq!(house.number(once).await, 1, "{once}");
    }
    house.leave().await;
}

/// What Maya's browser would send once it has shown what will happen.
async fn form(house: &House, cookie: &str, path: &str) -> String {
    let fields = |html: &str| {
        let value = |name: &str| page::field(html, name).unwrap_or_default();
        let session = format!("session={}&key={}", value("session"), value("key"));
        let commitment = house::encoded(&value("commitment"));
        format!(
            "{session}&cause=client_asked&commitment={commitment}&under={}",
            value("under")
        )
    };
    use super::house;
    let looked = fields(&house.get(path, cookie).await);
    let to = routes::DO_CANCEL_SESSION;
    let shown = house
        .post(to, cookie, &format!("{looked}&intent=preview"))
        .await;
    assert_eq!(shown.status(), 302);
    let shown = shown.headers()["location"]
        .to_str()
        .expect("text")
        .to_owned();
    let sent = fields(&house.get(&shown, cookie).await);
    format!("{sent}&intent=do")
}
