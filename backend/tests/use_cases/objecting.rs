//! A client's word against a move, and the therapist's pardon.

use crate::acts::{ASKED, Acting, asked_now, moving, objecting};
use crate::cancelling::done;
use crate::world::World;
use backend::deciding::{Asked, Outcome};
use backend::fault::Fault;
use backend::seed::cast::{DANIEL, MAYA};
use backend::{objecting as objections, personal_link, undoing};
use domain::Command;
use domain::ids::SessionId;
use domain::permission::{CancelSession, Denied, ObjectToMove};
use domain::refusal::Refusal;
use domain::session::moving::Why;
use domain::session::waive::WaiveLate;
use domain::time::TimeDelta;
use domain::times::OldTime;

/// A session is moved from so many hours ahead to 122, and its client has read of it.
async fn moved(world: &World, from: i64, why: Why) -> SessionId {
    let session = world.paid_in(from).await;
    let old_time = match why {
        Why::TherapistUnavailable => OldTime::Block,
        _ => OldTime::Open,
    };
    let command = moving(world.hours(122), why, old_time);
    done(world.press(session, command).await);
    world.drain().await;
    session
}

pub async fn an_objection_to_the_therapists_move_cancels_and_refunds(world: &World) {
    let session = moved(world, 98, Why::TherapistUnavailable).await;
    done(world.client_presses(session, objecting()).await);
    let row = "SELECT state || ' ' || cancelled_cause || ' ' || cancelled_by FROM session";
    assert_eq!(world.text(row).await, "cancelled objection client");
    assert_eq!(world.number("SELECT amount FROM refund").await, 6500);
    assert_eq!(world.number("SELECT COUNT(*) FROM incident").await, 1);
    world.drain().await;
    assert_eq!(world.post(DANIEL).await.len(), 2);
    assert_eq!(world.post(MAYA).await.len(), 1);
}

pub async fn an_objection_can_be_undone_like_a_cancel(world: &World) {
    let session = moved(world, 98, Why::TherapistUnavailable).await;
    let outcome = world.client_presses(session, objecting()).await;
    let Outcome::Done(objected) = outcome else {
        panic!("{outcome:?}")
    };
    let asked = undoing::Asked {
        session,
        act: objected.act,
        key: world.key(),
        received_at: world.now(),
    };
    done(DANIEL.undoes(&world.backend, asked).await.unwrap());
    assert_eq!(world.text("SELECT state FROM session").await, "confirmed");
    world.drain().await;
}

pub async fn a_disputed_late_move_freezes_the_payment(world: &World) {
    let session = moved(world, 30, ASKED).await;
    done(world.client_presses(session, objecting()).await);
    let legs = "SELECT from_account || ' ' || to_account || ' ' || what FROM ledger_entry \
                WHERE what <> 'capture'";
    assert_eq!(world.text(legs).await, "held disputed frozen");
    assert_eq!(world.text("SELECT effect FROM dispute").await, "payment");
    assert_eq!(world.text("SELECT kind FROM task").await, "disputed_cause");
    assert_eq!(
        world.text("SELECT note FROM task").await,
        "I did not ask for that."
    );
    let again = world.client_presses(session, objecting()).await;
    assert_eq!(again, Outcome::Refused(Refusal::DisputedAlready));
    // Nothing takes it: not even a cancel that would refund all.
    done(world.cancel(session, asked_now()).await);
    assert_eq!(world.number("SELECT COUNT(*) FROM refund").await, 0);
    world.drain().await;
}

pub async fn too_late_is_counted_from_when_the_letter_left(world: &World) {
    let session = moved(world, 98, ASKED).await;
    let left = "SELECT done_at FROM outbox WHERE kind = 'mail:session_moved'";
    let left = world.number(left).await;
    let until = domain::time::Instant::from_timestamp_millis(left).unwrap() + TimeDelta::hours(24);
    world.backend.clock.move_to(until);
    let over = world.client_presses(session, objecting()).await;
    assert_eq!(over, Outcome::Refused(Refusal::ObjectionOver { until }));
    world
        .backend
        .clock
        .move_to(until - TimeDelta::milliseconds(1));
    done(world.client_presses(session, objecting()).await);
    world.drain().await;
}

pub async fn a_link_is_enough_for_what_a_client_may_do_and_no_more(world: &World) {
    let session = moved(world, 98, Why::TherapistUnavailable).await;
    let letter = world.post(DANIEL).await.remove(0).text;
    let token = letter.split("/mine/").nth(1).unwrap();
    let token = token.split_whitespace().next().unwrap();
    let opened = personal_link::find(&world.backend, token).await.unwrap();
    let denied = opened.permit::<CancelSession>().map(drop);
    assert_eq!(denied, Err(Denied::Forbidden));
    let asked = Asked {
        commitment: None,
        ..world.asked(opened.session, objecting()).await
    };
    assert_eq!(asked.session, session);
    let permit = opened.permit::<ObjectToMove>().unwrap();
    done(
        objections::object(&world.backend, permit, asked)
            .await
            .unwrap(),
    );
    let none = personal_link::find(&world.backend, &"A".repeat(43)).await;
    assert!(
        matches!(none, Err(Fault::Denied(Denied::Hidden))),
        "{none:?}"
    );
    world.drain().await;
}

pub async fn a_late_move_is_waived(world: &World) {
    let session = moved(world, 30, ASKED).await;
    let waive = Command::WaiveLate(WaiveLate { note: None });
    done(world.press(session, waive.clone()).await);
    let late = "SELECT COUNT(*) FROM session WHERE late_since IS NOT NULL";
    assert_eq!(world.number(late).await, 0);
    let not_late = world.press(session, waive).await;
    assert_eq!(not_late, Outcome::Refused(Refusal::NotLate));
    world.drain().await;
    assert_eq!(world.post(DANIEL).await.len(), 2);
}
