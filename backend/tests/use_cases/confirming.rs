//! The therapist's word for a booking: given, refused, or not given in time.

use crate::acts::Acting;
use crate::at_once::{ROUNDS, at_once};
use crate::cancelling::done;
use crate::checkout::slot;
use crate::offering::undo;
use crate::world::{World, follow_up};
use backend::deciding::{Asked, Outcome};
use backend::seed::cast::{ANNA, DANIEL, MAYA};
use backend::store::sql;
use domain::Command;
use domain::ids::SessionId;
use domain::refusal::Refusal;
use domain::request::{Aware, Particulars};
use domain::session::Cause;
use domain::session::confirm::Decline;
use domain::session::moving::Move;
use domain::time::TimeDelta;
use domain::times::OldTime;

async fn state(world: &World, session: SessionId) -> String {
    let state = sql(
        "SELECT state || ' ' || COALESCE(cancelled_cause, '') FROM session \
         WHERE id = $1",
    );
    world.one::<(String,)>(state.bind(session)).await.0
}

/// A follow-up of Daniel's that awaits Maya's word.
pub async fn booked(world: &World, hours: i64) -> SessionId {
    world.maya_works().await;
    world.they_have_met().await;
    world.booked(DANIEL, slot(hours)).await
}

pub fn decline(old_time: OldTime) -> Command {
    Command::Decline(Decline {
        words: Some("Not my field.".into()),
        old_time,
        note: None,
        particulars: Some(Particulars::Cancel {
            cause: Cause::NotBestFit,
            aware: Aware::Told("By telephone.".into()),
        }),
    })
}

pub async fn a_booking_is_confirmed_once(world: &World) {
    let session = booked(world, 98).await;
    done(world.press(session, Command::Confirm).await);
    assert_eq!(state(world, session).await, "confirmed ");
    let again = world.press(session, Command::Confirm).await;
    assert_eq!(again, Outcome::Refused(Refusal::AlreadyConfirmed));
    world.drain().await;
    let letters = world.post(DANIEL).await;
    let calendar = letters.iter().find_map(|letter| letter.calendar.as_ref());
    let calendar = calendar.expect("an entry");
    assert!(calendar.contains("METHOD:REQUEST"), "{calendar}");
}

pub async fn nobody_confirms_and_it_is_cancelled_by_itself(world: &World) {
    let session = booked(world, 98).await;
    let until = world.hours(24);
    world
        .backend
        .clock
        .move_to(until - TimeDelta::milliseconds(1));
    world.the_clock_strikes().await;
    assert_eq!(state(world, session).await, "awaiting_confirmation ");
    world.backend.clock.move_to(until);
    let over = world.press(session, Command::Confirm).await;
    assert_eq!(
        over,
        Outcome::Refused(Refusal::ConfirmOver { since: until })
    );
    world.the_clock_strikes().await;
    assert_eq!(state(world, session).await, "cancelled not_confirmed");
    world.drain().await;
    assert_eq!(world.number("SELECT amount FROM refund").await, 6500);
    assert_eq!(world.number("SELECT COUNT(*) FROM incident").await, 1);
    assert_eq!(
        world.text("SELECT kind FROM task").await,
        "suggest_therapists"
    );
    let by = sql(
        "SELECT actor_role FROM event WHERE session_id = $1 AND kind = 'decided' \
         ORDER BY number DESC LIMIT 1",
    );
    assert_eq!(world.one::<(String,)>(by.bind(session)).await.0, "house");
}

pub async fn a_follow_up_is_declined_and_what_it_closed_is_open_again_after_an_undo(world: &World) {
    let hours = "SELECT hours FROM schedule s JOIN session x ON x.therapist_id = s.therapist_id \
                 LIMIT 1";
    let session = booked(world, 98).await;
    world.drain().await;
    let before = world.text(hours).await;
    for (old_time, restrictions) in [(OldTime::StopHour, 0), (OldTime::Pause, 1)] {
        let outcome = world.press(session, decline(old_time)).await;
        let Outcome::Done(declined) = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(state(world, session).await, "cancelled not_confirmed");
        let stopped = world.text(hours).await != before;
        assert_eq!(stopped, old_time == OldTime::StopHour);
        let paused = "SELECT COUNT(*) FROM restriction";
        assert_eq!(world.number(paused).await, restrictions);
        done(undo(world, session, declined.act).await);
        assert_eq!(state(world, session).await, "awaiting_confirmation ");
        assert_eq!(world.text(hours).await, before);
        assert_eq!(world.number(paused).await, 0);
    }
    done(world.press(session, Command::Confirm).await);
    world.drain().await;
}

