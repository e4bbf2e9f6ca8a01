//! At once: one wins, the other is told, and nothing of the other's is there.

use crate::at_once::{ROUNDS, at_once};
use crate::checkout::hold;
use crate::editing::{asked, leave, revision};
use crate::offered::{nine_to_five, open};
use crate::world::{World, at};
use backend::availability::editing::{self, Asked, Outcome};
use backend::seed::cast::{DANIEL, MAYA};
use backend::store::sql;
use backend::{Backend, deciding};
use domain::availability::Block;
use domain::availability::block::Days;
use domain::availability::edit::{Answers, Edit};
use domain::availability::rules::{RuleNumbers, Rules};
use domain::refusal::Refusal;
use domain::time::{Instant, TimeDelta, interval::Interval};

/// No hold lasts longer.
const LET_GO: TimeDelta = TimeDelta::minutes(16);

async fn save(backend: Backend, asked: Asked) -> Outcome {
    editing::save(&backend, leave(MAYA), asked).await.unwrap()
}

/// Four times of a day, one in every round. The last is taken by a whole day off, and before it
/// what is wanted alone is blocked.
fn wanted(round: i64) -> (Instant, Edit) {
    let day = at("2026-11-25T09:00:00Z") + TimeDelta::days(round / 4);
    let start = day + TimeDelta::hours(2 * (round % 4));
    let block = match round % 4 {
        3 => Block::Days(Days::new(day.date_naive(), day.date_naive()).expect("a day")),
        _ => Block::Once(Interval::new(start, start + TimeDelta::minutes(50)).expect("a span")),
    };
    (start, Edit::Block(block))
}

pub async fn of_an_edit_and_a_hold_one_wins_and_the_other_is_told(world: &World) {
    open(world).await;
    // They have met: there is a price.
    world.paid_in(-2).await;
    let mut won = [0, 0];
    for round in 0..ROUNDS {
        let (start, edit) = wanted(round);
        let asked = asked(world, edit, Answers::default()).await;
        let before = there_is(world).await;
        let (backend, key) = (world.backend.clone(), world.key());
        let edits = save(backend.clone(), asked);
        let holds = async move { hold(&backend, DANIEL, start, key).await.1 };
        let after = match at_once(round, edits, holds).await {
            (Outcome::Saved(_), deciding::Outcome::Refused(Refusal::NotOpen { nearest })) => {
                assert!(!nearest.is_empty(), "round {round}: there is a way out");
                won[0] += 1;
                There {
                    blocks: before.blocks + 1,
                    saved: before.saved + 1,
                    keys: before.keys + 1,
                    ..before
                }
            }
            (Outcome::Changed(preview), deciding::Outcome::Done(_)) => {
                assert_eq!(preview.stranded.len(), 1, "round {round}");
                won[1] += 1;
                There {
                    held: before.held + 1,
                    spans: before.spans + 1,
                    keys: before.keys + 1,
                    ..before
                }
            }
            other => panic!("round {round}: {other:?}"),
        };
        assert_eq!(there_is(world).await, after, "round {round}");
        world.backend.clock.advance(LET_GO);
        world.backend.worker().drain().await.unwrap();
    }
    println!("of {ROUNDS} rounds edit and hold won {won:?}");
    assert!(won[0] > 0 && won[1] > 0, "both orders: {won:?}");
    world.drain().await;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct There {
    blocks: i64,
    saved: i64,
    held: i64,
    spans: i64,
    keys: i64,
}

async fn there_is(world: &World) -> There {
    let counts = "SELECT (SELECT COUNT(*) FROM block), (SELECT COUNT(*) FROM account_event), \
                  (SELECT COUNT(*) FROM session WHERE state = 'held'), \
                  (SELECT COUNT(*) FROM span), (SELECT COUNT(*) FROM command)";
    let (blocks, saved, held, spans, keys) = world.one(sql(counts)).await;
    There {
        blocks,
        saved,
        held,
        spans,
        keys,
    }
}

/// Another gap in every round, and in each of the two tabs.
fn in_a_tab(revision: u32, gap_minutes: u32) -> Edit {
    let mut schedule = nine_to_five();
    let numbers = RuleNumbers {
        gap_minutes,
        ..RuleNumbers::default()
    };
    schedule.rules = Rules::new(numbers).expect("rules");
    Edit::Schedule {
        revision,
        schedule: Box::new(schedule),
    }
}

pub async fn of_two_tabs_one_saves(world: &World) {
    open(world).await;
    let mut won = [0, 0];
    for round in 0..ROUNDS {
        let revision = revision(world).await;
        let gap = 30 + 2 * u32::try_from(round % 15).expect("a few minutes");
        let before = there_is(world).await;
        let tab = |gap| asked(world, in_a_tab(revision, gap), Answers::default());
        let (one, other) = (tab(gap).await, tab(gap + 1).await);
        let saves = |asked| save(world.backend.clone(), asked);
        match at_once(round, saves(one), saves(other)).await {
            (Outcome::Saved(_), Outcome::ThereIsANewerOne { .. }) => won[0] += 1,
            (Outcome::ThereIsANewerOne { .. }, Outcome::Saved(_)) => won[1] += 1,
            both => panic!("round {round}: {both:?}"),
        }
        let after = There {
            saved: before.saved + 1,
            keys: before.keys + 1,
            ..before
        };
        assert_eq!(there_is(world).await, after, "round {round}");
    }
    assert!(won[0] > 0 && won[1] > 0, "both orders: {won:?}");
}
