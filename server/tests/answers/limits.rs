//! Who tries too often is told so in words, keeps what was typed, and learns nothing.

use super::form::Form;
use super::page::{field, words};
use super::subjects::Subjects;
use super::visitor::Answer;
use super::world::{Kind, World};
use app::routes::{self, DO_SIGN_IN};
use backend::limits::{Rate, Rates};
use backend::seed::cast::{DANIEL, MAYA, TOMAS};
use domain::time::TimeDelta;
use http::StatusCode;

const TOO_MANY: &str = "There were too many tries. Wait a few minutes, then try again.";

/// Three guesses an hour for one account, five passwords from one address, four commands.
async fn strict() -> World {
    let rate = |count| Rate::new(count, TimeDelta::hours(1));
    let rates = Rates {
        passwords: rate(5),
        guesses: rate(3),
        commands: rate(4),
    };
    World::limited(Kind::Demo, rates).await
}

fn guess(email: &str) -> [(&str, &str); 3] {
    [
        ("email", email),
        ("password", "a wrong password"),
        ("next", "/account"),
    ]
}

async fn sent(world: &World, email: &str) -> Answer {
    world.stranger().send(DO_SIGN_IN, &guess(email)).await
}

fn wait(answer: &Answer) -> i64 {
    answer.header("retry-after").parse().expect("seconds")
}

#[tokio::test]
async fn after_some_wrong_passwords_there_is_a_wait_whether_or_not_there_is_an_account() {
    for email in [DANIEL.email, "nobody@kept.example"] {
        let world = strict().await;
        for _ in 0..3 {
            assert_eq!(sent(&world, email).await.status, StatusCode::OK);
        }
        let answer = sent(&world, email).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{email}");
        assert_eq!(answer.text, "\"TooOften\"", "{email}");
        assert!((1..=1201).contains(&wait(&answer)), "{email}");
        // Another account can still be signed in to, until the address itself has tried enough.
        // What was refused counts for nothing.
        for _ in 0..2 {
            assert_eq!(sent(&world, TOMAS.email).await.status, StatusCode::OK);
        }
        assert_eq!(
            sent(&world, MAYA.email).await.status,
            StatusCode::TOO_MANY_REQUESTS
        );
    }
}

#[tokio::test]
async fn a_plain_form_keeps_what_was_typed_and_its_page_says_when_to_come_again() {
    let world = strict().await;
    let submit = || async {
        let stranger = world.stranger();
        stranger
            .submit(DO_SIGN_IN, "/sign-in", &guess(DANIEL.email))
            .await
    };
    for _ in 0..3 {
        submit().await;
    }
    let refused = submit().await;
    assert_eq!(refused.status, StatusCode::FOUND);
    assert_eq!(refused.location(), "/sign-in?next=/account");
    let (cookie, _) = refused
        .header("set-cookie")
        .split_once(';')
        .expect("attributes");
    let page = world.with_cookie(cookie).get(refused.location()).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!((1..=1201).contains(&wait(&page)));
    assert!(
        words(&page.text).contains(TOO_MANY),
        "{}",
        words(&page.text)
    );
    assert_eq!(field(&page.text, "email").as_deref(), Some(DANIEL.email));
    assert_ne!(page.header("x-request-id"), "");
}

#[tokio::test]
async fn the_demonstrations_one_press_is_not_limited() {
    let world = strict().await;
    let maya = [("person", MAYA.id().to_string())];
    for _ in 0..20 {
        let answer = world.stranger().send(routes::DO_SIGN_IN_AS, &maya).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn one_persons_commands_are_limited_and_reading_is_not() {
    let world = strict().await;
    let subjects = Subjects::of(&world).await;
    let page = routes::cancel(subjects.client, subjects.next);
    let maya = world.sign_in(MAYA).await;
    let form = Form::open(&maya, routes::DO_CANCEL_SESSION, &page).await;
    let form = form.typing(&[("cause", "client_asked")]);
    for _ in 0..4 {
        assert_eq!(form.press(&maya, "preview").await.status, StatusCode::FOUND);
    }
    let plain = form.press(&maya, "preview").await;
    assert_eq!(plain.status, StatusCode::TOO_MANY_REQUESTS);
    assert!((1..=901).contains(&wait(&plain)));
    let said = words(&plain.text);
    assert!(
        said.contains("Wait a minute, then send it again."),
        "{said}"
    );

    let elsewhere = world.sign_in(MAYA).await;
    let thin = elsewhere.send(form.to, &form.with_intent("do")).await;
    assert_eq!(
        thin.status,
        StatusCode::TOO_MANY_REQUESTS,
        "it is the person who is limited"
    );
    assert_eq!(thin.text, "\"TooOften\"");

    for _ in 0..10 {
        let none: [(&str, &str); 0] = [];
        assert_eq!(
            maya.send("/do/load_today", &none).await.status,
            StatusCode::OK
        );
        assert_eq!(maya.get(&page).await.status, StatusCode::OK);
    }
    let tomas = world.sign_in(TOMAS).await;
    let hidden = tomas.send(form.to, &form.with_intent("do")).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND, "others are not");
}
