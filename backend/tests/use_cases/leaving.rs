//! What becomes of the time that a cancel frees, where its therapist is not there: blocked, its hour
//! stopped, or the account paused, in the same transaction; and all of it taken back by an undo.

use crate::acts::{Acting, unavailable};
use crate::cancelling::done;
use crate::checkout::slot;
use crate::offering::undo;
use crate::pausing::{mayas, replays};
use crate::world::{World, follow_up};
use backend::deciding::{Done, Outcome};
use backend::pausing::{self, AskedToReturn};
use backend::seed::bookings::Booking;
use backend::seed::cast::{ANNA, MAYA};
use backend::store::sql;
use domain::Command;
use domain::account::reactivate::AskToReturn;
use domain::commitment::Difference;
use domain::ids::SessionId;
use domain::refusal::Refusal;
use domain::session::cancel::Cancel;
use domain::times::OldTime;

const HOURS: &str = "SELECT hours FROM schedule s JOIN session x ON x.therapist_id = \
                     s.therapist_id LIMIT 1";
const PAUSED: &str = "SELECT COUNT(*) FROM restriction";

fn leaving(old_time: OldTime) -> Cancel {
    Cancel {
        old_time,
        ..unavailable()
    }
}

async fn cancels(world: &World, session: SessionId, old_time: OldTime) -> Done {
    match world.cancel(session, leaving(old_time)).await {
        Outcome::Done(cancelled) => cancelled,
        other => panic!("{other:?}"),
    }
}

/// Blocks, restrictions, stopped hours.
async fn closed(world: &World) -> [i64; 3] {
    let counts = "SELECT (SELECT COUNT(*) FROM block), (SELECT COUNT(*) FROM restriction), \
                  (SELECT COUNT(*) FROM stopped_hour)";
    let (blocks, paused, stopped): (i64, i64, i64) = world.one(sql(counts)).await;
    [blocks, paused, stopped]
}

pub async fn each_way_of_leaving_a_time_is_one_transaction(world: &World) {
    world.maya_works().await;
    let ways = [
        (OldTime::Block, [1, 0, 0]),
        (OldTime::StopHour, [1, 0, 1]),
        (OldTime::Pause, [1, 1, 1]),
    ];
    for (number, (old_time, expected)) in (0..).zip(ways) {
        let session = world.book_one(follow_up(slot(98 + number))).await;
        let command = Command::Cancel(leaving(old_time));
        let asked = world.asked(session, command).await;
        let commits = world.backend.store.commits();
        done(world.send(asked.clone()).await);
        assert_eq!(world.backend.store.commits() - commits, 1, "{old_time:?}");
        assert_eq!(closed(world).await, expected, "{old_time:?}");
        // The same form again gets the first answer.
        done(world.send(asked).await);
        assert_eq!(closed(world).await, expected, "{old_time:?}");
    }
    assert!(replays(world).await.is_paused());
    let incidents = "SELECT COUNT(*) FROM incident";
    assert_eq!(world.number(incidents).await, 3);
    world.drain().await;
}

pub async fn an_undo_gives_back_what_the_cancel_closed(world: &World) {
    world.maya_works().await;
    let start = slot(98);
    let session = world.book_one(follow_up(start)).await;
    let before = world.text(HOURS).await;
    for old_time in [OldTime::StopHour, OldTime::Pause, OldTime::Block] {
        let cancelled = cancels(world, session, old_time).await;
        let stopped = world.text(HOURS).await != before;
        assert_eq!(stopped, old_time == OldTime::StopHour);
        done(undo(world, session, cancelled.act).await);
        assert_eq!(world.text(HOURS).await, before, "{old_time:?}");
        assert_eq!(world.number(PAUSED).await, 0, "{old_time:?}");
        assert_eq!(world.number("SELECT COUNT(*) FROM block").await, 0);
        assert!(!replays(world).await.is_paused());
    }
    let state = "SELECT state FROM session";
    assert_eq!(world.text(state).await, "confirmed");
    world.drain().await;
}

pub async fn an_hour_that_was_changed_since_is_not_given_back(world: &World) {
    world.maya_works().await;
    let session = world.book_one(follow_up(slot(98))).await;
    let cancelled = cancels(world, session, OldTime::StopHour).await;
    world
        .put(sql("UPDATE schedule SET revision = revision + 1"))
        .await;
    let stands = world.text(HOURS).await;
    let part = Difference::Slot;
    let refused = Outcome::Refused(Refusal::ChangedSince { part });
    assert_eq!(undo(world, session, cancelled.act).await, refused);
    assert_eq!(world.text(HOURS).await, stands);
    world.drain().await;
}

