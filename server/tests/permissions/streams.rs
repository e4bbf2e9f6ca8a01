//! What is read for as long as a page is open, tried by everybody. Listening writes nothing.

use super::rows::everything;
use super::who::{Outcome, Who};
use super::world::{Kind, World};
use app::routes::STREAMS;
use http::StatusCode;

#[tokio::test]
async fn every_stream_is_open_to_whom_the_table_says_and_writes_nothing() {
    let world = World::demo().await;
    for who in Who::ALL {
        let visitor = who.comes(&world).await;
        let before = everything(&world).await;
        for (path, access) in STREAMS {
            let status = match who.gets(*access, Kind::Demo) {
                Outcome::Served => StatusCode::OK,
                Outcome::SignInFirst => StatusCode::UNAUTHORIZED,
                Outcome::Forbidden => StatusCode::FORBIDDEN,
                Outcome::Hidden => StatusCode::NOT_FOUND,
            };
            let answer = visitor.open(path).await;
            assert_eq!(answer.status(), status, "{path} as {who:?}");
        }
        assert_eq!(everything(&world).await, before, "{who:?} has written");
    }
}
