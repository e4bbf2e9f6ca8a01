//! The page behind a client's personal link, by plain forms and without signing in.

use super::page::words;
use super::rows::{changed, everything};
use super::subjects::{Fields, Subjects};
use super::visitor::{Answer, Visitor};
use super::world::World;
use app::routes::{self, DO_ANSWER_OFFER, DO_CANCEL_OWN, DO_OBJECT, DO_UNDO_OWN};
use backend::store::sql;
use domain::time::TimeDelta;
use http::StatusCode;

/// Somebody who has Daniel's link, and nothing else.
struct Setting {
    world: World,
    subjects: Subjects,
    daniel: Visitor,
    page: String,
}

impl Setting {
    async fn new() -> Setting {
        let world = World::demo().await;
        let subjects = Subjects::of(&world).await;
        Setting {
            daniel: world.stranger(),
            page: routes::mine(&subjects.link),
            world,
            subjects,
        }
    }

    async fn text(&self, query: &str) -> String {
        let answer = self.daniel.get(&format!("{}{query}", self.page)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        words(&answer.text)
    }

    async fn form(&self, query: &str) -> Fields {
        self.subjects.on_the_link(&self.world, query).await
    }

    async fn press(&self, to: &str, fields: &Fields) -> Answer {
        let answer = self.daniel.submit(to, &self.page, fields).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.text);
        answer
    }

    /// State, start and revision.
    async fn session(&self) -> (String, i64, i64) {
        let find = "SELECT state, starts_at, revision FROM session WHERE id = $1";
        self.world.one(sql(find).bind(self.subjects.next)).await
    }
}

fn with(fields: &Fields, name: &str, value: &str) -> Fields {
    let others = fields.iter().filter(|(known, _)| known != name).cloned();
    others.chain([(name.into(), value.into())]).collect()
}

