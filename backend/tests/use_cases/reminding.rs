//! Whoever has not answered a booking is reminded twice, and of nothing that was answered, moved or
//! ended.

use crate::acts::{Acting, moving};
use crate::cancelling::done;
use crate::checkout::slot;
use crate::confirming::{booked, decline};
use crate::offering::undo;
use crate::world::World;
use backend::deciding::Outcome;
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::sql;
use domain::Command;
use domain::ids::SessionId;
use domain::session::moving::{Move, Why};
use domain::time::{Instant, TimeDelta};
use domain::times::OldTime;

const INSTANT: TimeDelta = TimeDelta::milliseconds(1);

/// So many hours after the booking, which has a day to be answered.
async fn after(world: &World, booked_at: Instant, hours: i64) {
    world
        .backend
        .clock
        .move_to(booked_at + TimeDelta::hours(hours));
    world.the_clock_strikes().await;
}

/// The reminders in the outbox, sent or not, in the order in which they were written.
async fn reminders(world: &World, session: SessionId) -> String {
    let kinds = sql(
        "SELECT COALESCE((SELECT COUNT(*) FROM outbox WHERE session_id = $1 \
         AND kind = 'mail:confirm_reminder'), 0) AS first, \
         (SELECT COUNT(*) FROM outbox WHERE session_id = $2 \
         AND kind = 'mail:last_confirm_reminder') AS last",
    );
    let kinds = kinds.bind(session).bind(session);
    let (first, last) = world.one::<(i64, i64)>(kinds).await;
    format!("{first} and {last}")
}

pub async fn whoever_has_not_answered_is_reminded_twice_and_no_more(world: &World) {
    let (session, at) = (booked(world, 98).await, world.now());
    for (hours, before, then) in [(12, "0 and 0", "1 and 0"), (18, "1 and 0", "1 and 1")] {
        let due = at + TimeDelta::hours(hours);
        world.backend.clock.move_to(due - INSTANT);
        world.the_clock_strikes().await;
        assert_eq!(reminders(world, session).await, before, "before {hours} h");
        for _ in 0..3 {
            after(world, at, hours).await;
            assert_eq!(reminders(world, session).await, then, "at {hours} h");
        }
    }
    after(world, at, 23).await;
    assert_eq!(reminders(world, session).await, "1 and 1");
    let letters = world.post(MAYA).await;
    let subjects: Vec<&str> = letters
        .iter()
        .map(|one| one.line.subject.as_str())
        .collect();
    let (last, first) = (subjects[0], subjects[1]);
    assert!(
        last.starts_with("Last reminder: Daniel Reyes"),
        "{subjects:?}"
    );
    assert!(first.starts_with("Daniel Reyes waits"), "{subjects:?}");
    done(world.press(session, Command::Confirm).await);
    world.drain().await;
}

pub async fn after_a_night_asleep_the_last_reminder_goes_alone(world: &World) {
    let (session, at) = (booked(world, 98).await, world.now());
    after(world, at, 19).await;
    assert_eq!(reminders(world, session).await, "0 and 1");
    after(world, at, 20).await;
    assert_eq!(reminders(world, session).await, "0 and 1");
    after(world, at, 24).await;
    assert_eq!(reminders(world, session).await, "0 and 1");
    world.drain().await;
}

pub async fn from_the_deadline_on_nobody_is_reminded(world: &World) {
    let (session, at) = (booked(world, 98).await, world.now());
    after(world, at, 24).await;
    assert_eq!(reminders(world, session).await, "0 and 0");
    let state = sql("SELECT state FROM session WHERE id = $1").bind(session);
    assert_eq!(world.one::<(String,)>(state).await.0, "cancelled");
    world.drain().await;
}

pub async fn nobody_is_reminded_of_what_was_answered_moved_or_ended(world: &World) {
    world.maya_works().await;
    world.they_have_met().await;
    let answers = [
        Command::Confirm,
        decline(OldTime::Open),
        moving(slot(150), Why::TherapistUnavailable, OldTime::Block),
    ];
    for (place, answer) in answers.into_iter().enumerate() {
        let session = world.booked(DANIEL, slot(98 + place as i64)).await;
        let at = world.now();
        done(world.press(session, answer.clone()).await);
        after(world, at, 12).await;
        after(world, at, 18).await;
        assert_eq!(reminders(world, session).await, "0 and 0", "{answer:?}");
    }
    let session = world.booked(DANIEL, slot(130)).await;
    let at = world.now();
    let gone = DANIEL
        .cancels(&world.backend, session, &world.key(), at)
        .await;
    done(gone.unwrap());
    after(world, at, 18).await;
    assert_eq!(
        reminders(world, session).await,
        "0 and 0",
        "the client left"
    );
    world.drain().await;
}

pub async fn a_clients_own_move_reminds_anew(world: &World) {
    let (session, at) = (booked(world, 98).await, world.now());
    after(world, at, 12).await;
    assert_eq!(reminders(world, session).await, "1 and 0");
    world.backend.clock.move_to(at + TimeDelta::hours(13));
    let own = Command::Move(Move::by_client(slot(122), None));
    done(world.client_presses(session, own).await);
    after(world, at, 18).await;
    assert_eq!(reminders(world, session).await, "1 and 0", "of what moved");
    after(world, at, 13 + 12).await;
    assert_eq!(reminders(world, session).await, "2 and 0");
    after(world, at, 13 + 18).await;
    assert_eq!(reminders(world, session).await, "2 and 1");
    done(world.press(session, Command::Confirm).await);
    world.drain().await;
}

pub async fn a_decline_that_is_undone_is_reminded_of_as_before(world: &World) {
    let (session, at) = (booked(world, 98).await, world.now());
    let outcome = world.press(session, decline(OldTime::Open)).await;
    let Outcome::Done(declined) = outcome else {
        panic!("{outcome:?}")
    };
    done(undo(world, session, declined.act).await);
    after(world, at, 12).await;
    assert_eq!(reminders(world, session).await, "1 and 0");
    done(world.press(session, Command::Confirm).await);
    world.drain().await;
}
