//! After the start: it took place, or the client did not come.

use crate::acts::{asked_now, attend};
use crate::cancelling::done;
use crate::rows::changed;
use crate::world::World;
use backend::deciding::Outcome;
use backend::seed::cast::DANIEL;
use domain::ids::SessionId;
use domain::payment::ledger::Books;
use domain::payment::refund::Choice;
use domain::refusal::Refusal;
use domain::session::State;
use domain::session::attend::Attendance;

async fn books(world: &World, session: SessionId) -> Books {
    world
        .detail(session)
        .await
        .facts
        .payment
        .paid()
        .expect("a payment")
        .books
}

pub async fn a_session_that_took_place_is_earned_and_nobody_is_written_to(world: &World) {
    let session = world.paid_in(-1).await;
    let before = world.everything().await;
    done(
        world
            .press(session, attend(Attendance::TookPlace, Choice::Policy))
            .await,
    );
    let written = ["command", "event", "ledger_entry", "session"];
    assert_eq!(changed(&before, &world.everything().await), written);
    assert_eq!(world.text("SELECT state FROM session").await, "completed");
    let found = books(world, session).await;
    assert_eq!(
        (found.held, found.payable, found.commission),
        (0, 5850, 650)
    );
}

/// Tells (refunding, payable, commission) after the client did not come.
async fn no_show(world: &World, choice: Choice, expected: (i64, i64, i64), exceptions: i64) {
    let session = world.paid_in(-1).await;
    done(
        world
            .press(session, attend(Attendance::ClientNoShow, choice))
            .await,
    );
    assert_eq!(
        world.text("SELECT state FROM session").await,
        "client_no_show"
    );
    let found = books(world, session).await;
    assert_eq!((found.refunding, found.payable, found.commission), expected);
    let counted = "SELECT COUNT(*) FROM refund WHERE is_exception = 1";
    assert_eq!(world.number(counted).await, exceptions);
    world.drain().await;
    let letters = world.post(DANIEL).await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert!(
        letters[0].calendar.is_none(),
        "it stays where it was in the calendar"
    );
}

pub async fn after_a_no_show_the_policy_keeps(world: &World) {
    no_show(world, Choice::Policy, (0, 5850, 650), 0).await;
}

pub async fn after_a_no_show_all_can_go_back(world: &World) {
    no_show(world, Choice::All, (6500, 0, 0), 1).await;
}

pub async fn after_a_no_show_a_part_can_go_back(world: &World) {
    no_show(world, Choice::Part(1500), (1500, 4500, 500), 1).await;
}

pub async fn before_the_start_and_after_the_end_of_it_attendance_is_refused(world: &World) {
    let (to_come, over) = (world.paid_in(1).await, world.paid_in(-1).await);
    let took_place = || attend(Attendance::TookPlace, Choice::Policy);
    assert_eq!(
        world.press(to_come, took_place()).await,
        Outcome::Refused(Refusal::NotStarted)
    );
    done(world.press(over, took_place()).await);
    let before = world.everything().await;
    let no_show = attend(Attendance::ClientNoShow, Choice::All);
    let refused = Outcome::Refused(Refusal::NotInState(State::Completed));
    assert_eq!(world.press(over, no_show).await, refused);
    assert_eq!(world.cancel(over, asked_now()).await, refused);
    assert_eq!(world.everything().await, before);
}
