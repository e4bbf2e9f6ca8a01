//! Slots against a naive oracle, over random schedules in all zones: 5,000, or as many as
//! `KEPT_SLOTS_SCHEDULES` says, from the seed `KEPT_SLOTS_FROM` on.

#[path = "support/dice.rs"]
#[allow(dead_code, reason = "each test crate throws the dice in its own way")]
mod dice;
#[path = "support/drawn.rs"]
mod drawn;
#[path = "support/engine.rs"]
#[allow(dead_code, reason = "each test crate needs a part of it")]
mod engine;
#[path = "support/naive.rs"]
#[allow(dead_code, reason = "each test crate needs a part of it")]
mod naive;
#[path = "support/seeds.rs"]
#[allow(dead_code, reason = "each test crate needs a part of it")]
mod seeds;
#[path = "support/zones.rs"]
#[allow(dead_code, reason = "each test crate needs a part of it")]
mod zones;

use domain::availability::{Why, why};
use drawn::{Drawn, Start, drawn};
use engine::Engine;

const SCHEDULES: u64 = 5_000;

#[derive(Default)]
struct Tally {
    slots: usize,
    shown_twice: usize,
    without_any: u64,
}

#[test]
fn the_slots_are_those_that_minute_by_minute_are_free() {
    let many = seeds::number("KEPT_SLOTS_SCHEDULES").unwrap_or(SCHEDULES);
    let tallies = seeds::each(many, |seed, tally: &mut Tally| {
        let drawn = drawn(seed);
        let expected = naive::slots(&drawn);
        check(&drawn, &Engine::of(&drawn).slots(), &expected)?;
        tally.slots += expected.len();
        tally.shown_twice += expected.iter().filter(|(_, twice)| *twice).count();
        tally.without_any += u64::from(expected.is_empty());
        Ok(())
    });
    let slots: usize = tallies.iter().map(|tally| tally.slots).sum();
    let twice: usize = tallies.iter().map(|tally| tally.shown_twice).sum();
    let none: u64 = tallies.iter().map(|tally| tally.without_any).sum();
    println!("{many} schedules, {slots} slots, {twice} of them shown twice, {none} without any");
    if many >= SCHEDULES {
        assert!(
            twice > 500 && none * 2 < many,
            "the dice draw what decides nothing"
        );
    }
}

fn check(drawn: &Drawn, found: &[Start], expected: &[Start]) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    let differs = found
        .iter()
        .zip(expected)
        .position(|(one, other)| one != other);
    let place = differs.unwrap_or(found.len().min(expected.len()));
    let told = |starts: &[Start]| match starts.get(place) {
        Some((at, true)) => format!("{}, shown again later", zones::told(*at)),
        Some((at, false)) => zones::told(*at),
        None => "none".into(),
    };
    let (rules, oracle) = (told(found), told(expected));
    Err(format!(
        "slot {place}: the rules say {rules}; the oracle {oracle}\n{drawn}"
    ))
}

/// One in so many schedules is asked about at every minute; the others at their slots and here
/// and there.
const EVERY_MINUTE: u64 = 20;

#[test]
fn an_instant_is_bookable_exactly_where_a_slot_starts() {
    let many = seeds::number("KEPT_SLOTS_SCHEDULES")
        .unwrap_or(SCHEDULES)
        .div_ceil(4);
    let tallies = seeds::each(many, |seed, tally: &mut Tally| {
        let mut drawn = drawn(seed);
        drawn.asked = (drawn.window.start, drawn.window.end);
        let engine = Engine::of(&drawn);
        let found = engine.slots();
        let minutes = if seed % EVERY_MINUTE == 0 { 1 } else { 97 };
        let minutes = (drawn.window.start..drawn.window.end).step_by(minutes * 60_000);
        let starts = found.iter().map(|(at, _)| *at);
        let beside = starts.clone().zip([-1, 1, 1000, -1000].into_iter().cycle());
        let beside = beside.map(|(at, near)| at + near);
        for at in minutes.chain(beside).chain(starts) {
            let slot = found.binary_search_by_key(&at, |(at, _)| *at).is_ok();
            let why = why(engine.diary(), engine.now, zones::instant(at));
            if (why == Why::Bookable) != slot {
                let at = zones::told(at);
                return Err(format!("{at}: a slot is {slot}, but {why:?}\n{drawn}"));
            }
        }
        tally.slots += found.len();
        Ok(())
    });
    assert!(many < 100 || tallies.iter().all(|tally| tally.slots > 1000));
}
