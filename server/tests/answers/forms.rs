//! Deciding without JavaScript: a look at what will happen is a page of its own, and whatever
//! is refused comes back with all that was typed.

use super::form::Form;
use super::page::{field, words as page_words};
use super::rows::{changed, everything};
use super::subjects::Subjects;
use super::visitor::Visitor;
use super::world::World;
use app::routes::{self, DO_CANCEL_SESSION};
use backend::seed::cast::{CAST, DANIEL, LENA, MAYA, TOMAS};
use backend::store::sql;
use domain::ids::{ClientId, SessionId};
use domain::time::TimeDelta;
use http::StatusCode;

const WORDS: &str = "My daughter is ill & I have to go \"home\" <now>";

/// Maya, and the page on which she cancels Daniel's next session, or one in some days.
struct Setting {
    world: World,
    maya: Visitor,
    session: SessionId,
    page: String,
}

impl Setting {
    async fn at(days: i64) -> Setting {
        let world = World::demo().await;
        let maya = world.sign_in(MAYA).await;
        let client = Subjects::of(&world).await.client;
        let from = (world.backend.clock.now() + TimeDelta::days(days)).timestamp_millis();
        let so = format!("state = 'confirmed' AND starts_at > {from}");
        let session = world.session((MAYA, DANIEL), &so).await;
        Setting {
            world,
            maya,
            session,
            page: routes::cancel(client, session),
        }
    }

    async fn form(&self) -> Form {
        Form::open(&self.maya, DO_CANCEL_SESSION, &self.page).await
    }

    async fn text(&self, page: &str) -> String {
        page_words(&self.maya.get(page).await.text)
    }

    async fn is_cancelled(&self) -> bool {
        let find = sql("SELECT state FROM session WHERE id = $1").bind(self.session);
        self.world.one::<(String,)>(find).await.0 == "cancelled"
    }
}

#[tokio::test]
async fn a_look_leads_to_the_same_page_with_what_will_happen_and_what_was_typed() {
    let at = Setting::at(0).await;
    let typed = [
        ("cause", "other"),
        ("words", WORDS),
        ("note", "See you in January."),
    ];
    let form = at.form().await.typing(&typed);
    let before = everything(&at.world).await;
    let answer = form.press(&at.maya, "preview").await;
    assert_eq!(answer.status, StatusCode::FOUND);
    let (page, draft) = answer.location().split_once("?draft=").expect("a draft");
    assert_eq!(page, at.page);
    assert_eq!(draft.len(), 36, "an id, and no words: {draft}");
    assert_eq!(changed(&before, &everything(&at.world).await), ["draft"]);

    let shown = at.maya.get(answer.location()).await.text;
    for (name, value) in typed {
        assert_eq!(field(&shown, name).as_deref(), Some(value), "{name}");
    }
    assert_ne!(field(&shown, "commitment").expect("a commitment"), "");
    let shown = page_words(&shown);
    assert!(
        shown.contains("Cancel session and refund £65.00"),
        "{shown}"
    );
    assert!(
        !shown.contains("stands here before anything happens"),
        "{shown}"
    );
    assert!(!at.is_cancelled().await);
}

#[tokio::test]
async fn while_only_looking_what_is_not_yet_typed_is_no_fault() {
    let at = Setting::at(0).await;
    let form = at
        .form()
        .await
        .typing(&[("cause", "other")])
        .look(&at.maya)
        .await;
    let shown = at.text(&form.page).await;
    assert!(!shown.contains("Nothing has been done."), "{shown}");
    assert_ne!(form.value("commitment"), "");
}