pub async fn an_initial_booking_is_declined_through_the_team(world: &World) {
    world.maya_works().await;
    world.book_one(follow_up(slot(200))).await;
    let session = world.booked(ANNA, slot(98)).await;
    done(world.press(session, decline(OldTime::Open)).await);
    assert_eq!(state(world, session).await, "awaiting_confirmation ");
    let request = "SELECT kind || ' ' || state FROM request";
    assert_eq!(world.text(request).await, "decline_initial submitted");
    done(world.press(session, Command::Confirm).await);
    assert_eq!(world.text(request).await, "decline_initial void");
    world.drain().await;
}

pub async fn a_clients_own_move_asks_anew(world: &World) {
    let session = booked(world, 98).await;
    world.backend.clock.advance(TimeDelta::hours(20));
    let own = Command::Move(Move::by_client(slot(122), None));
    done(world.client_presses(session, own).await);
    let by = sql("SELECT confirm_by FROM session WHERE id = $1").bind(session);
    let until = world.hours(24).timestamp_millis();
    assert_eq!(world.one::<(i64,)>(by).await.0, until);
    world.backend.clock.advance(TimeDelta::hours(20));
    done(world.press(session, Command::Confirm).await);
    world.drain().await;
}

pub async fn at_the_instant_of_the_deadline_one_of_the_two_wins(world: &World) {
    world.maya_works().await;
    world.they_have_met().await;
    let mut won = [0, 0];
    for round in 0..ROUNDS {
        let session = world.booked(DANIEL, slot(24 * (round + 3))).await;
        let until = world.hours(24);
        let asked = Asked {
            received_at: until - TimeDelta::milliseconds(1),
            ..world.asked(session, Command::Confirm).await
        };
        world.backend.clock.move_to(until);
        let (worker, backend) = (world.backend.worker(), world.backend.clone());
        let confirms = async move { MAYA.sends(&backend, asked).await };
        let strikes = async move { worker.drain().await };
        let (heard, struck) = at_once(round, confirms, strikes).await;
        struck.unwrap();
        // Whatever the winner has caused.
        world.drain().await;
        let (winner, left) = match heard.unwrap() {
            Outcome::Done(_) => (0, ("confirmed ", CONFIRMED)),
            Outcome::Refused(Refusal::AlreadyCancelled) => {
                (1, ("cancelled not_confirmed", EXPIRED))
            }
            other => panic!("round {round}: {other:?}"),
        };
        let found = (
            state(world, session).await,
            came_of_it(world, session).await,
        );
        assert_eq!((found.0.as_str(), found.1), left, "round {round}");
        won[winner] += 1;
    }
    println!("of {ROUNDS} rounds confirm and deadline won {won:?}");
    assert!(won[0] > 0 && won[1] > 0, "both orders: {won:?}");
}

/// Spans, decisions (it was booked before), refunds that the provider has, incidents, tasks.
type Came = (i64, i64, i64, i64, i64);
const CONFIRMED: Came = (1, 2, 0, 0, 0);
const EXPIRED: Came = (0, 2, 1, 1, 1);

async fn came_of_it(world: &World, session: SessionId) -> Came {
    let counts = "SELECT (SELECT COUNT(*) FROM span p WHERE p.session_id = s.id), \
        (SELECT COUNT(*) FROM event e WHERE e.session_id = s.id AND e.kind = 'decided'), \
        (SELECT COUNT(*) FROM refund r JOIN sandbox_refund b ON b.asked_key = r.id \
            WHERE r.session_id = s.id), \
        (SELECT COUNT(*) FROM incident i WHERE i.session_id = s.id), \
        (SELECT COUNT(*) FROM task t WHERE t.session_id = s.id) \
        FROM session s WHERE id = $1";
    world.one(sql(counts).bind(session)).await
}
