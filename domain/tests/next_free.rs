//! The kept next free start is what would be computed, whatever the clock does and whatever is
//! written: random schedules, a now that moves on, and writes that drop what was kept.

#[path = "support/dice.rs"]
#[allow(dead_code, reason = "each test crate throws the dice in its own way")]
mod dice;
#[path = "support/drawn.rs"]
mod drawn;
#[path = "support/engine.rs"]
#[allow(dead_code, reason = "each test crate needs a part of it")]
mod engine;
#[path = "support/seeds.rs"]
#[allow(dead_code, reason = "each test crate needs a part of it")]
mod seeds;
#[path = "support/week.rs"]
#[allow(dead_code, reason = "each test crate draws its own weeks")]
mod week;
#[path = "support/zones.rs"]
#[allow(dead_code, reason = "each test crate needs a part of it")]
mod zones;

use dice::Dice;
use domain::availability::{Account, Busy, BusyKind, Diary, NextFree, Schedule, next_free, slots};
use domain::time::interval::Interval;
use domain::time::{Instant, TimeDelta};
use drawn::drawn;
use engine::Engine;
use week::week;

const STEPS: usize = 60;

#[derive(Default)]
struct Tally {
    kept: u64,
    computed: u64,
    none: u64,
}

#[test]
fn a_kept_next_free_start_is_the_one_that_would_be_computed() {
    let tallies = seeds::each(400, |seed, tally: &mut Tally| {
        let mut dice = Dice::new(seed ^ 0x6e65_7874);
        let drawn = drawn(seed);
        let mut engine = Engine::of(&drawn);
        let mut kept: Option<NextFree> = None;
        for step in 0..STEPS {
            let fresh = next_free(engine.diary(), engine.now);
            let read = match kept.filter(|kept| kept.holds(engine.now)) {
                Some(kept) => {
                    tally.kept += 1;
                    kept
                }
                None => {
                    tally.computed += 1;
                    *kept.insert(fresh)
                }
            };
            tally.none += u64::from(read.start.is_none());
            let (now, first) = (engine.now, first_slot(engine.diary(), engine.now));
            if (read.start, fresh.start) != (first, first) {
                return Err(format!(
                    "step {step} at {now:?}: {read:?}, but {first:?}\n{drawn}"
                ));
            }
            if dice.upto(4) == 0 {
                write(&mut dice, &mut engine, seed);
                kept = None;
            }
            engine.now = later(&mut dice, &engine, read);
        }
        Ok(())
    });
    let sum = |count: fn(&Tally) -> u64| tallies.iter().map(count).sum::<u64>();
    let (kept, computed, none) = (sum(|t| t.kept), sum(|t| t.computed), sum(|t| t.none));
    println!("{kept} read, {computed} computed, {none} without any");
    assert!(
        kept > computed / 2 && computed > 1000 && none > 100,
        "the dice decide nothing"
    );
}

/// Each day for three weeks, what was kept is read, and computed anew where it no longer holds.
#[test]
fn a_start_that_is_far_away_comes_within_the_horizon_in_its_time() {
    for days in [61, 66, 67, 68, 70, 75] {
        let mut week = week();
        let date = week.now.date_naive() + chrono::Days::new(days);
        week.open(&format!("{date:?}"), "11:00–13:00");
        let (times, start) = (week.times(), week.now);
        let mut kept = next_free(week.diary(&times), start);
        assert_eq!(kept.start, None);
        for hour in 0..24 * 21 {
            let now = start + TimeDelta::hours(hour);
            if !kept.holds(now) {
                kept = next_free(week.diary(&times), now);
            }
            assert_eq!(
                kept.start,
                first_slot(week.diary(&times), now),
                "{days} days, at {now:?}"
            );
        }
        assert!(kept.start.is_some());
    }
}

/// The plain meaning of it.
fn first_slot(diary: Diary<'_>, now: Instant) -> Option<Instant> {
    let ever = Interval::new(Instant::MIN_UTC, Instant::MAX_UTC).expect("ever");
    let mut slots = slots(diary, now, ever);
    slots.next().map(|slot| slot.start())
}

/// A little, a lot, or to an instant at which the answer may turn, and the one after it.
fn later(dice: &mut Dice, engine: &Engine, read: NextFree) -> Instant {
    let tick = TimeDelta::milliseconds(dice.upto(2));
    let holds = engine.busy.iter().filter_map(|busy| match busy.kind {
        BusyKind::Hold { until } => Some(until),
        _ => None,
    });
    let now = engine.now;
    let turns: Vec<Instant> = holds.chain([read.until]).filter(|at| *at > now).collect();
    match dice.upto(5) {
        0 => now,
        1 => now + TimeDelta::milliseconds(dice.upto(120_000)),
        2 => now + TimeDelta::minutes(dice.upto(600)),
        3 => now + TimeDelta::hours(dice.upto(24 * 20)),
        _ if turns.is_empty() => now + tick,
        _ => dice.pick(&turns) + tick,
    }
}

/// Something that a use case might write: a hold, a session, a cancel, other hours or rules, a
/// pause.
fn write(dice: &mut Dice, engine: &mut Engine, seed: u64) {
    let mut busy: Vec<Busy> = engine.busy.iter().collect();
    match dice.upto(6) {
        0..=2 => {
            let Some(start) = first_slot(engine.diary(), engine.now) else {
                return;
            };
            let until = engine.now + TimeDelta::seconds(dice.upto(1200));
            let kinds = [
                BusyKind::Session,
                BusyKind::Hold { until },
                BusyKind::Hold { until },
            ];
            let span = Interval::new(start, start + engine.schedule.rules.length());
            busy.push(Busy {
                span: span.expect("a span"),
                kind: dice.pick(&kinds),
            });
        }
        3 => {
            busy.pop();
        }
        4 => {
            engine.schedule = Schedule {
                rules: engine.schedule.rules,
                ..Engine::of(&drawn(seed + 1000)).schedule
            }
        }
        5 => engine.schedule.rules = Engine::of(&drawn(seed + 2000)).schedule.rules,
        _ => {
            engine.account = dice.pick(&[Account::Active, Account::Active, Account::NotActive]);
        }
    }
    engine.busy = busy.into_iter().collect();
}
