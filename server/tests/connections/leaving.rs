//! A browser that goes away in the middle of a command: the command is done, once, and so is
//! what follows from it.

use super::house::House;
use super::page;
use super::place::Place;
use super::{LONG, Serving, told};
use app::routes;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::routing::post;
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::{StoreFault, sql};
use domain::ids::ClientId;
use server::{Terms, even_if_nobody_waits};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

/// Between two looks at what comes by itself.
const MOMENT: Duration = Duration::from_millis(10);
const POST: &[u8] = b"POST / HTTP/1.1\r\nhost: kept\r\ncontent-length: 0\r\n\r\n";

/// Told when the request is given up, or answered.
struct Left(Arc<Semaphore>);

impl Drop for Left {
    fn drop(&mut self) {
        self.0.add_permits(1);
    }
}

/// Outside of everything else: that which is inside is gone before `left` is told.
fn watched(router: Router, left: &Arc<Semaphore>) -> Router {
    let left = left.clone();
    router.layer(from_fn(move |request: Request, next: Next| {
        let left = Left(left.clone());
        async move {
            let answer = next.run(request).await;
            drop(left);
            answer
        }
    }))
}

/// What becomes of the second of two steps, whose client left before the door to it opened.
struct Steps {
    door: Arc<Semaphore>,
    done: Arc<Semaphore>,
}

impl Steps {
    async fn whose_client_left(layer: impl FnOnce(Router) -> Router) -> Steps {
        let [door, begun, done, left] = [0; 4].map(|n| Arc::new(Semaphore::new(n)));
        let (to, by, at) = (door.clone(), begun.clone(), done.clone());
        let steps = move || async move {
            by.add_permits(1);
            to.acquire().await.expect("open").forget();
            at.add_permits(1);
        };
        let router = layer(Router::new().route("/", post(steps)));
        let serving = Serving::start(watched(router, &left), Terms::default()).await;
        let mut client = serving.connect().await;
        client.write_all(POST).await.unwrap();
        told(&begun, "it begins").await;
        drop(client);
        told(&left, "the server notices").await;
        door.add_permits(1);
        Steps { door, done }
    }
}

#[tokio::test]
async fn what_a_leaving_client_began_comes_to_its_end() {
    let alone = Steps::whose_client_left(|router| router).await;
    let nobody_came = (
        alone.door.available_permits(),
        alone.done.available_permits(),
    );
    assert_eq!(nobody_came, (1, 0), "this is what hyper does");
    let layered = |router: Router| router.layer(from_fn(even_if_nobody_waits));
    let layered = Steps::whose_client_left(layered).await;
    told(&layered.done, "it is done").await;
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
    let left = Arc::new(Semaphore::new(0));
    let router = watched(house.router.clone(), &left);
    let serving = Serving::start(router, Terms::default()).await;

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
    told(&at, "it is held").await;

    let mut client = serving.connect().await;
    let request = format!(
        "POST {} HTTP/1.1\r\nhost: kept\r\nsec-fetch-site: same-origin\r\n\
         accept: application/json\r\ncookie: {cookie}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        routes::DO_CANCEL_SESSION,
        body.len()
    );
    let before = house.backend.store.statements();
    client.write_all(request.as_bytes()).await.unwrap();
    // Whose form it is has been asked: from there on it is in a task of its own.
    until(|| house.backend.store.statements() > before).await;
    drop(client);
    told(&left, "the server notices").await;
    let done = house.number("SELECT COUNT(*) FROM command").await;
    assert_eq!(done, 0, "it waits");
    door.add_permits(1);
    hold.await.unwrap();

    let cancelled = "SELECT COUNT(*) FROM session WHERE state = 'cancelled'";
    let all = async {
        while house.number(cancelled).await == 0 {
            sleep(MOMENT).await;
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

async fn until(holds: impl Fn() -> bool) {
    let wait = async {
        while !holds() {
            sleep(MOMENT).await;
        }
    };
    timeout(LONG, wait).await.expect("it comes to that");
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
