//! All of a decision, or nothing: whichever of its steps fails.

use crate::acts::{ASKED, Acting, cancel, moving, offering, unavailable};
use crate::cancelling::done;
use crate::world::World;
use backend::fault::Fault;
use backend::seed::cast::MAYA;
use backend::store::sql;
use domain::Command;
use domain::request::AskToMove;
use domain::session::cancel::{Cancel, Why};
use domain::session::moving as moves;
use domain::times::OldTime;
use sqlx::AssertSqlSafe;

const STEPS: [(&str, &str); 14] = [
    ("UPDATE", "session"),
    ("DELETE", "span"),
    ("INSERT", "block"),
    ("INSERT", "stopped_hour"),
    ("INSERT", "restriction"),
    ("INSERT", "pausing_act"),
    ("INSERT", "account_event"),
    ("INSERT", "refund"),
    ("INSERT", "ledger_entry"),
    ("INSERT", "incident"),
    ("INSERT", "task"),
    ("INSERT", "outbox"),
    ("INSERT", "event"),
    ("INSERT", "command"),
];

pub async fn run(world: &World, statement: String) {
    world.put(sql(AssertSqlSafe(statement))).await;
}

/// From now on the database refuses to do this to that table.
pub async fn refuse(world: &World, what: &str, table: &str) {
    let then = match world.is_sqlite() {
        true => "BEGIN SELECT RAISE(ABORT, 'refused'); END",
        false => "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    };
    run(
        world,
        format!("CREATE TRIGGER refuses BEFORE {what} ON {table} {then}"),
    )
    .await;
}

pub async fn allow(world: &World, table: &str) {
    let of = if world.is_sqlite() {
        String::new()
    } else {
        format!("ON {table}")
    };
    run(world, format!("DROP TRIGGER refuses {of}")).await;
}

pub async fn a_cancel_that_fails_at_any_step_leaves_nothing(world: &World) {
    world.maya_works().await;
    let session = world.paid_in(20).await;
    let words = "The ceiling has come down.".to_owned();
    let closing = |old_time| Cancel {
        old_time,
        ..unavailable()
    };
    let other = Cancel {
        old_time: OldTime::Block,
        ..cancel(Why::Other { words })
    };
    for (what, table) in STEPS {
        let command = match table {
            "incident" => unavailable(),
            "stopped_hour" => closing(OldTime::StopHour),
            "restriction" | "pausing_act" | "account_event" => closing(OldTime::Pause),
            _ => other.clone(),
        };
        let asked = world.asked(session, Command::Cancel(command)).await;
        let before = world.everything().await;
        refuse(world, what, table).await;
        let outcome = MAYA.sends(&world.backend, asked).await;
        assert!(
            matches!(outcome, Err(Fault::Store(_))),
            "{what} {table}: {outcome:?}"
        );
        assert_eq!(world.everything().await, before, "{what} {table}");
        allow(world, table).await;
    }
    done(world.cancel(session, other).await);
    world.drain().await;
}

/// A row that nobody may dangle from is only looked for at the commit.
pub async fn a_commit_that_is_refused_leaves_nothing(world: &World) {
    let session = world.paid_in(20).await;
    let asked = world.asked(session, Command::Cancel(unavailable())).await;
    let before = world.everything().await;
    let table = "CREATE TABLE dangling (id TEXT REFERENCES account (id) \
                 DEFERRABLE INITIALLY DEFERRED)";
    run(world, table.into()).await;
    if world.is_sqlite() {
        let trigger = "CREATE TRIGGER dangles AFTER INSERT ON command \
                       BEGIN INSERT INTO dangling (id) VALUES ('nobody'); END";
        run(world, trigger.into()).await;
    } else {
        let function = "CREATE FUNCTION dangles() RETURNS trigger LANGUAGE plpgsql AS \
                        $$ BEGIN INSERT INTO dangling (id) VALUES ('nobody'); RETURN NULL; END $$";
        run(world, function.into()).await;
        let trigger = "CREATE TRIGGER dangles AFTER INSERT ON command \
                       FOR EACH ROW EXECUTE FUNCTION dangles()";
        run(world, trigger.into()).await;
    }
    let outcome = MAYA.sends(&world.backend, asked).await;
    assert!(matches!(outcome, Err(Fault::Store(_))), "{outcome:?}");
    assert_eq!(world.everything().await, before);
}

/// What a move writes beside what a cancel does, by what becomes of the old time.
const STEPS_OF_A_MOVE: [(&str, &str, OldTime); 11] = [
    ("DELETE", "span", OldTime::Block),
    ("UPDATE", "session", OldTime::Block),
    ("INSERT", "block", OldTime::Block),
    ("UPDATE", "schedule", OldTime::StopHour),
    ("INSERT", "stopped_hour", OldTime::StopHour),
    ("INSERT", "restriction", OldTime::Pause),
    ("INSERT", "account_event", OldTime::Pause),
    ("UPDATE", "offer", OldTime::Block),
    ("UPDATE", "request", OldTime::Block),
    ("INSERT", "outbox", OldTime::Block),
    ("INSERT", "event", OldTime::Block),
];

pub async fn a_move_that_fails_at_any_step_leaves_nothing(world: &World) {
    world.maya_works().await;
    let session = world.paid_in(98).await;
    let asks = Command::AskToMove(AskToMove {
        words: "Friday would suit.".into(),
    });
    done(world.client_presses(session, asks).await);
    let times = vec![world.hours(126)];
    done(world.press(session, offering(times, ASKED)).await);
    let to = world.hours(122);
    let leaving = |old_time| moving(to, moves::Why::TherapistUnavailable, old_time);
    for (what, table, old_time) in STEPS_OF_A_MOVE {
        let asked = world.asked(session, leaving(old_time)).await;
        let before = world.everything().await;
        refuse(world, what, table).await;
        let outcome = MAYA.sends(&world.backend, asked).await;
        assert!(
            matches!(outcome, Err(Fault::Store(_))),
            "{what} {table}: {outcome:?}"
        );
        assert_eq!(world.everything().await, before, "{what} {table}");
        allow(world, table).await;
    }
    done(world.press(session, leaving(OldTime::StopHour)).await);
    world.drain().await;
}
