//! Sessions come into being: by the therapist at once, by the client through checkout.

use crate::acts::Acting;
use crate::at_once::at_once;
use crate::cancelling::done;
use crate::checkout::{pair, slot};
use crate::world::{World, follow_up as paid_follow_up};
use backend::booking::{self, FollowUp};
use backend::deciding::Outcome;
use backend::seed::bookings::Booking;
use backend::seed::cast::{ANNA, DANIEL, MAYA};
use backend::store::sql;
use domain::actor::Role;
use domain::commitment::Commitment;
use domain::ids::{ClientId, SessionId};
use domain::permission::{BookFollowUp, BookSession, permit};
use domain::refusal::Refusal;
use domain::session::book::Book;
use domain::session::hold::MOST;
use domain::time::{Instant, TimeDelta};
use domain::times::TakenBy;
use domain::{Command, decide};

/// A follow-up of Daniel's, shown to Maya.
async fn asked(world: &World, start: Instant) -> (FollowUp, Result<(), Refusal>) {
    let asked = FollowUp {
        session: SessionId(backend::chance::id(world.now())),
        client: ClientId(DANIEL.id().0),
        start,
        note: None,
        commitment: None,
        key: world.key(),
        received_at: world.now(),
    };
    let permit = permit::<BookFollowUp>(Some(MAYA.actor()), pair(DANIEL)).unwrap();
    let facts = booking::facts(&world.backend, permit, &asked)
        .await
        .unwrap();
    let shown = decide(&facts, &asked.command(), world.now());
    let commitment = shown
        .as_ref()
        .ok()
        .map(|shown| Commitment::to(shown).to_text());
    let asked = FollowUp {
        commitment,
        ..asked
    };
    (asked, shown.map(drop))
}

async fn books(world: &World, asked: FollowUp) -> Outcome {
    let permit = permit::<BookFollowUp>(Some(MAYA.actor()), pair(DANIEL)).unwrap();
    booking::follow_up(&world.backend, permit, asked)
        .await
        .unwrap()
}

pub async fn a_follow_up_stands_at_once_and_its_charge_is_planned(world: &World) {
    world.maya_works().await;
    world.they_have_met().await;
    let (asked, shown) = asked(world, slot(98)).await;
    assert_eq!(shown, Ok(()));
    let id = asked.session;
    done(books(world, asked.clone()).await);
    done(books(world, asked).await);
    let row = sql("SELECT state || ' ' || kind || ' ' || booked_by FROM session WHERE id = $1");
    let row: (String,) = world.one(row.bind(id)).await;
    assert_eq!(row.0, "confirmed follow_up therapist");
    let due = world.number("SELECT due_at FROM charge").await;
    assert_eq!(due, slot(50).timestamp_millis());
    let span = sql("SELECT starts_at FROM span WHERE id = $1").bind(id);
    let span: (i64,) = world.one(span).await;
    assert_eq!(span.0, slot(98).timestamp_millis());
    world.drain().await;
    let letter = world.post(DANIEL).await.remove(0);
    assert!(letter.text.contains("It costs £65.00"), "{}", letter.text);
    assert!(letter.calendar.is_some());
}

pub async fn a_refused_follow_up_leaves_nothing(world: &World) {
    world.maya_works().await;
    let taken = world.book_one(paid_follow_up(slot(98))).await;
    let before = world.everything().await;
    let (unshown, shown) = asked(world, slot(98)).await;
    assert_eq!(shown, Err(Refusal::InitialIsTheClients));
    let initial = Outcome::Refused(Refusal::InitialIsTheClients);
    assert_eq!(books(world, unshown).await, initial);
    assert_eq!(before, world.everything().await, "nor {taken}");
    world.they_have_met().await;
    let (unshown, shown) = asked(world, slot(98)).await;
    let by = TakenBy::Session;
    assert!(matches!(shown, Err(Refusal::Taken { by: found, .. }) if found == by));
    let before = world.everything().await;
    let outcome = books(world, unshown).await;
    assert!(
        matches!(outcome, Outcome::Refused(Refusal::Taken { .. })),
        "{outcome:?}"
    );
    let (shown, _) = asked(world, slot(120)).await;
    let unseen = FollowUp {
        commitment: None,
        ..shown
    };
    let outcome = books(world, unseen).await;
    assert!(matches!(outcome, Outcome::Changed { .. }), "{outcome:?}");
    assert_eq!(before, world.everything().await);
}

