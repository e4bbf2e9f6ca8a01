//! What open pages hear over the wire.

use super::subjects::Subjects;
use super::visitor::{HTML, Visitor};
use super::world::World;
use app::routes::{self, LIVE};
use axum::body::BodyDataStream;
use backend::login;
use backend::seed::cast::{DANIEL, LENA, MAYA, Member, TOMAS};
use backend::store::{StoreFault, sql};
use futures::StreamExt;
use http::{Method, StatusCode};
use std::time::Duration;
use tokio::time::timeout;

/// As a page that has just been made.
const NOW: &str = "/live?age=0";

struct Open(BodyDataStream);

impl Open {
    async fn by(visitor: &Visitor) -> Open {
        Open::at(visitor, NOW).await
    }

    async fn at(visitor: &Visitor, path: &str) -> Open {
        let response = visitor.open(path).await;
        assert_eq!(response.status(), StatusCode::OK);
        let mut open = Open(response.into_body().into_data_stream());
        assert_eq!(open.hears().await.as_deref(), Some(": here\n\n"));
        // The house has just begun to listen: nobody can say what was before.
        while open.hears_within(300).await.is_some() {}
        open
    }

    async fn as_(world: &World, member: Member) -> Open {
        Open::by(&world.sign_in(member).await).await
    }

    /// `None` once the stream has ended.
    async fn hears(&mut self) -> Option<String> {
        let next = timeout(Duration::from_secs(20), self.0.next()).await;
        let bytes = next.expect("news, or the end")?.expect("bytes");
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    async fn hears_within(&mut self, millis: u64) -> Option<String> {
        let next = timeout(Duration::from_millis(millis), self.0.next()).await;
        let bytes = next.ok()??.expect("bytes");
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

async fn maya_cancels(world: &World) {
    let maya = world.sign_in(MAYA).await;
    let subjects = Subjects::of(world).await;
    let fields = subjects.fields(world, routes::DO_CANCEL_SESSION).await;
    let answer = maya.send(routes::DO_CANCEL_SESSION, &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}

/// Thirty days after the end of each session.
async fn end_links(world: &World) {
    let end = sql("UPDATE personal_link SET expires_at = 0");
    let write = world
        .backend
        .store
        .write::<_, StoreFault, _>("test", |tx| Box::pin(async move { tx.run(end).await }));
    write.await.unwrap();
}

#[tokio::test]
async fn a_stranger_hears_nothing() {
    let world = World::demo().await;
    let unknown = world.with_cookie("kept=nobody-has-this");
    for visitor in [world.stranger(), unknown] {
        let answer = visitor.ask(Method::GET, LIVE, &[HTML], String::new()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text);
        assert_eq!(answer.text, "Please sign in.");
    }
    let posted = world
        .sign_in(MAYA)
        .await
        .send::<&str, &str>(LIVE, &[])
        .await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn an_event_is_a_topic_of_ones_own_and_a_revision() {
    let world = World::demo().await;
    let mut maya = Open::as_(&world, MAYA).await;
    let mut daniel = Open::as_(&world, DANIEL).await;
    let mut neighbours = [
        Open::as_(&world, TOMAS).await,
        Open::as_(&world, LENA).await,
    ];
    maya_cancels(&world).await;
    for (open, member) in [(&mut maya, MAYA), (&mut daniel, DANIEL)] {
        let heard = open.hears().await;
        let told = format!("event: changed\ndata: account:{} 1\n\n", member.id());
        assert_eq!(heard.as_deref(), Some(&*told));
    }
    for neighbour in &mut neighbours {
        assert_eq!(neighbour.hears_within(300).await, None);
    }
}

#[tokio::test]
async fn whoever_holds_a_personal_link_hears_that_there_is_news_and_not_what() {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    let path = format!("{}?age=0", routes::live_link(&subjects.link));
    let mut daniel = Open::at(&world.stranger(), &path).await;
    maya_cancels(&world).await;
    let heard = daniel.hears().await;
    assert_eq!(heard.as_deref(), Some("event: everything\ndata: *\n\n"));
}

#[tokio::test]
async fn a_link_that_is_good_no_longer_is_not_listened_to() {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    let path = routes::live_link(&subjects.link);
    let stranger = world.stranger();
    let mut open = Open::at(&stranger, &path).await;
    end_links(&world).await;
    maya_cancels(&world).await;
    assert_eq!(open.hears().await, None, "the stream ends");
    for path in [path, routes::live_link("nothing")] {
        let answer = stranger
            .ask(Method::GET, &path, &[HTML], String::new())
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.text);
    }
}

#[tokio::test]
async fn what_was_missed_while_the_page_was_on_its_way_is_told_at_once() {
    let world = World::demo().await;
    maya_cancels(&world).await;
    let maya = world.sign_in(MAYA).await;
    for path in ["/live?age=3600000", "/live?age=0", "/live"] {
        let mut open = Open(maya.open(path).await.into_body().into_data_stream());
        assert_eq!(open.hears().await.as_deref(), Some(": here\n\n"));
        let told = open.hears().await.unwrap_or_default();
        assert!(told.starts_with("event: "), "{path}: {told}");
    }
}

#[tokio::test]
async fn a_stream_is_kept_by_nobody_and_comes_as_it_is() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let response = maya.open(NOW).await;
    let header = |name: &str| response.headers().get(name).map(|v| v.to_str().unwrap());
    assert_eq!(header("content-type"), Some("text/event-stream"));
    assert_eq!(header("cache-control"), Some("no-store"));
    assert_eq!(header("x-accel-buffering"), Some("no"));
    assert_eq!(header("content-encoding"), None);
    assert!(header("content-security-policy").is_some());
}

#[tokio::test]
async fn a_person_has_sixteen_streams_and_a_closed_one_makes_room() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let mut open = Vec::new();
    for _ in 0..16 {
        let response = maya.open(NOW).await;
        assert_eq!(response.status(), StatusCode::OK);
        open.push(response);
    }
    let refused = maya.open(NOW).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let tomas = world.sign_in(TOMAS).await;
    assert_eq!(tomas.open(NOW).await.status(), StatusCode::OK);
    open.pop();
    assert_eq!(maya.open(NOW).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn signed_out_everywhere_every_stream_ends_and_none_begins() {
    let world = World::demo().await;
    let visitor = world.sign_in(MAYA).await;
    let (mut one, mut two) = (Open::by(&visitor).await, Open::as_(&world, MAYA).await);
    let mut tomas = Open::as_(&world, TOMAS).await;
    let store = &world.backend.store;
    login::sign_out_everywhere(store, MAYA.id()).await.unwrap();
    assert_eq!(one.hears().await, None);
    assert_eq!(two.hears().await, None);
    assert_eq!(tomas.hears_within(300).await, None);
    assert_eq!(visitor.open(NOW).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn on_the_way_down_every_stream_ends() {
    let world = World::demo().await;
    let visitor = world.sign_in(MAYA).await;
    let mut open = Open::by(&visitor).await;
    world.backend.store.end_following();
    assert_eq!(open.hears().await, None);
    let status = visitor.open(NOW).await.status();
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_clock_that_was_moved_is_news_for_every_open_page() {
    let world = World::demo().await;
    let mut open = [Open::as_(&world, MAYA).await, Open::as_(&world, LENA).await];
    let moved = world.stranger();
    let answer = moved.send(routes::DO_MOVE_CLOCK, &[("by", "3600")]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    for page in &mut open {
        let heard = page.hears().await;
        assert_eq!(heard.as_deref(), Some("event: everything\ndata: *\n\n"));
    }
}
