//! A session moves: the same one, a revision later, with its payment; and what becomes of the time
//! that it leaves.

use crate::acts::{ASKED, Acting, moving};
use crate::cancelling::done;
use crate::rows::changed;
use crate::world::{World, follow_up};
use backend::deciding::Outcome;
use backend::seed::bookings::{Booking, Paid};
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::sql;
use domain::Command;
use domain::commitment::Difference;
use domain::ids::SessionId;
use domain::refusal::Refusal;
use domain::session::moving::{Move, Why};
use domain::time::TimeDelta;
use domain::times::{Nearest, OldTime, TakenBy};

pub async fn a_move_is_one_transaction_and_keeps_the_session(world: &World) {
    world.maya_works().await;
    let session = world.paid_in(98).await;
    let before = world.everything().await;
    let to = world.hours(122);
    let asked = world.asked(session, moving(to, ASKED, OldTime::Open)).await;
    let commits = world.backend.store.commits();
    done(world.send(asked.clone()).await);
    assert_eq!(world.backend.store.commits() - commits, 1);
    let after = world.everything().await;
    let written = ["command", "event", "outbox", "session", "span"];
    assert_eq!(changed(&before, &after), written);
    let row: (i64, i64, i64, String) = world
        .one(
            sql("SELECT starts_at, moved_from, revision, moved_clause FROM session WHERE id = $1")
                .bind(session),
        )
        .await;
    let (at, from) = (to.timestamp_millis(), world.hours(98).timestamp_millis());
    assert_eq!(row, (at, from, 2, "moved_in_time".into()));
    assert_eq!(world.number("SELECT starts_at FROM span").await, at);
    // The same form again gets the first answer.
    done(world.send(asked).await);
    assert_eq!(world.number("SELECT revision FROM session").await, 2);
    world.drain().await;
}

/// A line of the table: from when, why, what becomes of the old time, and what is then there:
/// blocks, incidents, restrictions, stopped hours, and whether later cancels are late.
type Line = (i64, Why, OldTime, [i64; 5]);

pub async fn each_cause_and_each_old_time_is_written_down(world: &World) {
    world.maya_works().await;
    let unavailable = Why::TherapistUnavailable;
    let lines: [Line; 5] = [
        (98, ASKED, OldTime::Open, [0, 0, 0, 0, 0]),
        (30, ASKED, OldTime::Block, [1, 0, 0, 0, 1]),
        (32, unavailable, OldTime::Block, [1, 1, 0, 0, 0]),
        (34, unavailable, OldTime::StopHour, [0, 1, 0, 1, 0]),
        (36, unavailable, OldTime::Pause, [0, 1, 1, 0, 0]),
    ];
    for (number, (hours, why, old_time, expected)) in lines.into_iter().enumerate() {
        let session = world.paid_in(hours).await;
        let to = world.hours(240 + 2 * number as i64);
        done(world.press(session, moving(to, why, old_time)).await);
        assert_eq!(left(world, session).await, expected, "{why:?} {old_time:?}");
    }
    world.drain().await;
}

async fn left(world: &World, session: SessionId) -> [i64; 5] {
    let counts = "SELECT (SELECT COUNT(*) FROM block WHERE session_id = $1), \
        (SELECT COUNT(*) FROM incident WHERE session_id = $1), \
        (SELECT COUNT(*) FROM restriction), (SELECT COUNT(*) FROM stopped_hour), \
        (SELECT COUNT(*) FROM session WHERE id = $1 AND late_since IS NOT NULL)";
    let (blocks, incidents, paused, stopped, late): (i64, i64, i64, i64, i64) =
        world.one(sql(counts).bind(session)).await;
    for table in ["DELETE FROM restriction", "DELETE FROM stopped_hour"] {
        world.put(sql(table)).await;
    }
    [blocks, incidents, paused, stopped, late]
}

pub async fn the_client_reads_both_times_and_gets_a_way_to_object(world: &World) {
    let session = world.paid_in(98).await;
    let to = world.hours(122);
    done(world.press(session, moving(to, ASKED, OldTime::Open)).await);
    world.drain().await;
    let post = world.post(DANIEL).await;
    let letter = &post[0];
    let calendar = letter.calendar.as_deref().unwrap_or_default();
    for line in ["METHOD:REQUEST", "SEQUENCE:2", "DTSTART:20261128T084000Z"] {
        assert!(calendar.contains(line), "{line} in {calendar}");
    }
    assert!(
        letter.text.contains("Now:\nSaturday 28 November"),
        "{}",
        letter.text
    );
    assert!(
        letter.text.contains("Before:\nFriday 27 November"),
        "{}",
        letter.text
    );
    let link = letter.text.split("https://kept.example/mine/").nth(1);
    let token = link.unwrap().split_whitespace().next().unwrap();
    let opened = backend::personal_link::find(&world.backend, token).await;
    assert_eq!(opened.unwrap().session, session);
    let body = world.text("SELECT body FROM outbox").await;
    assert!(!body.contains(token), "the outbox does not know it");
    let hash = world.text("SELECT token_hash FROM personal_link").await;
    assert_ne!(hash, token);
    world.backend.clock.move_to(to + TimeDelta::days(31));
    assert!(
        backend::personal_link::find(&world.backend, token)
            .await
            .is_err()
    );
}