/// Nobody has ever had a session with Maya: there is no price that a follow-up could have.
pub async fn with_a_brand_new_therapist_everybody_gets_a_clear_answer(world: &World) {
    world.maya_works().await;
    assert_eq!(world.number("SELECT COUNT(*) FROM session").await, 0);
    let (follow_up, shown) = asked(world, slot(98)).await;
    assert_eq!(shown, Err(Refusal::InitialIsTheClients));
    let page = backend::pages::follow_up::page(
        &world.backend,
        permit(Some(MAYA.actor()), pair(DANIEL)).unwrap(),
        (follow_up.session, follow_up.client),
        Vec::new(),
    );
    let (detail, times) = page.await.unwrap();
    let may = domain::session::book::may(&detail.facts.session);
    assert_eq!(may, Err(Refusal::InitialIsTheClients));
    assert!(!times.is_empty());
    let before = world.everything().await;
    let initial = Outcome::Refused(Refusal::InitialIsTheClients);
    assert_eq!(books(world, follow_up).await, initial);
    let (_, held) = world.holds(DANIEL, slot(98)).await;
    assert_eq!(held, Outcome::Refused(Refusal::PriceMissing));
    assert_eq!(world.everything().await, before);
    // Once she has asked a price of somebody, it is Daniel's to book at it.
    let annas = Booking {
        client: ANNA,
        ..paid_follow_up(slot(146))
    };
    world.book_one(annas).await;
    let (session, held) = world.holds(DANIEL, slot(98)).await;
    done(held);
    let price = sql("SELECT price FROM session WHERE id = $1").bind(session);
    assert_eq!(world.one::<(i64,)>(price).await.0, 6500);
}

