//! A cancel that comes second, while the first can be undone or after: it does nothing, and
//! whoever wanted it is not forgotten.

use crate::acts::{Acting, asked_now, unavailable};
use crate::cancelling::done;
use crate::undoing::undo;
use crate::world::World;
use backend::deciding::Outcome;
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::sql;
use domain::Command;
use domain::actor::Role;
use domain::ids::SessionId;
use domain::payment::refund::Choice;
use domain::refusal::Refusal;
use domain::session::cancel::Cancel;
use domain::session::undo::WINDOW;
use domain::time::{Instant, TimeDelta};
use domain::times::OldTime;
use sqlx::AssertSqlSafe;

const NOTED: &str = "SELECT COUNT(*) FROM event WHERE kind = 'came_second'";
const TASKS: &str = "SELECT COUNT(*) FROM task";

fn soon() -> TimeDelta {
    TimeDelta::seconds(5)
}

fn waits(by: Role, until: Instant) -> Outcome {
    Outcome::Refused(Refusal::CanStillBeUndone { until, by })
}

/// What the team is asked about it: since when, and the note.
async fn team_is_asked(world: &World, session: SessionId) -> Option<(i64, String)> {
    let open = "FROM task WHERE kind = 'competing_cancel' AND done_at IS NULL AND session_id = $1";
    let number = sql(AssertSqlSafe(format!("SELECT COUNT(*) {open}"))).bind(session);
    let (count,): (i64,) = world.one(number).await;
    if count == 0 {
        return None;
    }
    let task = sql(AssertSqlSafe(format!("SELECT created_at, note {open}")));
    Some(world.one(task.bind(session)).await)
}

/// Maya cancels, Daniel too, Maya takes hers back: the session stands, and the team knows.
pub async fn a_client_who_comes_second_is_told_to_wait_and_not_forgotten(world: &World) {
    let session = world.paid_in(20).await;
    let by_maya = world.cancel(session, asked_now()).await;
    let until = world.now() + WINDOW;
    world.backend.clock.advance(soon());
    let (key, since) = (world.key(), world.now());
    let cancels = |at| DANIEL.cancels(&world.backend, session, &key, at);
    let second = cancels(since).await.unwrap();
    assert_eq!(second, waits(Role::Therapist, until));
    assert_eq!(
        team_is_asked(world, session).await,
        None,
        "nothing to compare"
    );

    world.backend.clock.advance(soon());
    done(undo(world, MAYA, session, &by_maya).await);
    let (at, note) = team_is_asked(world, session).await.expect("a task");
    assert_eq!(at, since.timestamp_millis());
    assert!(note.contains("the client had cancelled too"), "{note}");
    let page = world.detail(session).await;
    let history: Vec<&str> = page.history.iter().map(|line| line.text.as_str()).collect();
    assert!(
        history.contains(&"Daniel wanted to cancel too"),
        "{history:?}"
    );
    let outcome = page.outcome.expect("an outcome").lines;
    let asks = "Your client wanted to cancel too, so the team will ask how it stands";
    assert!(outcome.iter().any(|line| line == asks), "{outcome:?}");

    // Nothing was spent: the same form, sent again, is carried out.
    done(cancels(world.now()).await.unwrap());
    world.drain().await;
    assert_eq!(world.post(DANIEL).await.len(), 1);
}

pub async fn a_therapist_who_comes_second_is_not_forgotten_either(world: &World) {
    let session = world.paid_in(20).await;
    let asked = world.asked(session, Command::Cancel(unavailable())).await;
    let by_daniel = world.client_cancels(session).await;
    let until = world.now() + WINDOW;
    assert_eq!(world.send(asked).await, waits(Role::Client, until));
    let (_, note) = team_is_asked(world, session).await.expect("a task");
    assert!(note.contains("would have refunded more"), "{note}");
    done(undo(world, DANIEL, session, &by_daniel).await);
    let (_, note) = team_is_asked(world, session).await.expect("a task");
    assert!(note.contains("the therapist had cancelled too"), "{note}");
}

pub async fn where_the_first_stands_the_second_is_compared_and_no_more(world: &World) {
    let (same, more) = (world.paid_in(20).await, world.paid_in(72).await);
    done(world.cancel(same, asked_now()).await);
    let keep = Cancel {
        money: Choice::Keep,
        reason: Some("The third time.".into()),
        ..asked_now()
    };
    done(world.cancel(more, keep).await);
    for session in [same, more] {
        world.client_cancels(session).await;
    }
    world.drain().await;
    assert_eq!(team_is_asked(world, same).await, None);
    assert!(team_is_asked(world, more).await.is_some());
    assert_eq!(world.post(DANIEL).await.len(), 2, "one for each session");
    assert_eq!(world.number("SELECT COUNT(*) FROM refund").await, 0);
}

pub async fn however_often_it_is_sent_it_is_kept_once(world: &World) {
    let session = world.paid_in(72).await;
    let keep = Cancel {
        money: Choice::Keep,
        reason: Some("The third time.".into()),
        ..asked_now()
    };
    done(world.cancel(session, keep).await);
    let first = world.client_cancels(session).await;
    let after = world.everything().await;
    assert_eq!(world.client_cancels(session).await, first);
    assert_eq!(world.everything().await, after);
    assert_eq!(world.number(NOTED).await, 1);
    world.drain().await;
}

/// What would give more only now is asked now.
pub async fn a_second_that_gives_more_than_the_last_one_is_asked_about(world: &World) {
    let session = world.paid_in(20).await;
    let exception = Cancel {
        money: Choice::All,
        ..asked_now()
    };
    let two = [
        world.asked(session, Command::Cancel(asked_now())).await,
        world.asked(session, Command::Cancel(exception)).await,
    ];
    done(world.client_cancels(session).await);
    for (asked, (noted, tasks)) in two.into_iter().zip([(1, 0), (2, 1)]) {
        world.send(asked).await;
        assert_eq!(
            (world.number(NOTED).await, world.number(TASKS).await),
            (noted, tasks)
        );
    }
    world.drain().await;
}

pub async fn what_would_be_refused_on_its_own_is_no_second_cancel(world: &World) {
    let session = world.paid_in(20).await;
    let unblocked = Cancel {
        old_time: OldTime::Open,
        ..unavailable()
    };
    let asked = world.asked(session, Command::Cancel(unblocked)).await;
    let by_daniel = world.client_cancels(session).await;
    let before = world.everything().await;
    let until = world.now() + WINDOW;
    assert_eq!(world.send(asked).await, waits(Role::Client, until));
    assert_eq!(world.everything().await, before);
    done(undo(world, DANIEL, session, &by_daniel).await);
    assert_eq!(world.number(TASKS).await, 0);
}
