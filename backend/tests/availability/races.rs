//! At once: one wins, the other is told, and nobody ever sees what must not be seen.

use crate::acts::{Acting, unavailable};
use crate::editing::{asked, leave};
use crate::kept::{set, therapist};
use crate::offered::open;
use crate::world::{World, at, follow_up};
use backend::Backend;
use backend::availability::editing::{self, Asked, Outcome};
use backend::booking::{self, Wanted};
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::sql;
use backend::zones::Zone;
use backend::{deciding, pages};
use domain::Command;
use domain::availability::edit::{Answers, Edit};
use domain::availability::rules::{RuleNumbers, Rules};
use domain::availability::{Block, Schedule};
use domain::ids::{ClientId, SessionId};
use domain::permission::{Subject, permit};
use domain::refusal::Refusal;
use domain::time::{Instant, TimeDelta, interval::Interval};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

const ROUNDS: i64 = 200;
/// No hold lasts longer.
const LET_GO: TimeDelta = TimeDelta::minutes(16);

async fn hold(backend: &Backend, start: Instant, key: String) -> deciding::Outcome {
    let now = backend.clock.now();
    let pair = Subject::Pair {
        therapist: therapist(MAYA),
        client: ClientId(DANIEL.id().0),
    };
    let wanted = Wanted {
        session: SessionId(backend::chance::id(now)),
        therapist: therapist(MAYA),
        start,
        key,
        received_at: now,
    };
    let permit = permit(Some(DANIEL.actor()), pair).unwrap();
    booking::hold(backend, permit, wanted).await.unwrap()
}

async fn block(backend: &Backend, asked: Asked) -> Outcome {
    editing::save(backend, leave(MAYA), asked).await.unwrap()
}

pub async fn of_an_edit_and_a_hold_one_wins_and_the_other_is_told(world: &World) {
    open(world).await;
    // They have met: there is a price.
    world.paid_in(-2).await;
    let mut won = [0, 0];
    for round in 0..ROUNDS {
        let day = at("2026-11-25T09:00:00Z") + TimeDelta::days(round / 4);
        let start = day + TimeDelta::hours(2 * (round % 4));
        let span = Interval::new(start, start + TimeDelta::minutes(50)).expect("a span");
        let asked = asked(world, Edit::Block(Block::Once(span)), Answers::default()).await;
        let (one, two, key) = (world.backend.clone(), world.backend.clone(), world.key());
        let edit = tokio::spawn(async move { block(&one, asked).await });
        let held = tokio::spawn(async move { hold(&two, start, key).await });
        let (edit, held) = tokio::join!(edit, held);
        match (edit.unwrap(), held.unwrap()) {
            (Outcome::Saved(_), deciding::Outcome::Refused(Refusal::NotOpen { nearest })) => {
                assert!(!nearest.is_empty(), "round {round}: there is a way out");
                assert_eq!(there(world, start).await, (1, 0), "round {round}");
                won[0] += 1;
            }
            (Outcome::Changed(preview), deciding::Outcome::Done(_)) => {
                assert_eq!(preview.stranded.len(), 1, "round {round}");
                assert_eq!(there(world, start).await, (0, 1), "round {round}");
                won[1] += 1;
            }
            other => panic!("round {round}: {other:?}"),
        }
        world.backend.clock.advance(LET_GO);
    }
    println!(
        "of {ROUNDS} rounds the edit won {}, the hold {}",
        won[0], won[1]
    );
    assert!(won[0] > 0 && won[1] > 0, "both orders: {won:?}");
    world.drain().await;
}

/// Blocks and spans that begin then.
async fn there(world: &World, start: Instant) -> (i64, i64) {
    let count = "SELECT (SELECT COUNT(*) FROM block WHERE starts_at = $1), \
                 (SELECT COUNT(*) FROM span WHERE starts_at = $2)";
    world.one(sql(count).bind(start).bind(start)).await
}

pub async fn of_two_tabs_one_saves(world: &World) {
    open(world).await;
    for round in 0..20_u32 {
        let revision = crate::kept::whole(world, MAYA, world.now()).await.revision;
        let tabs = [30, 31].map(|gap_minutes| {
            let mut schedule = crate::offered::nine_to_five();
            let numbers = RuleNumbers {
                gap_minutes: gap_minutes + 2 * round,
                ..RuleNumbers::default()
            };
            schedule.rules = Rules::new(numbers).expect("rules");
            Edit::Schedule {
                revision,
                schedule: Box::new(schedule),
            }
        });
        let [one, two] = tabs;
        let one = asked(world, one, Answers::default()).await;
        let two = asked(world, two, Answers::default()).await;
        let (one, two) = tokio::join!(block(&world.backend, one), block(&world.backend, two));
        let saved = [&one, &two].map(|outcome| matches!(outcome, Outcome::Saved(_)));
        assert_eq!(
            saved.iter().filter(|saved| **saved).count(),
            1,
            "{one:?} {two:?}"
        );
        let newer = |outcome: &Outcome| matches!(outcome, Outcome::ThereIsANewerOne { .. });
        assert!(newer(&one) || newer(&two), "{one:?} {two:?}");
    }
}

/// Reads the day over and over, and counts how often `start` was on offer.
fn reader(
    backend: Backend,
    start: Instant,
    done: Arc<AtomicBool>,
) -> tokio::task::JoinHandle<(u32, u32)> {
    tokio::spawn(async move {
        let zone = Zone::named("Europe/London", "London").unwrap();
        let (seen, read) = (AtomicU32::new(0), AtomicU32::new(0));
        while !done.load(Ordering::Relaxed) {
            let day = pages::slots::day(&backend, therapist(MAYA), &zone, start.date_naive());
            let page = day.await.unwrap().expect("a therapist");
            let mut slots = page.days.iter().flat_map(|day| &day.slots);
            assert!(slots.clone().count() > 0, "the rest of the day is open");
            seen.fetch_add(
                u32::from(slots.any(|slot| slot.start == start)),
                Ordering::Relaxed,
            );
            read.fetch_add(1, Ordering::Relaxed);
        }
        (seen.into_inner(), read.into_inner())
    })
}

pub async fn no_reader_sees_a_time_free_that_a_cancel_blocks(world: &World) {
    open(world).await;
    let mut reads = 0;
    for round in 0..20 {
        let start = at("2026-11-26T09:00:00Z") + TimeDelta::days(round);
        let session = world.book_one(follow_up(start)).await;
        let asked = world.asked(session, Command::Cancel(unavailable())).await;
        let done = Arc::new(AtomicBool::new(false));
        let readers = [(); 3].map(|()| reader(world.backend.clone(), start, done.clone()));
        let outcome = MAYA.sends(&world.backend, asked).await.unwrap();
        assert!(matches!(outcome, deciding::Outcome::Done(_)), "{outcome:?}");
        // Nor when it can no longer be undone.
        world.nobody_undoes().await;
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        done.store(true, Ordering::Relaxed);
        for reader in readers {
            let (seen, read) = reader.await.unwrap();
            assert_eq!(seen, 0, "round {round}: it was seen free");
            reads += read;
        }
    }
    assert!(reads > 60, "{reads} reads are no hammering");
    println!("{reads} reads saw nothing");
    world.drain().await;
    // The same reader does see a time that is freed.
    set(world, MAYA, &Schedule::default(), world.now()).await;
    open(world).await;
    let done = Arc::new(AtomicBool::new(false));
    let free = reader(
        world.backend.clone(),
        at("2026-11-26T09:00:00Z"),
        done.clone(),
    );
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    done.store(true, Ordering::Relaxed);
    assert!(free.await.unwrap().0 > 0);
}