pub async fn who_is_paused_books_nothing_new(world: &World) {
    world.maya_works().await;
    world.they_have_met().await;
    let (before, shown) = asked(world, slot(98)).await;
    assert_eq!(shown, Ok(()));
    super::pausing::paused(world, &[]).await;
    let (after, shown) = asked(world, slot(98)).await;
    assert_eq!(shown, Err(Refusal::AccountRestricted));
    for asked in [before, after] {
        let outcome = books(world, asked).await;
        assert_eq!(outcome, Outcome::Refused(Refusal::AccountRestricted));
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM charge").await, 0);
}

pub async fn a_client_holds_pays_and_books(world: &World) {
    world.maya_works().await;
    world.they_have_met().await;
    let session = world.booked(DANIEL, slot(98)).await;
    let row = sql(
        "SELECT state, confirm_by, (SELECT kind FROM span WHERE session_id = session.id) \
         FROM session WHERE id = $1",
    );
    let row: (String, i64, String) = world.one(row.bind(session)).await;
    let until = world.hours(24).timestamp_millis();
    assert_eq!(
        row,
        ("awaiting_confirmation".into(), until, "session".into())
    );
    let kinds = sql("SELECT kind FROM event WHERE session_id = $1 ORDER BY number LIMIT 1");
    let first: (String,) = world.one(kinds.bind(session)).await;
    assert_eq!(first.0, "decided", "the log begins with the booking");
    world.drain().await;
    assert_eq!(world.post(DANIEL).await.len(), 1);
    assert_eq!(world.post(MAYA).await.len(), 1);
}

/// The money is in, and nobody came back to book before the hold ended.
pub async fn what_was_paid_for_a_hold_that_ended_goes_back_in_full(world: &World) {
    world.maya_works().await;
    world.they_have_met().await;
    let (session, held) = world.holds(DANIEL, slot(98)).await;
    done(held);
    world.pays(session).await;
    world.backend.clock.advance(TimeDelta::minutes(10));
    world.the_clock_strikes().await;
    ended_and_gone_back(world, session).await;
    let letter = world.post(DANIEL).await.remove(0);
    assert!(letter.text.contains("was not booked"), "{}", letter.text);
    assert!(letter.text.contains("£65.00"), "{}", letter.text);
    // The job that comes again finds nothing to do, and the slot is open.
    world.the_clock_strikes().await;
    ended_and_gone_back(world, session).await;
    done(world.holds(ANNA, slot(98)).await.1);
}

async fn ended_and_gone_back(world: &World, session: SessionId) {
    let found = "SELECT s.state, (SELECT COUNT(*) FROM span WHERE session_id = s.id), \
                 (SELECT COUNT(*) FROM refund WHERE session_id = s.id AND amount = s.price), \
                 (SELECT COUNT(*) FROM sandbox_refund) FROM session s WHERE s.id = $1";
    let found: (String, i64, i64, i64) = world.one(sql(found).bind(session)).await;
    assert_eq!(found, ("expired".into(), 0, 1, 1));
}

/// At the instant at which it ends one of the two has it: booked and paid, or let go and refunded.
pub async fn paid_at_the_last_instant_it_is_booked_or_goes_back(world: &World) {
    world.maya_works().await;
    world.they_have_met().await;
    let (mut booked, mut back) = (0, 0);
    for round in 0..24 {
        let (session, held) = world.holds(DANIEL, wanted(round)).await;
        done(held);
        world.pays(session).await;
        let book = Command::Book(Book {
            by: Role::Client,
            note: None,
        });
        world
            .backend
            .clock
            .advance(TimeDelta::minutes(10) - TimeDelta::milliseconds(1));
        let asked = world.asked(session, book).await;
        world.backend.clock.advance(TimeDelta::milliseconds(1));
        let (there, here) = (world.backend.clone(), world.backend.clone());
        let books = async move { DANIEL.sends(&there, asked).await.unwrap() };
        let strikes = async move { here.worker().drain().await.unwrap() };
        let (outcome, _) = at_once(round, books, strikes).await;
        world.the_clock_strikes().await;
        let found = "SELECT s.state, (SELECT COUNT(*) FROM refund WHERE session_id = s.id \
                     AND amount = s.price) FROM session s WHERE s.id = $1";
        let found: (String, i64) = world.one(sql(found).bind(session)).await;
        match outcome {
            Outcome::Done(_) => {
                assert_eq!(found, ("awaiting_confirmation".into(), 0));
                booked += 1;
            }
            Outcome::Refused(_) => {
                assert_eq!(found, ("expired".into(), 1));
                back += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(booked > 0 && back > 0, "{booked} booked, {back} went back");
    world.drain().await;
}

/// Another one in every round.
fn wanted(round: i64) -> Instant {
    slot(24 * (4 + round / 6) + 2 * (round % 6))
}

pub async fn what_is_held_too_long_is_free_again(world: &World) {
    world.maya_works().await;
    world.book_one(paid_follow_up(slot(200))).await;
    let (first, held) = world.holds(DANIEL, slot(98)).await;
    done(held);
    done(world.holds(DANIEL, slot(100)).await.1);
    let third = world.holds(DANIEL, slot(102)).await.1;
    assert_eq!(
        third,
        Outcome::Refused(Refusal::TooManyHolds { most: MOST })
    );
    let permit = permit::<BookSession>(Some(DANIEL.actor()), pair(DANIEL)).unwrap();
    let now = world.now();
    done(
        booking::extend(&world.backend, permit, first, now)
            .await
            .unwrap(),
    );
    world.backend.clock.advance(TimeDelta::minutes(10));
    // The second has ended, whether the job has come by or not; the first was extended.
    done(world.holds(ANNA, slot(100)).await.1);
    let taken = world.holds(ANNA, slot(98)).await.1;
    assert!(
        matches!(taken, Outcome::Refused(Refusal::Taken { .. })),
        "{taken:?}"
    );
    world.backend.clock.advance(TimeDelta::minutes(10));
    world.the_clock_strikes().await;
    let states = "SELECT COUNT(*) FROM session WHERE state = 'expired'";
    assert_eq!(world.number(states).await, 3);
    let spans = "SELECT COUNT(*) FROM span WHERE kind = 'checkout'";
    assert_eq!(world.number(spans).await, 0);
}
