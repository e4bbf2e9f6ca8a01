//! The undo of a cancel as a browser sends it, with JavaScript and without.

use super::form::Form;
use super::page::{field, words};
use super::subjects::Subjects;
use super::visitor::Visitor;
use super::world::World;
use app::routes::{self, DO_CANCEL_SESSION, DO_UNDO_CANCEL};
use backend::seed::cast::{DANIEL, MAYA, NOOR};
use backend::store::sql;
use domain::ids::SessionId;
use domain::session::undo::WINDOW;
use domain::time::TimeDelta;
use http::StatusCode;

/// Maya, the page of a session that she has just cancelled, and the button that stands there.
struct Setting {
    world: World,
    maya: Visitor,
    session: SessionId,
    page: String,
    button: Vec<(String, String)>,
}

impl Setting {
    async fn cancelled() -> Setting {
        Setting::cancelled_because("client_asked").await
    }

    async fn cancelled_because(cause: &str) -> Setting {
        let world = World::demo().await;
        let maya = world.sign_in(MAYA).await;
        let Subjects { client, next, .. } = Subjects::of(&world).await;
        let form = Form::open(&maya, DO_CANCEL_SESSION, &routes::cancel(client, next)).await;
        let form = form.typing(&[("cause", cause)]).look(&maya).await;
        form.press(&maya, "do").await;
        let page = routes::session(client, next);
        let text = maya.get(&page).await.text;
        let value = |name: &str| field(&text, name).expect("the button");
        let button = ["session", "act", "key"].map(|name| (name.to_owned(), value(name)));
        Setting {
            world,
            maya,
            session: next,
            page,
            button: button.into(),
        }
    }

    async fn state(&self) -> String {
        let find = sql("SELECT state FROM session WHERE id = $1").bind(self.session);
        self.world.one::<(String,)>(find).await.0
    }

    async fn text(&self, page: &str) -> String {
        words(&self.maya.get(page).await.text)
    }
}

#[tokio::test]
async fn a_plain_press_undoes_it_and_the_page_says_so() {
    let at = Setting::cancelled().await;
    let text = at.text(&at.page).await;
    assert!(text.contains("You can undo this until 06:40:30"), "{text}");
    assert!(!text.contains("s left"), "it would stand still: {text}");
    let answer = at.maya.submit(DO_UNDO_CANCEL, &at.page, &at.button).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(answer.location(), at.page);
    assert_eq!(at.state().await, "confirmed");
    let text = at.text(&at.page).await;
    assert!(
        text.contains("Undone: the session stands as before"),
        "{text}"
    );
    assert!(!text.contains("You can undo this"), "{text}");
    // Pressing again, by going back, gets the same answer.
    let again = at.maya.submit(DO_UNDO_CANCEL, &at.page, &at.button).await;
    assert_eq!(
        (again.status, again.location()),
        (answer.status, answer.location())
    );
}

#[tokio::test]
async fn too_late_a_plain_press_does_nothing_and_says_why() {
    let at = Setting::cancelled().await;
    at.world.backend.clock.advance(WINDOW);
    let answer = at.maya.submit(DO_UNDO_CANCEL, &at.page, &at.button).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    let (page, draft) = answer.location().split_once("?draft=").expect("a draft");
    assert_eq!((page, draft.len()), (at.page.as_str(), 36));
    let text = at.text(answer.location()).await;
    assert!(text.contains("Nothing has been undone."), "{text}");
    assert!(
        text.contains("It could be undone until 06:40:30."),
        "{text}"
    );
    assert_eq!(at.state().await, "cancelled");
    let text = at.text(&at.page).await;
    assert!(!text.contains("undone"), "{text}");
}

#[tokio::test]
async fn the_thin_form_is_answered_in_json() {
    let at = Setting::cancelled().await;
    let clock = &at.world.backend.clock;
    clock.advance(WINDOW - TimeDelta::milliseconds(1));
    let mut strange = at.button.clone();
    strange[1].1 = "no act".into();
    let answer = at.maya.send(DO_UNDO_CANCEL, &strange).await;
    assert!(answer.text.contains("NothingToUndo"), "{}", answer.text);
    let answer = at.maya.send(DO_UNDO_CANCEL, &at.button).await;
    let to = format!("{{\"Done\":{{\"to\":\"{}\"}}}}", at.page);
    assert_eq!((answer.status, answer.text), (StatusCode::OK, to));
    assert_eq!(at.state().await, "confirmed");
}

#[tokio::test]
async fn the_other_party_reads_who_can_undo_it() {
    let at = Setting::cancelled().await;
    let daniel = at.world.sign_in(DANIEL).await;
    let text = words(&daniel.get(routes::OWN_SESSIONS).await.text);
    let said = "cancelled, can be undone by Maya until 07:40:30";
    assert!(text.contains(said), "{text}");
    let answer = daniel.send(DO_UNDO_CANCEL, &at.button).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(at.state().await, "cancelled");
}

#[tokio::test]
async fn the_team_reads_who_can_undo_what_a_task_is_about() {
    let at = Setting::cancelled_because("not_best_fit").await;
    let noor = at.world.sign_in(NOOR).await;
    let text = words(&noor.get(routes::TASKS).await.text);
    let said = "Suggest other therapists";
    assert!(text.contains(said), "{text}");
    let said = "Cancelled, can be undone by Maya until 06:40:30. The task would go, too.";
    assert!(text.contains(said), "{text}");
    at.world.backend.clock.advance(WINDOW);
    let text = words(&noor.get(routes::TASKS).await.text);
    assert!(!text.contains("undone"), "{text}");
}
