//! The editor of hours without JavaScript, and what is sent to it twice or too late.

use super::page::field;
use super::page::words as page_words;
use super::rows::{changed, everything};
use super::visitor::Visitor;
use super::world::World;
use app::routes::{self, AVAILABILITY, DO_SAVE_HOURS};
use backend::seed::cast::MAYA;
use http::StatusCode;

type Fields = Vec<(String, String)>;

/// What the plain form would send of the hours, with some fields filled in otherwise.
async fn form(maya: &Visitor, typed: &[(&str, &str)]) -> Fields {
    let page = maya.get(AVAILABILITY).await.text;
    let mut fields: Fields = Vec::new();
    let mut put = |name: String| {
        if let Some(value) = field(&page, &name) {
            fields.push((name, value));
        }
    };
    for name in ["revision", "key", "week"] {
        put(name.into());
    }
    for day in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] {
        for range in 0..3 {
            put(format!("f[{day}-{range}-from]"));
            put(format!("f[{day}-{range}-to]"));
        }
    }
    for (name, value) in typed {
        let name = format!("f[{name}]");
        fields.retain(|(other, _)| *other != name);
        fields.push((name, (*value).into()));
    }
    fields
}

#[tokio::test]
async fn a_field_that_cannot_be_read_comes_back_with_all_that_was_typed() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let typed = [
        ("sat-0-from", "10:00"),
        ("gap", "fifteen"),
        ("date-0", "24.12."),
    ];
    let fields = form(&maya, &typed).await;
    let before = everything(&world).await;
    let answer = maya.submit(DO_SAVE_HOURS, AVAILABILITY, &fields).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert!(
        answer
            .location()
            .starts_with("/availability?week=2026-11-23&draft=")
    );
    assert_eq!(changed(&before, &everything(&world).await), ["draft"]);
    let page = maya.get(answer.location()).await.text;
    for (name, value) in typed {
        assert_eq!(
            field(&page, &format!("f[{name}]")).as_deref(),
            Some(value),
            "{name}"
        );
    }
    let said = page_words(&page);
    for words in [
        "3 fields cannot be read; each says why.",
        "Enter both times, such as 09:00 and 13:00.",
        "Enter a number.",
        "That is no date. Write it as 2026-12-24.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[tokio::test]
async fn a_plain_form_saves_and_the_same_one_again_changes_nothing_more() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let fields = form(&maya, &[("sat-0-from", "10:00"), ("sat-0-to", "12:00")]).await;
    let answer = maya.submit(DO_SAVE_HOURS, AVAILABILITY, &fields).await;
    let saved = routes::availability("2026-11-23", Some(1));
    assert_eq!(answer.location(), saved);
    let said = page_words(&maya.get(&saved).await.text);
    assert!(said.contains("1 change is saved."), "{said}");
    let before = everything(&world).await;
    let again = maya.submit(DO_SAVE_HOURS, AVAILABILITY, &fields).await;
    assert_eq!(again.status, StatusCode::FOUND);
    assert!(again.location().contains("saved="), "{}", again.location());
    assert_eq!(
        changed(&before, &everything(&world).await),
        Vec::<&str>::new()
    );
}

#[tokio::test]
async fn hours_that_were_saved_elsewhere_meanwhile_are_not_overwritten() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let late = form(&maya, &[("sat-0-from", "10:00"), ("sat-0-to", "12:00")]).await;
    let first = form(&maya, &[("gap", "15")]).await;
    maya.submit(DO_SAVE_HOURS, AVAILABILITY, &first).await;
    let answer = maya.submit(DO_SAVE_HOURS, AVAILABILITY, &late).await;
    let page = maya.get(answer.location()).await.text;
    let said = page_words(&page);
    assert!(
        said.contains("changed elsewhere since you opened them"),
        "{said}"
    );
    assert_eq!(field(&page, "f[sat-0-from]").as_deref(), Some("10:00"));
}

#[tokio::test]
async fn why_a_time_is_not_bookable_is_an_address() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let said = page_words(&maya.get("/availability?on=2026-12-12&at=10:00").await.text);
    assert!(
        said.contains("cannot be booked. You are closed on Saturdays."),
        "{said}"
    );
    let nothing = maya.get("/availability?on=never&at=10:00").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}
