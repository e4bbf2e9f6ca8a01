//! Signing in and out without JavaScript: cookies, where it leads, and what comes back to a
//! form that was refused.

use super::page::field;
use super::world::World;
use app::routes;
use backend::login::invite::{Newcomer, invite};
use backend::seed::cast::{DANIEL, MAYA};
use domain::actor::Role;
use http::StatusCode;

const PASSWORD: &str = "correct horse battery";

#[tokio::test]
async fn a_sign_in_as_leads_to_the_first_page_or_the_one_that_was_asked_for() {
    let world = World::demo().await;
    let maya = MAYA.id().to_string();
    for (next, to) in [
        ("", "/today"),
        ("/clients?x=1", "/clients?x=1"),
        ("/tasks", "/today"),
        ("//evil.example", "/today"),
        ("https://evil.example", "/today"),
        ("/\r\nx: y", "/today"),
    ] {
        let fields = [("person", &*maya), ("next", next)];
        let answer = world
            .stranger()
            .submit(routes::DO_SIGN_IN_AS, "/sign-in", &fields)
            .await;
        assert_eq!(answer.status, StatusCode::FOUND, "{next}");
        assert_eq!(answer.location(), to, "{next}");
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("kept="), "{cookie}");
        assert!(
            cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"),
            "{cookie}"
        );
    }
}

#[tokio::test]
async fn a_refused_sign_in_keeps_the_address_and_never_the_password() {
    let world = World::demo().await;
    for (email, words) in [
        (
            "daniel@kept.example",
            "That e-mail and password do not belong together.",
        ),
        (
            "nobody+100%;\"<b>@kept.example",
            "That e-mail and password do not belong together.",
        ),
        ("daniel", "This is not a whole e-mail address."),
    ] {
        let fields = [
            ("email", email),
            ("password", PASSWORD),
            ("next", "/account"),
        ];
        let answer = world
            .stranger()
            .submit(routes::DO_SIGN_IN, "/sign-in", &fields)
            .await;
        assert_eq!(answer.status, StatusCode::FOUND, "{email}");
        assert_eq!(answer.location(), "/sign-in?next=/account", "{email}");
        let cookie = answer.header("set-cookie");
        assert!(
            cookie.contains("HttpOnly; SameSite=Strict; Max-Age=60"),
            "{cookie}"
        );
        assert!(!cookie.contains("horse"), "{cookie}");

        let (cookie, _) = cookie.split_once(';').expect("attributes");
        let back = world.with_cookie(cookie);
        let page = back.get(answer.location()).await;
        assert!(page.text.contains(words), "{email}: {}", page.text);
        assert_eq!(field(&page.text, "email").as_deref(), Some(email));
        assert_eq!(field(&page.text, "password").unwrap_or_default(), "");
        assert!(page.header("set-cookie").contains("Max-Age=0"), "read once");
    }
}

#[tokio::test]
async fn an_address_that_nobody_has_is_refused_in_the_same_words() {
    let world = World::demo().await;
    let answers = [DANIEL.email, "nobody@kept.example"].map(|email| {
        let stranger = world.stranger();
        async move {
            let fields = [("email", email), ("password", PASSWORD)];
            let answer = stranger.send(routes::DO_SIGN_IN, &fields).await;
            (answer.status, answer.text)
        }
    });
    let [known, unknown] = answers;
    assert_eq!(known.await, unknown.await);
}

#[tokio::test]
async fn a_link_sets_a_password_once_and_the_password_signs_in() {
    let world = World::demo().await;
    let newcomer = Newcomer {
        email: "new@kept.example",
        name: "Somebody New",
        zone: "Europe/London",
        city: "London",
        role: Role::Therapist,
    };
    let (store, clock) = (&world.backend.store, &world.backend.clock);
    let page = invite(store, clock, newcomer).await.unwrap();
    let token = page.trim_start_matches("/welcome/");
    let stranger = world.stranger();
    assert!(stranger.get(&page).await.text.contains("new@kept.example"));

    let weak = [("token", token), ("password", "short")];
    let answer = stranger.submit(routes::DO_SET_PASSWORD, &page, &weak).await;
    assert_eq!(answer.location(), format!("{page}?problem=short"));
    let back = stranger.get(answer.location()).await;
    assert!(
        back.text.contains("10 characters are needed"),
        "{}",
        back.text
    );

    let good = [("token", token), ("password", PASSWORD)];
    let answer = stranger.submit(routes::DO_SET_PASSWORD, &page, &good).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::FOUND, "/today")
    );
    let again = stranger.submit(routes::DO_SET_PASSWORD, &page, &good).await;
    assert_eq!(again.location(), page);
    assert_eq!(stranger.get(&page).await.status, StatusCode::GONE);

    let fields = [("email", " New@Kept.example"), ("password", PASSWORD)];
    let answer = stranger
        .submit(routes::DO_SIGN_IN, "/sign-in", &fields)
        .await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::FOUND, "/today")
    );
}

#[tokio::test]
async fn signing_out_ends_it_here_or_everywhere() {
    let world = World::demo().await;
    let none: [(&str, &str); 0] = [];
    let (here, there) = (world.sign_in(MAYA).await, world.sign_in(MAYA).await);
    let third = world.sign_in(MAYA).await;
    let answer = here.submit(routes::DO_SIGN_OUT, "/account", &none).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::FOUND, "/sign-in")
    );
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(here.get("/today").await.status, StatusCode::FOUND);
    assert_eq!(there.get("/today").await.status, StatusCode::OK);

    there
        .submit(routes::DO_SIGN_OUT_EVERYWHERE, "/account", &none)
        .await;
    for visitor in [there, third] {
        assert_eq!(visitor.get("/today").await.status, StatusCode::FOUND);
    }
}

#[tokio::test]
async fn the_clock_is_moved_from_any_page_and_leads_back_to_it() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let before = world.backend.clock.now();
    let answer = maya
        .submit(routes::DO_MOVE_CLOCK, "/clients?x=1", &[("by", "3600")])
        .await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::FOUND, "/clients?x=1")
    );
    assert_eq!((world.backend.clock.now() - before).num_seconds(), 3600);
}
