//! Bookings without JavaScript: confirming by one press, what is said where it comes too late, and
//! forms that come back with all that was typed.

use super::form::Form;
use super::page::{field, words};
use super::rows::{changed, everything};
use super::subjects::Subjects;
use super::visitor::Visitor;
use super::world::World;
use app::routes;
use backend::seed::cast::{LENA, MAYA, Member, PRIYA};
use backend::store::sql;
use domain::ids::{ClientId, SessionId};
use domain::time::TimeDelta;
use http::StatusCode;

const AWAITS: &str = "state = 'awaiting_confirmation'";

/// Maya, and a booking that awaits her word: a follow-up of Lena's, an initial one of Priya's.
struct Setting {
    world: World,
    maya: Visitor,
    client: ClientId,
    session: SessionId,
}

impl Setting {
    async fn of(client: Member) -> Setting {
        let world = World::demo().await;
        let maya = world.sign_in(MAYA).await;
        let session = world.session((MAYA, client), AWAITS).await;
        Setting {
            world,
            maya,
            client: ClientId(client.id().0),
            session,
        }
    }

    async fn state(&self) -> String {
        let find = sql("SELECT state FROM session WHERE id = $1").bind(self.session);
        self.world.one::<(String,)>(find).await.0
    }

    async fn text(&self, page: &str) -> String {
        words(&self.maya.get(page).await.text)
    }

    /// What the button in the list of the day sends.
    async fn button(&self) -> Vec<(String, String)> {
        let page = self.maya.get(routes::TODAY).await.text;
        let id = self.session.to_string();
        let forms = page.split("<form").skip(1);
        let mut forms = forms.filter_map(|form| form.split("</form>").next());
        let form = forms.find(|form| form.contains(&id)).expect("its button");
        let form = format!("<form{form}");
        let names = ["session", "key", "commitment", "stood"];
        let value = |name: &str| (name.to_owned(), field(&form, name).expect(name));
        let mut fields: Vec<_> = names.map(value).into();
        fields.push(("intent".into(), "do".into()));
        fields
    }
}

#[tokio::test]
async fn one_press_confirms_and_leads_back_to_the_day_which_says_so() {
    let at = Setting::of(LENA).await;
    let page = at.text(routes::TODAY).await;
    assert!(
        page.contains("Confirm by Tue 24 Nov, 06:00 London time"),
        "{page}"
    );
    assert!(page.contains("Confirming tells Lena at once"), "{page}");
    let button = at.button().await;
    for _ in 0..2 {
        let answer = at
            .maya
            .submit(routes::DO_CONFIRM_SESSION, routes::TODAY, &button)
            .await;
        assert_eq!(answer.status, StatusCode::FOUND);
        assert_eq!(answer.location(), routes::today_confirmed(at.session));
    }
    assert_eq!(at.state().await, "confirmed");
    let page = at.text(&routes::today_confirmed(at.session)).await;
    assert!(
        page.contains("Lena’s session on Wed 2 Dec, 15:00 – 15:50 is confirmed"),
        "{page}"
    );
    assert!(!page.contains("Confirm by Tue 24 Nov, 06:00"), "{page}");
}

#[tokio::test]
async fn the_day_says_nothing_of_a_booking_that_is_not_confirmed_or_not_ones_own() {
    let at = Setting::of(LENA).await;
    let page = at.text(&routes::today_confirmed(at.session)).await;
    assert!(!page.contains("is confirmed"), "{page}");
    let other = "SELECT id FROM session WHERE state = 'confirmed' AND therapist_id <> $1 LIMIT 1";
    let (other,): (String,) = at.world.one(sql(other).bind(MAYA.id())).await;
    let other = other.parse().expect("an id");
    let page = at.text(&routes::today_confirmed(other)).await;
    assert!(!page.contains("is confirmed"), "{page}");
}