#[tokio::test]
async fn a_draft_is_its_writers_alone_and_its_pages() {
    let at = Setting::at(0).await;
    let typed = [("cause", "other"), ("words", WORDS)];
    let form = at.form().await.typing(&typed).look(&at.maya).await;
    let (_, draft) = form.page.split_once('?').expect("a draft");
    for member in CAST.iter().filter(|member| member.number != MAYA.number) {
        let other = at.world.sign_in(*member).await;
        let answer = other.get(&form.page).await;
        assert!(
            answer.status.is_client_error(),
            "{}: {}",
            member.name,
            answer.status
        );
        assert!(!answer.text.contains("daughter"), "{}", member.name);
    }
    let stranger = at.world.stranger().get(&form.page).await;
    assert_eq!(stranger.status, StatusCode::FOUND);
    assert!(!stranger.text.contains("daughter"));

    let so = format!("state = 'confirmed' AND id <> '{}'", at.session);
    let other = at.world.session((MAYA, DANIEL), &so).await;
    let elsewhere = at.page.replace(&at.session.to_string(), &other.to_string());
    let answer = at.maya.get(&format!("{elsewhere}?{draft}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.text.contains("daughter"), "{elsewhere}");
}

#[tokio::test]
async fn a_neighbour_reads_none_of_it_on_her_own_page_either() {
    let at = Setting::at(0).await;
    let typed = [("cause", "other"), ("words", WORDS)];
    let form = at.form().await.typing(&typed).look(&at.maya).await;
    let (_, draft) = form.page.split_once('?').expect("a draft");
    let session = at.world.next_session((TOMAS, LENA)).await;
    let own = routes::cancel(ClientId(LENA.id().0), session);
    let answer = at
        .world
        .sign_in(TOMAS)
        .await
        .get(&format!("{own}?{draft}"))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.text.contains("daughter"));
}

#[tokio::test]
async fn a_commit_leads_to_the_session_and_a_second_press_does_nothing_more() {
    let at = Setting::at(0).await;
    let typed = [("cause", "unavailable")];
    let form = at.form().await.typing(&typed).look(&at.maya).await;
    let refunds = at.world.number("SELECT COUNT(*) FROM refund").await;
    let answer = form.press(&at.maya, "do").await;
    let session = at.page.trim_end_matches("/cancel");
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::FOUND, session)
    );
    assert!(at.is_cancelled().await);
    assert_eq!(
        at.world.number("SELECT COUNT(*) FROM refund").await,
        refunds + 1
    );
    let after = everything(&at.world).await;

    let again = form.press(&at.maya, "do").await;
    assert_eq!(
        (again.status, again.location()),
        (StatusCode::FOUND, session)
    );
    assert_eq!(everything(&at.world).await, after);

    let shown = at.text(session).await;
    assert!(shown.contains("£65.00"), "{shown}");
    let done = at.text(&at.page).await;
    assert!(
        done.contains("This session is already cancelled."),
        "{done}"
    );
}

#[tokio::test]
async fn a_key_that_was_spent_on_something_else_does_nothing() {
    let at = Setting::at(0).await;
    let form = at
        .form()
        .await
        .typing(&[("cause", "client_asked")])
        .look(&at.maya)
        .await;
    form.press(&at.maya, "do").await;
    let after = everything(&at.world).await;
    let answer = form
        .typing(&[("note", "And another thing")])
        .press(&at.maya, "do")
        .await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert!(
        answer.location().contains("/cancel?draft="),
        "{}",
        answer.location()
    );
    assert_eq!(changed(&after, &everything(&at.world).await), ["draft"]);
}

#[tokio::test]
async fn what_would_no_longer_happen_as_shown_is_not_done_and_the_difference_is_marked() {
    let at = Setting::at(5).await;
    let form = at
        .form()
        .await
        .typing(&[("cause", "client_asked")])
        .look(&at.maya)
        .await;
    let shown = at.text(&form.page).await;
    assert!(shown.contains("refund £65.00"), "{shown}");

    at.world.backend.clock.advance(TimeDelta::days(7));
    let before = everything(&at.world).await;
    let answer = form.press(&at.maya, "do").await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert!(
        answer.location().contains("/cancel?draft="),
        "{}",
        answer.location()
    );
    assert_eq!(changed(&before, &everything(&at.world).await), ["draft"]);
    assert!(!at.is_cancelled().await);
    let shown = at.text(answer.location()).await;
    assert!(
        shown.contains("Something changed since you looked. Nothing has been done."),
        "{shown}"
    );
    assert!(shown.contains("was: "), "{shown}");

    let anew = Form::open(&at.maya, DO_CANCEL_SESSION, answer.location()).await;
    assert_ne!(anew.value("commitment"), form.value("commitment"));
    let answer = anew.press(&at.maya, "do").await;
    assert_eq!(answer.location(), at.page.trim_end_matches("/cancel"));
    assert!(at.is_cancelled().await);
}