#[tokio::test]
async fn a_link_opens_its_session_on_its_clients_clock_and_changes_nothing() {
    let at = Setting::new().await;
    at.subjects.offer(&at.world).await;
    let before = everything(&at.world).await;
    let text = at.text("").await;
    for said in [
        "Follow-up with Maya Okafor",
        "Tuesday 24 November",
        "15:00 – 15:50",
        "For Maya Okafor in London it is 14:00 – 14:50",
        "£65.00, paid by card ending",
        "Other times to choose from",
        "Take Thu 3 Dec, 06:00",
        "None of these",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    at.text("?step=cancel").await;
    assert_eq!(everything(&at.world).await, before);
}

#[tokio::test]
async fn a_link_that_nobody_was_sent_and_one_that_is_too_old_say_what_to_do() {
    let at = Setting::new().await;
    let known = at.page.clone();
    let check = async |page: &str| {
        let answer = at.daniel.get(page).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
        let text = words(&answer.text);
        assert!(text.contains("This link does not work"), "{text}");
        assert!(!text.contains("Maya"), "{text}");
    };
    for token in [
        "nothing",
        &"A".repeat(43),
        "%F0%9F%92%A5",
        &"9".repeat(4000),
    ] {
        check(&format!("/mine/{token}")).await;
    }
    let mut form = at.form("?step=cancel").await;
    at.world.backend.clock.advance(TimeDelta::days(31));
    check(&known).await;
    let before = everything(&at.world).await;
    at.press(DO_CANCEL_OWN, &form).await;
    form = with(&form, "token", &"A".repeat(43));
    at.press(DO_CANCEL_OWN, &form).await;
    assert_eq!(everything(&at.world).await, before);
}

#[tokio::test]
async fn a_time_on_offer_is_taken_once_however_often_it_is_pressed() {
    let at = Setting::new().await;
    at.subjects.offer(&at.world).await;
    let form = at.form("").await;
    let (_, before, revision) = at.session().await;
    let answer = at.press(DO_ANSWER_OFFER, &form).await;
    assert_eq!(answer.location(), at.page);
    let (state, start, moved) = at.session().await;
    assert_eq!((&*state, moved), ("confirmed", revision + 1));
    assert_ne!(start, before);
    let after = everything(&at.world).await;
    let again = at.press(DO_ANSWER_OFFER, &form).await;
    assert_eq!(again.location(), at.page);
    assert_eq!(everything(&at.world).await, after);

    let text = at.text("").await;
    for said in [
        "Tue 24 Nov, 15:00",
        "Thursday 3 December",
        "You took this time",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("Other times to choose from"), "{text}");
}

#[tokio::test]
async fn none_of_the_times_leaves_it_where_it_is() {
    let at = Setting::new().await;
    at.subjects.offer(&at.world).await;
    let page = at.daniel.get(&at.page).await.text;
    let (_, none) = page.split_once("value=\"none\"").expect("the button");
    let commitment = super::page::field(none, "commitment").expect("a commitment");
    let form = with(&at.form("").await, "choice", "none");
    let form = with(&form, "commitment", &commitment);
    let before = at.session().await;
    at.press(DO_ANSWER_OFFER, &form).await;
    let after = at.session().await;
    assert_eq!((after.0, after.1), (before.0, before.1));
    let text = at.text("").await;
    assert!(text.contains("You took none of the other times"), "{text}");
}

#[tokio::test]
async fn what_was_not_shown_or_is_not_on_offer_is_not_taken() {
    let at = Setting::new().await;
    at.subjects.offer(&at.world).await;
    let form = at.form("").await;
    for (name, value, said) in [
        ("choice", "soon", "That time is not among those on offer."),
        ("commitment", "", "Something changed since you looked."),
        (
            "choice",
            "2026-12-24T05:00:00Z",
            "That time is not among those on offer.",
        ),
    ] {
        let before = everything(&at.world).await;
        let answer = at.press(DO_ANSWER_OFFER, &with(&form, name, value)).await;
        let (page, query) = answer.location().split_once('?').expect("a draft");
        assert_eq!(page, at.page);
        assert_eq!(changed(&before, &everything(&at.world).await), ["draft"]);
        let text = at.text(&format!("?{query}")).await;
        assert!(text.contains("Nothing has been done."), "{text}");
        assert!(text.contains(said), "{said}: {text}");
        assert!(text.contains("Take Thu 3 Dec, 06:00"), "{text}");
    }
}

#[tokio::test]
async fn an_objection_shows_first_what_follows_and_then_refunds() {
    let at = Setting::new().await;
    at.subjects.move_it(&at.world).await;
    let text = at.text("").await;
    assert!(text.contains("You can object until"), "{text}");
    let text = at.text("?step=object").await;
    assert!(text.contains("£65.00 goes back to your card"), "{text}");
    assert!(text.contains("Cancel and get £65.00 back"), "{text}");
    let form = at.form("?step=object").await;
    let form = with(&form, "note", "Mornings do not suit me.");
    let refunds = at.world.number("SELECT COUNT(*) FROM refund").await;
    for _ in 0..2 {
        let answer = at.press(DO_OBJECT, &form).await;
        assert_eq!(answer.location(), at.page);
        assert_eq!(at.session().await.0, "cancelled");
        let now = at.world.number("SELECT COUNT(*) FROM refund").await;
        assert_eq!(now, refunds + 1);
    }
    let text = at.text("").await;
    assert!(text.contains("You did not take the new time"), "{text}");
    assert!(text.contains("You can undo this until 07:40:30"), "{text}");
}

#[tokio::test]
async fn where_nothing_was_moved_an_objection_comes_back_with_its_words() {
    let at = Setting::new().await;
    let form = with(&at.form("?step=cancel").await, "note", "But why?");
    let before = everything(&at.world).await;
    let answer = at.press(DO_OBJECT, &form).await;
    assert_eq!(changed(&before, &everything(&at.world).await), ["draft"]);
    let (_, query) = answer.location().split_once('?').expect("a draft");
    let text = at.text(&format!("?{query}")).await;
    assert!(text.contains("nothing to object to"), "{text}");
    let stranger = at.daniel.get(&format!("{}?{query}", "/mine/nothing")).await;
    assert!(!stranger.text.contains("object to"), "{}", stranger.text);
}

#[tokio::test]
async fn a_cancel_is_shown_first_done_once_and_can_be_taken_back() {
    let at = Setting::new().await;
    let text = at.text("?step=cancel").await;
    assert!(text.contains("is not refunded"), "{text}");
    let form = with(&at.form("?step=cancel").await, "note", "I am ill.");
    at.press(DO_CANCEL_OWN, &form).await;
    let after = everything(&at.world).await;
    at.press(DO_CANCEL_OWN, &form).await;
    assert_eq!(everything(&at.world).await, after);
    assert!(at.text("").await.contains("You cancelled it."));
    at.press(DO_UNDO_OWN, &at.form("").await).await;
    assert_eq!(at.session().await.0, "confirmed");
    let text = at.text("").await;
    assert!(text.contains("The cancellation was undone"), "{text}");
}

#[tokio::test]
async fn what_was_typed_stays_with_a_cancel_that_is_refused() {
    let at = Setting::new().await;
    let long = "x".repeat(3000);
    let form = with(&at.form("?step=cancel").await, "note", &long);
    let answer = at.press(DO_CANCEL_OWN, &form).await;
    let shown = at.daniel.get(answer.location()).await.text;
    assert_eq!(super::page::field(&shown, "note").as_deref(), Some(&*long));
    assert!(words(&shown).contains("Please shorten it to"), "{shown}");
}