#[tokio::test]
async fn a_press_that_comes_too_late_leads_to_the_reason() {
    let at = Setting::of(LENA).await;
    let button = at.button().await;
    at.world.backend.clock.advance(TimeDelta::hours(24));
    let before = everything(&at.world).await;
    let answer = at
        .maya
        .submit(routes::DO_CONFIRM_SESSION, routes::TODAY, &button)
        .await;
    let (page, draft) = answer.location().split_once('?').expect("a draft");
    assert_eq!(page, routes::confirm(at.client, at.session));
    assert!(draft.starts_with("draft="), "{draft}");
    assert_eq!(changed(&before, &everything(&at.world).await), ["draft"]);
    let page = at.text(answer.location()).await;
    assert!(page.contains("The time to confirm it is over"), "{page}");
    at.world.backend.worker().drain().await.unwrap();
    let page = at.text(&routes::confirm(at.client, at.session)).await;
    assert!(page.contains("already cancelled"), "{page}");
    // As a page that is alive is told.
    let answer = at.maya.send(routes::DO_CONFIRM_SESSION, &button).await;
    assert!(answer.text.starts_with("{\"Elsewhere\""), "{}", answer.text);
}

#[tokio::test]
async fn a_button_without_what_was_shown_does_nothing() {
    let at = Setting::of(LENA).await;
    let mut button = at.button().await;
    for (name, value) in &mut button {
        if name == "commitment" {
            value.clear();
        }
    }
    let answer = at
        .maya
        .submit(routes::DO_CONFIRM_SESSION, routes::TODAY, &button)
        .await;
    let page = at.text(answer.location()).await;
    assert!(page.contains("Confirm this booking?"), "{page}");
    assert_eq!(at.state().await, "awaiting_confirmation");
}

