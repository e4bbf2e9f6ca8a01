//! An undo that is refused: too late, not theirs, or changed since. Nothing is ever undone in part.

use crate::acts::{Acting, asked_now, attend, give_back, unavailable};
use crate::cancelling::done;
use crate::nothing_partial::{allow, refuse};
use crate::undoing::{asked, undo};
use crate::world::{World, follow_up};
use backend::deciding::Outcome;
use backend::fault::Fault;
use backend::seed::cast::{DANIEL, LENA, MAYA, TOMAS};
use backend::store::sql;
use domain::actor::Role;
use domain::commitment::Difference;
use domain::payment::refund::Choice;
use domain::permission::Denied;
use domain::refusal::Refusal;
use domain::session::attend::Attendance;
use domain::session::undo::WINDOW;
use domain::time::TimeDelta;

pub async fn the_last_instant_is_too_late(world: &World) {
    let session = world.paid_in(72).await;
    let cancelled = world.cancel(session, asked_now()).await;
    let until = world.now() + WINDOW;
    world.backend.clock.advance(WINDOW);
    let before = world.everything().await;
    let late = undo(world, MAYA, session, &cancelled).await;
    assert_eq!(late, Outcome::Refused(Refusal::UndoOver { until }));
    assert_eq!(world.everything().await, before);
    world.drain().await;
}

pub async fn the_start_is_too_late_where_it_comes_sooner(world: &World) {
    let start = world.now() + TimeDelta::seconds(10);
    let session = world.book_one(follow_up(start)).await;
    let cancelled = world.cancel(session, asked_now()).await;
    let clock = &world.backend.clock;
    clock.advance(TimeDelta::milliseconds(9999));
    done(undo(world, MAYA, session, &cancelled).await);
    let cancelled = world.cancel(session, asked_now()).await;
    clock.advance(TimeDelta::milliseconds(1));
    let late = undo(world, MAYA, session, &cancelled).await;
    assert_eq!(late, Outcome::Refused(Refusal::UndoOver { until: start }));
    world.drain().await;
}

pub async fn only_whoever_cancelled_can_undo_it(world: &World) {
    let (first, second) = (world.paid_in(72).await, world.paid_in(74).await);
    let by_maya = world.cancel(first, asked_now()).await;
    let by_daniel = world.client_cancels(second).await;
    let before = world.everything().await;
    let not_yours = |by| Outcome::Refused(Refusal::NotYoursToUndo { by });
    assert_eq!(
        undo(world, DANIEL, first, &by_maya).await,
        not_yours(Role::Therapist)
    );
    assert_eq!(
        undo(world, MAYA, second, &by_daniel).await,
        not_yours(Role::Client)
    );
    for stranger in [TOMAS, LENA] {
        let asked = asked(world, first, &by_maya);
        let outcome = stranger.undoes(&world.backend, asked).await;
        assert!(
            matches!(outcome, Err(Fault::Denied(Denied::Hidden))),
            "{outcome:?}"
        );
    }
    // Nor one cancel by the name of another.
    let other = undo(world, MAYA, first, &by_daniel).await;
    assert_eq!(other, Outcome::Refused(Refusal::NothingToUndo));
    assert_eq!(world.everything().await, before);
    world.drain().await;
}

pub async fn what_has_changed_since_is_not_undone_in_part(world: &World) {
    let changes = [
        ("DELETE FROM block", Difference::Slot),
        ("DELETE FROM incident", Difference::Standing),
        (
            "UPDATE refund SET sent_at = 0, state = 'sent'",
            Difference::Money,
        ),
        (
            "UPDATE outbox SET attempts = 1, claimed_until = 0 WHERE kind = 'refund'",
            Difference::Told,
        ),
    ];
    let session = world.paid_in(72).await;
    let cancelled = world.cancel(session, unavailable()).await;
    let rows = [
        "CREATE TABLE kept_block AS SELECT * FROM block",
        "CREATE TABLE kept_incident AS SELECT * FROM incident",
    ];
    for row in rows {
        world.put(sql(row)).await;
    }
    let back = [
        "INSERT INTO block SELECT * FROM kept_block",
        "INSERT INTO incident SELECT * FROM kept_incident",
        "UPDATE refund SET sent_at = NULL, state = 'requested'",
        "UPDATE outbox SET attempts = 0, claimed_until = NULL",
    ];
    for ((change, part), back) in changes.into_iter().zip(back) {
        world.put(sql(change)).await;
        let before = world.everything().await;
        let refused = undo(world, MAYA, session, &cancelled).await;
        let changed = Refusal::ChangedSince { part };
        assert_eq!(refused, Outcome::Refused(changed), "{change}");
        assert_eq!(world.everything().await, before, "{change}");
        world.put(sql(back)).await;
    }
    done(undo(world, MAYA, session, &cancelled).await);
}

pub async fn other_commands_wait_while_it_can_be_undone(world: &World) {
    let session = world.paid_in(20).await;
    done(world.cancel(session, asked_now()).await);
    let (by, until) = (Role::Therapist, world.now() + WINDOW);
    let waits = Outcome::Refused(Refusal::CanStillBeUndone { until, by });
    let took_place = attend(Attendance::TookPlace, Choice::Policy);
    for command in [give_back(Choice::All), took_place] {
        assert_eq!(world.press(session, command).await, waits);
    }
    assert_eq!(world.client_cancels(session).await, waits);
    let twice = world.cancel(session, unavailable()).await;
    assert_eq!(twice, Outcome::Refused(Refusal::AlreadyCancelled));
    world.backend.clock.advance(WINDOW);
    done(world.press(session, give_back(Choice::All)).await);
    world.drain().await;
}

pub async fn an_undo_that_fails_at_any_step_leaves_nothing(world: &World) {
    let steps = [
        ("DELETE", "span"),
        ("UPDATE", "session"),
        ("DELETE", "block"),
        ("DELETE", "incident"),
        ("INSERT", "ledger_entry"),
        ("UPDATE", "refund"),
        ("DELETE", "outbox"),
        ("INSERT", "event"),
        ("INSERT", "command"),
    ];
    let session = world.paid_in(20).await;
    let cancelled = world.cancel(session, unavailable()).await;
    let before = world.everything().await;
    for (what, table) in steps {
        refuse(world, what, table).await;
        let asked = asked(world, session, &cancelled);
        let outcome = MAYA.undoes(&world.backend, asked).await;
        assert!(
            matches!(outcome, Err(Fault::Store(_))),
            "{what} {table}: {outcome:?}"
        );
        assert_eq!(world.everything().await, before, "{what} {table}");
        allow(world, table).await;
    }
    done(undo(world, MAYA, session, &cancelled).await);
}