/// Who had paused before stays paused: the cancel paused nothing, and its undo lifts nothing.
pub async fn a_pause_that_was_there_before_stays_after_an_undo(world: &World) {
    let [_, (second, cancelled)] = both_pause(world).await;
    done(undo(world, second, cancelled.act).await);
    assert_eq!(world.number(PAUSED).await, 1);
    assert!(replays(world).await.is_paused());
    world.drain().await;
}

/// Both were known to be wrong: the undo of the first gives back its own time alone.
pub async fn a_pause_that_another_time_relies_on_outlives_the_undo_of_the_first(world: &World) {
    let [(first, cancelled), (second, other)] = both_pause(world).await;
    done(undo(world, first, cancelled.act).await);
    assert_eq!(world.number(PAUSED).await, 1);
    assert!(replays(world).await.is_paused());
    done(undo(world, second, other.act).await);
    assert_eq!(world.number(PAUSED).await, 0);
    assert!(!replays(world).await.is_paused());
    world.drain().await;
}

/// What the team was asked is needless once nothing pauses the account any more, and not before.
pub async fn a_request_to_return_ends_with_the_pause_that_an_undo_lifts(world: &World) {
    let [(first, cancelled), (second, other)] = both_pause(world).await;
    done(asks_to_return(world).await);
    let request = "SELECT state || ' ' || COALESCE(voided_by, '-') FROM request ORDER BY at DESC";
    done(undo(world, first, cancelled.act).await);
    assert_eq!(world.text(request).await, "submitted -");
    let by_the_team = "INSERT INTO restriction (therapist_id, kind, since, reason) \
                       VALUES ($1, 'paused_by_team', 0, 'hours')";
    world.put(sql(by_the_team).bind(MAYA.id())).await;
    let lifted = undo(world, second, other.act).await;
    done(lifted);
    assert_eq!(world.text(request).await, "submitted -");
    world.put(sql("DELETE FROM restriction")).await;
    world.put(sql("DELETE FROM request")).await;

    let third = world.book_one(follow_up(slot(146))).await;
    let cancelled = cancels(world, third, OldTime::Pause).await;
    done(asks_to_return(world).await);
    let commits = world.backend.store.commits();
    let Outcome::Done(lifted) = undo(world, third, cancelled.act).await else {
        panic!("nothing has changed since")
    };
    assert_eq!(world.backend.store.commits() - commits, 1);
    let ended = format!("void {}", lifted.act);
    assert_eq!(world.text(request).await, ended);
    let logged = sql("SELECT COUNT(*) FROM account_event WHERE kind = $1 AND act_id = $2");
    let logged = logged.bind("reactivation_voided").bind(lifted.act);
    let (logged,): (i64,) = world.one(logged).await;
    assert_eq!(logged, 1);
    assert!(!replays(world).await.is_paused());
    // Paused anew, she can ask anew.
    cancels(world, third, OldTime::Pause).await;
    done(asks_to_return(world).await);
    world.drain().await;
}

/// Two sessions, each cancelled with a pause.
async fn both_pause(world: &World) -> [(SessionId, Done); 2] {
    world.maya_works().await;
    let first = world.book_one(follow_up(slot(98))).await;
    let second = world.book_one(follow_up(slot(122))).await;
    [
        (first, cancels(world, first, OldTime::Pause).await),
        (second, cancels(world, second, OldTime::Pause).await),
    ]
}

async fn asks_to_return(world: &World) -> Outcome {
    let asked = AskedToReturn {
        ask: AskToReturn {
            words: "I am well.".into(),
        },
        key: world.key(),
        received_at: world.now(),
    };
    let asked = pausing::ask_to_return(&world.backend, mayas(), asked);
    asked.await.unwrap()
}

/// Anna is booked in the same hour a week later: she stays, and the page names her.
pub async fn who_else_comes_at_an_hour_that_stops_stays_as_booked(world: &World) {
    world.maya_works().await;
    let session = world.book_one(follow_up(slot(98))).await;
    let annas = Booking {
        client: ANNA,
        ..follow_up(slot(98 + 7 * 24))
    };
    let annas = world.book_one(annas).await;
    let of = world.detail(session).await.facts.session;
    let leave =
        domain::permission::permit(Some(MAYA.actor()), domain::permission::Subject::Nothing);
    let stopped = backend::pages::pausing::stopped_hour(&world.backend, leave.unwrap(), &of);
    let stopped = stopped.await.unwrap();
    assert_eq!(stopped.hours.len(), 1, "{stopped:?}");
    assert_eq!(stopped.others.len(), 1, "{stopped:?}");
    assert!(stopped.others[0].starts_with(ANNA.name), "{stopped:?}");
    cancels(world, session, OldTime::StopHour).await;
    let stays = sql("SELECT state FROM session WHERE id = $1").bind(annas);
    assert_eq!(world.one::<(String,)>(stays).await.0, "confirmed");
    world.drain().await;
}
