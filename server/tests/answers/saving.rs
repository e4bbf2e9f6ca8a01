//! The second step of saving, and what it did: for whoever it belongs to and for nobody else.

use super::page::words;
use super::rows::{changed, everything};
use super::subjects::Subjects;
use super::world::World;
use app::routes;
use backend::seed::cast::{MAYA, TOMAS};
use http::StatusCode;

type Fields = Vec<(String, String)>;

fn set(fields: &Fields, name: &str, value: &str) -> Fields {
    let others = fields.iter().filter(|(known, _)| known != name).cloned();
    others
        .chain([(name.to_owned(), value.to_owned())])
        .collect()
}

#[tokio::test]
async fn a_missing_answer_saves_nothing_and_comes_back_with_all_that_was_given() {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    let fields = subjects.fields(&world, routes::DO_SAVE_ANSWERS).await;
    let maya = world.sign_in(MAYA).await;
    let fields = set(&set(&fields, "rest", ""), "note", "Back on Monday.");
    let fields = set(&fields, &format!("each[s{}]", subjects.next), "move");
    let before = everything(&world).await;
    let answer = maya
        .submit(routes::DO_SAVE_ANSWERS, routes::SAVING, &fields)
        .await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(changed(&before, &everything(&world).await), ["draft"]);
    let page = maya.get(answer.location()).await.text;
    assert!(
        words(&page).contains("answers are missing."),
        "{}",
        words(&page)
    );
    let of = |name: &str| super::page::field(&page, name);
    assert_eq!(of("note").as_deref(), Some("Back on Monday."));
    let each = of(&format!("each[s{}]", subjects.next));
    assert_eq!(each.as_deref(), Some("move"));
}

#[tokio::test]
async fn a_look_at_what_would_happen_saves_nothing() {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    let fields = subjects.fields(&world, routes::DO_SAVE_ANSWERS).await;
    let maya = world.sign_in(MAYA).await;
    let before = everything(&world).await;
    let fields = set(&fields, &format!("each[s{}]", subjects.next), "cancel");
    let fields = set(&fields, "intent", "preview");
    let answer = maya
        .submit(routes::DO_SAVE_ANSWERS, routes::SAVING, &fields)
        .await;
    assert_eq!(changed(&before, &everything(&world).await), ["draft"]);
    let page = words(&maya.get(answer.location()).await.text);
    assert!(page.contains("It counts as one incident"), "{page}");
    assert!(!page.contains("Nothing was saved"), "{page}");
}

#[tokio::test]
async fn what_was_saved_is_its_therapists_alone() {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    let fields = subjects.fields(&world, routes::DO_SAVE_ANSWERS).await;
    let maya = world.sign_in(MAYA).await;
    let answer = maya
        .submit(routes::DO_SAVE_ANSWERS, routes::SAVING, &fields)
        .await;
    let saved = answer.location();
    assert!(saved.starts_with("/availability/saved?act="), "{saved}");
    let page = words(&maya.get(saved).await.text);
    assert!(page.contains("Kept as booked"), "{page}");
    assert!(page.contains("Daniel Reyes"), "{page}");
    let tomas = world.sign_in(TOMAS).await;
    let page = words(&tomas.get(saved).await.text);
    assert!(
        page.contains("Nothing was saved under this address"),
        "{page}"
    );
    assert!(!page.contains("Daniel"), "{page}");
}

#[tokio::test]
async fn the_way_back_leads_to_no_other_site() {
    let world = World::demo().await;
    let subjects = Subjects::of(&world).await;
    let fields = subjects.fields(&world, routes::DO_SAVE_ANSWERS).await;
    let maya = world.sign_in(MAYA).await;
    let (_, pending) = fields
        .iter()
        .find(|(name, _)| name == "pending")
        .expect("a form");
    let strange = pending.replace("\"/availability\"", "\"//evil.example\"");
    assert_ne!(&strange, pending);
    let fields = set(&fields, "pending", &strange);
    let answer = maya.send(routes::DO_SAVE_ANSWERS, &fields).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let page = maya
        .get("/availability/saved?back=//evil.example")
        .await
        .text;
    assert!(!page.contains("evil.example\""), "{page}");
}
