//! A day off, and "unavailable now": one press, one incident, and the time stays closed.

use crate::acts::{Acting, unavailable};
use crate::editing::{asked, previewed, saved, send, state, three};
use crate::kept::calendar;
use crate::offered::{date, open};
use crate::world::{World, at, follow_up};
use backend::availability::editing::Outcome;
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::{Sql, sql};
use backend::undoing;
use domain::Command;
use domain::account::pause::Answer;
use domain::availability::edit::{Answers, Edit, NotSaved};
use domain::availability::{Block, block::Days, slots};
use domain::standing::StandingEffect;
use domain::time::{Instant, TimeDelta, interval::Interval};

pub fn sick(first: &str, last: &str) -> Edit {
    let days = Days::new(date(first), date(last)).expect("days");
    Edit::Block(Block::Days(days))
}

/// As standing counts them.
fn incidents() -> Sql {
    sql("SELECT COUNT(DISTINCT COALESCE(together, id)) FROM incident")
}

async fn open_between(world: &World, from: Instant, to: Instant) -> usize {
    let within = Interval::new(from, to).expect("a span");
    let calendar = calendar(world, MAYA, within, world.now()).await;
    slots(calendar.diary(), world.now(), within).count()
}

pub async fn a_sick_day_cancels_all_of_it_as_one_incident(world: &World) {
    let sessions = three(world).await;
    let later = world.book_one(follow_up(at("2026-11-27T10:00:00Z"))).await;
    let edit = sick("2026-11-25", "2026-11-26");
    assert_eq!(previewed(world, &edit).await.stranded.len(), 3);
    let answers = Answers {
        note: Some("I am ill, and sorry.".into()),
        ..Answers::all(Answer::Cancel)
    };
    let receipt = saved(world, edit.clone(), answers).await;
    assert_eq!(receipt.cancelled.len(), 3);
    for session in sessions {
        assert_eq!(state(world, session).await, "cancelled");
    }
    assert_eq!(state(world, later).await, "confirmed");
    assert_eq!(world.number("SELECT COUNT(*) FROM incident").await, 3);
    assert_eq!(world.one::<(i64,)>(incidents()).await.0, 1);
    world.drain().await;
    let days = (at("2026-11-25T00:00:00Z"), at("2026-11-27T00:00:00Z"));
    assert_eq!(open_between(world, days.0, days.1).await, 0);
    assert_eq!(world.number("SELECT COUNT(*) FROM sandbox_refund").await, 3);
    let letters = world.post(DANIEL).await;
    assert!(
        letters
            .iter()
            .all(|letter| letter.text.contains("I am ill, and sorry."))
    );
    // The next one is another.
    let next = Command::Cancel(unavailable());
    let standing = world.consequence(later, &next).await.unwrap().standing;
    assert_eq!(standing, StandingEffect::Incident { now: 2 });
    world.cancel(later, unavailable()).await;
    assert_eq!(world.one::<(i64,)>(incidents()).await.0, 2);
    let again = send(world, asked(world, edit, Answers::default()).await).await;
    assert_eq!(again, Outcome::Refused(NotSaved::NothingToSave));
    world.drain().await;
}

pub async fn unavailable_from_now_until_then(world: &World) {
    open(world).await;
    let [today, tomorrow] = [
        follow_up(at("2026-11-23T09:00:00Z")),
        follow_up(at("2026-11-24T09:00:00Z")),
    ];
    let [today, tomorrow] = [world.book_one(today).await, world.book_one(tomorrow).await];
    let until = |text: &str| Edit::UnavailableUntil(at(text));
    let asked = asked(
        world,
        until("2026-11-23T18:00:00Z"),
        Answers::all(Answer::Cancel),
    )
    .await;
    // Pressed a moment later, it is still what was shown.
    world.backend.clock.advance(TimeDelta::minutes(3));
    let asked = backend::availability::editing::Asked {
        received_at: world.now(),
        ..asked
    };
    let outcome = send(world, asked).await;
    assert!(matches!(outcome, Outcome::Saved(_)), "{outcome:?}");
    assert_eq!(state(world, today).await, "cancelled");
    assert_eq!(state(world, tomorrow).await, "confirmed");
    world.drain().await;
    let edit = until("2026-11-23T06:00:00Z");
    let over =
        backend::availability::editing::preview(&world.backend, crate::editing::leave(MAYA), edit);
    assert_eq!(over.await.unwrap(), Err(NotSaved::AlreadyOver));
}

pub async fn one_of_several_cancels_can_be_undone(world: &World) {
    let sessions = three(world).await;
    let edit = sick("2026-11-25", "2026-11-25");
    let receipt = saved(world, edit, Answers::all(Answer::Cancel)).await;
    let first = &receipt.cancelled[0];
    let undo = undoing::Asked {
        session: first.session,
        act: first.act,
        key: world.key(),
        received_at: world.now(),
    };
    let undone = MAYA.undoes(&world.backend, undo).await.unwrap();
    assert!(
        matches!(undone, backend::deciding::Outcome::Done(_)),
        "{undone:?}"
    );
    assert_eq!(state(world, sessions[0]).await, "confirmed");
    assert_eq!(state(world, sessions[1]).await, "cancelled");
    assert_eq!(world.one::<(i64,)>(incidents()).await.0, 1);
    let day = (at("2026-11-25T00:00:00Z"), at("2026-11-26T00:00:00Z"));
    assert_eq!(open_between(world, day.0, day.1).await, 0);
    world.drain().await;
}