#[tokio::test]
async fn the_team_is_asked_with_all_that_it_needs_and_nothing_that_was_typed_is_lost() {
    let at = Setting::of(PRIYA).await;
    let page = routes::decline(at.client, at.session);
    let form = Form::open(&at.maya, routes::DO_DECLINE_BOOKING, &page).await;
    let begun = form.value("words").to_owned();
    assert_eq!(
        begun,
        "I cannot take Priya’s booking for Fri 4 Dec, 16:00 – 16:50."
    );
    let typed = [("cause", "not_best_fit"), ("aware", "told")];
    let form = form.typing(&typed).look(&at.maya).await;
    assert_ne!(
        form.value("commitment"),
        "",
        "what is not yet typed is no fault"
    );
    let answer = form.press(&at.maya, "do").await;
    let again = at.maya.get(answer.location()).await.text;
    assert_eq!(field(&again, "words"), Some(begun));
    assert_eq!(field(&again, "aware").as_deref(), Some("told"));
    assert!(
        words(&again).contains("Say whether Priya knows, and how"),
        "{}",
        words(&again)
    );
    let form = form.typing(&[("aware_words", "By telephone, on Sunday.")]);
    let answer = form.press(&at.maya, "do").await;
    assert_eq!(answer.location(), routes::session(at.client, at.session));
    assert_eq!(
        at.state().await,
        "awaiting_confirmation",
        "the deadline keeps running"
    );
    let page = at.text(answer.location()).await;
    for said in [
        "waits for the team",
        "Priya knows: By telephone, on Sunday.",
        "Confirm by",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let again = at.text(&routes::decline(at.client, at.session)).await;
    assert!(again.contains("That is asked already"), "{again}");
}

#[tokio::test]
async fn a_follow_up_at_a_taken_time_comes_back_with_the_nearest_ones() {
    let at = Setting::of(LENA).await;
    let page = routes::book(at.client);
    let typed = [
        ("to", "typed"),
        ("to_typed", "2026-12-01T14:10"),
        ("note", "See you then."),
    ];
    let form = Form::open(&at.maya, routes::DO_BOOK_FOLLOW_UP, &page).await;
    let form = form.typing(&typed);
    let before = everything(&at.world).await;
    let answer = form.press(&at.maya, "do").await;
    let again = at.maya.get(answer.location()).await.text;
    assert_eq!(changed(&before, &everything(&at.world).await), ["draft"]);
    assert_eq!(field(&again, "note").as_deref(), Some("See you then."));
    let said = words(&again);
    assert!(said.contains("A session has that time already."), "{said}");
    assert!(
        again.contains("for=\"slot-2026-12-01T"),
        "the nearest are named"
    );
}

#[tokio::test]
async fn a_follow_up_is_booked_once_however_often_it_is_sent() {
    let at = Setting::of(LENA).await;
    let page = routes::book(at.client);
    let form = Form::open(&at.maya, routes::DO_BOOK_FOLLOW_UP, &page).await;
    // The demonstration’s clock has a field of that name as well, which is read first.
    let chosen = [("to", "typed"), ("to_typed", "2026-12-05T06:00")];
    let form = form.typing(&chosen).look(&at.maya).await.typing(&chosen);
    assert_ne!(form.value("commitment"), "");
    let count = || sql("SELECT COUNT(*) FROM session");
    let (before,): (i64,) = at.world.one(count()).await;
    let first = form.press(&at.maya, "do").await;
    let again = form.press(&at.maya, "do").await;
    assert_eq!(first.location(), again.location());
    let (after,): (i64,) = at.world.one(count()).await;
    assert_eq!(after, before + 1);
    let page = at.text(first.location()).await;
    assert!(page.contains("Follow-up booked"), "{page}");
    assert!(page.contains("Sat 5 Dec, 06:00"), "{page}");
}

#[tokio::test]
async fn a_client_who_has_not_been_seen_yet_books_their_first_session_themself() {
    let at = Setting::of(PRIYA).await;
    let page = at.text(&routes::book(at.client)).await;
    assert!(
        page.contains("An initial session is booked by Priya"),
        "{page}"
    );
}

#[tokio::test]
async fn a_payment_is_asked_to_be_carried_once_and_the_page_says_so() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let subjects = Subjects::of(&world).await;
    let (client, open) = (subjects.client, subjects.open);
    let time = words(&maya.get(&routes::time(client, open)).await.text);
    assert!(time.contains("Ask the team"), "{time}");
    let page = routes::carry(client, open);
    let form = Form::open(&maya, routes::DO_ASK_TO_CARRY, &page).await;
    let typed = [
        ("words", "He was in hospital."),
        ("to_typed", "2026-11-27T16:00"),
    ];
    let form = form.typing(&typed).look(&maya).await;
    let answer = form.press(&maya, "do").await;
    assert_eq!(answer.location(), routes::session(client, open));
    let said = words(&maya.get(answer.location()).await.text);
    for part in [
        "You asked the team to carry the payment",
        "waits for the team",
        "To a session on Fri 27 Nov, 16:00",
        "“He was in hospital.”",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let again = words(&maya.get(&page).await.text);
    assert!(again.contains("That is asked already"), "{again}");
    assert!(!again.contains("When would a new session suit"), "{again}");
}

#[tokio::test]
async fn hours_that_are_still_right_are_asked_about_after_four_weeks() {
    let world = World::demo().await;
    let maya = world.sign_in(MAYA).await;
    let asks = "Are your hours still right?";
    let today = || async { words(&maya.get(routes::TODAY).await.text) };
    assert!(!today().await.contains(asks), "she said so 20 days ago");
    world.backend.clock.advance(TimeDelta::days(8));
    let page = maya.get(routes::TODAY).await.text;
    let said = words(&page);
    assert!(said.contains(asks), "{said}");
    assert!(
        said.contains("Monday to Friday: 09:00 – 13:00 and 14:00 – 18:00"),
        "{said}"
    );
    let revision = field(&page, "revision").expect("what is shown");
    let stale = [("revision".to_owned(), "0".to_owned())];
    let answer = maya
        .submit(routes::DO_HOURS_ARE_RIGHT, routes::TODAY, &stale)
        .await;
    let changed = words(&maya.get(answer.location()).await.text);
    assert!(
        changed.contains("They have changed since you looked"),
        "{changed}"
    );
    let shown = [("revision".to_owned(), revision)];
    let answer = maya
        .submit(routes::DO_HOURS_ARE_RIGHT, routes::TODAY, &shown)
        .await;
    assert_eq!(answer.location(), routes::TODAY);
    assert!(!today().await.contains(asks));
}