pub async fn a_planned_charge_goes_with_its_session(world: &World) {
    let booking = Booking {
        paid: Paid::Later,
        ..follow_up(world.hours(98))
    };
    let session = world.book_one(booking).await;
    let to = world.hours(122);
    done(world.press(session, moving(to, ASKED, OldTime::Open)).await);
    let due = world.number("SELECT due_at FROM charge").await;
    assert_eq!(due, world.hours(74).timestamp_millis());
    world.drain().await;
}

pub async fn a_time_that_cannot_be_had_is_refused_with_the_nearest(world: &World) {
    world.maya_works().await;
    let session = world.paid_in(98).await;
    world.paid_in(122).await;
    let check = async |to: i64, expected: fn(&Refusal) -> bool| {
        let command = moving(world.hours(to), ASKED, OldTime::Open);
        let outcome = world.press(session, command).await;
        let Outcome::Refused(refusal) = outcome else {
            panic!("{to}: {outcome:?}")
        };
        assert!(expected(&refusal), "{to}: {refusal:?}");
        refusal
    };
    let same = check(98, |refusal| matches!(refusal, Refusal::SameTime { .. })).await;
    let near: Vec<_> = same.nearest().starts().collect();
    assert_eq!(near.len(), Nearest::MOST);
    assert!(!near.contains(&world.hours(98)), "{near:?}");
    let past = check(-3, |refusal| matches!(refusal, Refusal::InThePast { .. })).await;
    let session_has = |refusal: &Refusal| {
        matches!(
            refusal,
            Refusal::Taken {
                by: TakenBy::Session,
                ..
            }
        )
    };
    let taken = check(122, session_has).await;
    for refusal in [past, taken] {
        assert_eq!(refusal.nearest().starts().count(), 3, "{refusal:?}");
    }
    check(24 * 5000, |refusal| *refusal == Refusal::TooFarAhead).await;
    assert_eq!(world.number("SELECT MAX(revision) FROM session").await, 1);
}

pub async fn a_form_about_the_session_as_it_was_is_told_so_with_the_nearest_times(world: &World) {
    world.maya_works().await;
    let session = world.paid_in(98).await;
    let wish = moving(world.hours(122), ASKED, OldTime::Open);
    let in_the_other_tab = world.asked(session, wish.clone()).await;
    let elsewhere = moving(world.hours(146), ASKED, OldTime::Open);
    done(world.press(session, elsewhere).await);
    let before = world.everything().await;
    let Outcome::Changed {
        differences,
        outdated: Some(refusal),
    } = world.send(in_the_other_tab).await
    else {
        panic!("the other tab has moved it");
    };
    assert_eq!(differences, [Difference::Session]);
    assert!(matches!(refusal, Refusal::Outdated { .. }), "{refusal:?}");
    assert_eq!(refusal.nearest().starts().count(), 3, "{refusal:?}");
    assert_eq!(world.everything().await, before);
    // Pressed on what is shown now, it moves.
    done(world.press(session, wish).await);
    world.drain().await;
}

pub async fn what_was_not_shown_is_not_done(world: &World) {
    let session = world.paid_in(49).await;
    let command = moving(world.hours(98), ASKED, OldTime::Open);
    let mut asked = world.asked(session, command).await;
    // What was in time when it was shown is late when it is pressed.
    asked.received_at = world.hours(1) + TimeDelta::seconds(1);
    let expected = Outcome::Changed {
        differences: vec![Difference::Policy],
        outdated: None,
    };
    assert_eq!(world.send(asked).await, expected);
}

pub async fn a_client_moves_into_an_open_slot_and_no_other(world: &World) {
    world.maya_works().await;
    let session = world.paid_in(98).await;
    let open = world.now() + TimeDelta::minutes(20) + TimeDelta::hours(100);
    let own = |to| Command::Move(Move::by_client(to, None));
    for (to, is_open) in [(world.hours(122), false), (open, true)] {
        let asked = world.asked(session, own(to)).await;
        let outcome = DANIEL.sends(&world.backend, asked).await.unwrap();
        match outcome {
            Outcome::Done(_) => assert!(is_open),
            Outcome::Refused(Refusal::NotOpen { nearest }) => {
                assert!(!is_open && !nearest.is_empty());
            }
            other => panic!("{other:?}"),
        }
    }
    world.drain().await;
    assert_eq!(
        (world.post(DANIEL).await.len(), world.post(MAYA).await.len()),
        (1, 1)
    );
}
