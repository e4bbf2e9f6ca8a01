//! Every page, opened by everybody. Opening one writes nothing, whoever it is.

use super::rows::everything;
use super::subjects::Subjects;
use super::visitor::Answer;
use super::who::{Outcome, Who};
use super::world::{Kind, World};
use app::routes::{self, Access, PAGES};
use backend::seed::cast::DANIEL;
use domain::permission::Scope;
use http::StatusCode;

#[tokio::test]
async fn every_page_opens_for_whom_the_table_says_and_writes_nothing() {
    check_all(Kind::Demo, |_| true).await;
}

#[tokio::test]
async fn outside_of_the_demo_its_pages_do_not_exist() {
    check_all(Kind::Real, |access| !matches!(access, Access::Needs(_))).await;
}

async fn check_all(kind: Kind, of: impl Fn(Access) -> bool) {
    let world = World::of(kind).await;
    let subjects = Subjects::of(&world).await;
    for who in Who::ALL {
        let visitor = who.comes(&world).await;
        let before = everything(&world).await;
        for (pattern, access) in PAGES.iter().filter(|(_, access)| of(*access)) {
            let path = subjects.path(pattern);
            let answer = visitor.get(&path).await;
            let what = format!("{path} as {who:?}");
            let outcome = who.gets(*access, kind);
            check(&answer, outcome, who, &path, &what);
            if outcome == Outcome::Hidden && is_of_a_pair(*access) {
                let elsewhere = |text: &str| subjects.elsewhere(text);
                let unknown = visitor.get(&elsewhere(&path)).await;
                assert_eq!(answer.status, unknown.status, "{what}");
                let (ours, theirs) = (answer.without_nonce(), unknown.without_nonce());
                assert!(elsewhere(&ours) == theirs, "{what}: {ours}\n{theirs}");
            }
        }
        assert_eq!(everything(&world).await, before, "{who:?} has written");
    }
}

fn is_of_a_pair(access: Access) -> bool {
    matches!(access, Access::Needs(action) if action.scope() == Scope::OwnPair)
}

fn check(answer: &Answer, outcome: Outcome, who: Who, path: &str, what: &str) {
    if outcome != Outcome::Served {
        who.check_learns_nothing(&answer.text, what);
    }
    match outcome {
        Outcome::Served if path == routes::HOME => {
            let first = who.member().map(|member| routes::first(member.role));
            assert_eq!(answer.status, StatusCode::FOUND, "{what}");
            assert_eq!(
                answer.location(),
                first.unwrap_or(routes::SIGN_IN),
                "{what}"
            );
        }
        Outcome::Served => assert_eq!(answer.status, StatusCode::OK, "{what}"),
        Outcome::SignInFirst => {
            assert_eq!(answer.status, StatusCode::FOUND, "{what}");
            assert_eq!(answer.location(), routes::sign_in(Some(path)), "{what}");
        }
        Outcome::Forbidden => {
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
            assert!(
                answer.text.contains("<h1>This page is for someone else"),
                "{what}"
            );
        }
        Outcome::Hidden => {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
            assert!(
                answer.text.contains("<h1>There is nothing at this address"),
                "{what}"
            );
        }
    }
}

#[tokio::test]
async fn a_session_is_found_only_under_its_own_client() {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    let maya = Who::Owner.comes(&world).await;
    let daniel = DANIEL.id().to_string();
    let lena = backend::seed::cast::LENA.id().to_string();
    for (pattern, _) in PAGES.iter().filter(|(path, _)| path.contains(":session")) {
        let path = subjects.path(pattern);
        assert_eq!(maya.get(&path).await.status, StatusCode::OK, "{path}");
        let path = path.replace(&daniel, &lena);
        assert_eq!(
            maya.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
