//! Who may use what: the table of addresses is all that there is, and each of them is tried by
//! everybody.

#[path = "permissions/endpoints.rs"]
mod endpoints;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/form.rs"]
mod form;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/page.rs"]
mod page;
#[path = "permissions/pages.rs"]
mod pages;
#[path = "support/rows.rs"]
mod rows;
#[path = "permissions/streams.rs"]
mod streams;
#[path = "support/subjects.rs"]
mod subjects;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/visitor.rs"]
mod visitor;
#[path = "permissions/who.rs"]
mod who;
#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/world.rs"]
mod world;

use app::routes::{ENDPOINTS, PAGES};
use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;

#[test]
fn the_table_has_every_server_function_and_all_of_them_are_posted_to() {
    let listed: BTreeSet<String> = ENDPOINTS.iter().map(|(path, _)| (*path).into()).collect();
    assert_eq!(
        listed.len(),
        ENDPOINTS.len(),
        "an address stands there twice"
    );
    let registered: Vec<_> = server_fn_paths().collect();
    for (path, method) in &registered {
        assert_eq!(*method, http::Method::POST, "{path}");
    }
    let registered: BTreeSet<String> = registered.iter().map(|(path, _)| (*path).into()).collect();
    assert_eq!(registered, listed);
}

#[tokio::test]
async fn the_table_has_every_page_and_all_of_them_are_only_read() {
    let as_axum = |pattern: &str| {
        let part = |part: &str| match part.strip_prefix(':') {
            Some(name) => format!("{{{name}}}"),
            None => part.into(),
        };
        pattern.split('/').map(part).collect::<Vec<_>>().join("/")
    };
    let listed: BTreeSet<String> = PAGES.iter().map(|(path, _)| as_axum(path)).collect();
    assert_eq!(listed.len(), PAGES.len(), "an address stands there twice");
    let routes = &*server::PAGES;
    for route in routes {
        let methods: Vec<String> = route.methods().map(|m| format!("{m:?}")).collect();
        assert_eq!(methods, ["Get"], "{}", route.path());
    }
    let routed: BTreeSet<String> = routes.iter().map(|route| route.path().into()).collect();
    assert_eq!(routed, listed);
}
