//! Slots against a naive oracle, over random schedules in all zones: 5,000, or as many as
//! `KEPT_SLOTS_SCHEDULES` says, from the seed `KEPT_SLOTS_FROM` on.

#[path = "support/dice.rs"]
#[allow(dead_code, reason = "each test crate throws the dice in its own way")]
mod dice;
#[path = "support/drawn.rs"]
mod drawn;
#[path = "support/engine.rs"]
mod engine;
#[path = "support/naive.rs"]
mod naive;
#[path = "support/seeds.rs"]
mod seeds;
#[path = "support/zones.rs"]
mod zones;

use drawn::{Drawn, drawn};
use engine::Engine;
use naive::Start;

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