#[tokio::test]
async fn a_form_that_was_never_looked_at_is_only_looked_at() {
    let at = Setting::at(0).await;
    let form = at.form().await.typing(&[("cause", "client_asked")]);
    assert_eq!(form.value("commitment"), "");
    let before = everything(&at.world).await;
    let answer = form.press(&at.maya, "do").await;
    assert!(
        answer.location().contains("/cancel?draft="),
        "{}",
        answer.location()
    );
    assert_eq!(changed(&before, &everything(&at.world).await), ["draft"]);
}

/// Sent with a commitment that was shown for something sound, and refused at a field.
async fn check_refused(typed: &[(&str, &str)], words: &str) {
    let at = Setting::at(0).await;
    let form = at
        .form()
        .await
        .typing(&[("cause", "client_asked")])
        .look(&at.maya)
        .await;
    let form = form.typing(typed);
    let before = everything(&at.world).await;
    let answer = form.press(&at.maya, "do").await;
    assert_eq!(answer.status, StatusCode::FOUND, "{typed:?}");
    assert_eq!(
        changed(&before, &everything(&at.world).await),
        ["draft"],
        "{typed:?}"
    );
    let shown = at.maya.get(answer.location()).await.text;
    let text = page_words(&shown);
    assert!(text.contains(words), "{typed:?}: {text}");
    assert!(text.contains("Nothing has been done."), "{typed:?}: {text}");
    for (name, value) in typed {
        assert_eq!(
            field(&shown, name).as_deref(),
            Some(*value),
            "{name} of {typed:?}"
        );
    }
}

#[tokio::test]
async fn what_is_refused_stands_beside_its_field_and_everything_typed_stays() {
    let note = ("note", "See you\nin January, \"Dan\" & all.");
    let money = "Give the amount in figures, for example 20 or 12.50.";
    let part = |amount| [("outcome", "part"), ("amount", amount), note];
    check_refused(
        &[("cause", "other"), ("words", ""), note],
        "Tell the team in a few words",
    )
    .await;
    check_refused(&part("<some>"), money).await;
    check_refused(&part("65.01"), "At most £65.00 can go back.").await;
    check_refused(&part("1.234"), "Give at most 2 figures after the point.").await;
    let asked = |at| [("asked", "earlier"), ("asked_at", at), note];
    check_refused(&asked("2027-01-01T10:00"), "That is still to come.").await;
    check_refused(&asked("2020-01-01T10:00"), "The session was booked on").await;
    let long = "x".repeat(3000);
    check_refused(&[("note", &long)], "Please shorten it to").await;
}

#[tokio::test]
async fn two_things_that_are_missing_are_both_named() {
    let typed = [
        ("cause", "other"),
        ("words", ""),
        ("outcome", "part"),
        ("amount", ""),
    ];
    check_refused(&typed, "Look at 2 answers again.").await;
    check_refused(&typed, "Tell the team in a few words").await;
    check_refused(&typed, "Give the amount to refund.").await;
}

#[tokio::test]
async fn attendance_and_a_later_refund_work_without_javascript_too() {
    let at = Setting::at(0).await;
    let subjects = Subjects::of(&at.world).await;
    let (client, open, over) = (subjects.client, subjects.open, subjects.over);
    for (to, page, typed, session) in [
        (
            routes::DO_RECORD_ATTENDANCE,
            routes::attendance(client, open),
            [("cause", "client_no_show"), ("outcome", "keep")],
            open,
        ),
        (
            routes::DO_GIVE_BACK,
            routes::refund(client, over),
            [("outcome", "part"), ("amount", "12.50")],
            over,
        ),
    ] {
        let form = Form::open(&at.maya, to, &page)
            .await
            .typing(&typed)
            .look(&at.maya)
            .await;
        assert_ne!(form.value("commitment"), "", "{to}");
        let answer = form.press(&at.maya, "do").await;
        assert_eq!(answer.status, StatusCode::FOUND, "{to}");
        assert_eq!(answer.location(), routes::session(client, session), "{to}");
    }
    assert!(
        at.text(&routes::session(client, over))
            .await
            .contains("£12.50")
    );
}

#[tokio::test]
async fn a_page_that_calls_server_functions_while_it_is_made_is_never_sent_on_itself() {
    let at = Setting::at(0).await;
    let form = at
        .form()
        .await
        .typing(&[("cause", "other")])
        .look(&at.maya)
        .await;
    let session = at.page.trim_end_matches("/cancel");
    for page in [
        "/today", "/clients", "/account", session, &at.page, &form.page,
    ] {
        let answer = at.maya.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert_eq!(answer.header("location"), "", "{page}");
    }
}
