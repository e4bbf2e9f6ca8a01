//! Chance against the promises: therapists, clients and the team act at random on the real use
//! cases, by a clock that jumps, while the provider and the post misbehave and the house dies in
//! the middle of things. After every step the books balance, the log gives the tables, and a
//! naive oracle agrees; in the end nothing is left open.
//!
//! `script/soak` runs it for as long as asked. By environment:
//! KEPT_SIMULATE_SECONDS (20), KEPT_SIMULATE_FROM the first seed, KEPT_SIMULATE_SEED only this.

#[path = "simulation/booking.rs"]
mod booking;
#[path = "simulation/compete.rs"]
mod compete;
#[path = "simulation/coverage.rs"]
mod coverage;
#[path = "../../domain/tests/support/dice.rs"]
mod dice;
#[path = "simulation/forms.rs"]
mod forms;
#[path = "simulation/handed_over.rs"]
mod handed_over;
#[path = "simulation/house.rs"]
mod house;
#[path = "simulation/judge.rs"]
mod judge;
#[path = "simulation/look.rs"]
mod look;
#[path = "simulation/model.rs"]
mod model;
#[path = "simulation/money.rs"]
mod money;
#[path = "simulation/outside.rs"]
mod outside;
#[path = "simulation/predict.rs"]
mod predict;
#[path = "simulation/record.rs"]
mod record;
#[path = "support/rows.rs"]
mod rows;
#[path = "simulation/run.rs"]
mod run;
#[path = "simulation/shorten.rs"]
mod shorten;
#[path = "simulation/steps.rs"]
mod steps;
#[path = "simulation/team.rs"]
mod team;
#[path = "simulation/time.rs"]
mod time;

use coverage::Met;
use house::Pattern;
use std::time::{Duration, Instant};

/// The seeds of every run of the tests, so that a failure is the change's and not the day's.
const FIRST: u64 = 1;

/// However slow the machine is.
const AT_LEAST: u64 = 20;

/// Met in twenty seconds, or the simulation has come to do nothing.
const IMPORTANT: &[&str] = &[
    "a stream is parked",
    "again",
    "booked",
    "booking: the slot is taken",
    "came to rest",
    "changed",
    "clause: grace",
    "clause: late",
    "clause: on_time",
    "denied: Forbidden",
    "denied: Hidden",
    "died: at rest",
    "died: at work",
    "died: carried out",
    "died: not carried out",
    "done: an exception",
    "done: attend ClientNoShow",
    "done: attend TookPlace",
    "done: cancel client client_asked",
    "done: cancel therapist client_asked",
    "done: cancel therapist not_best_fit",
    "done: cancel therapist other",
    "done: cancel therapist therapist_unavailable",
    "done: give back",
    "done: try again letter_undelivered",
    "done: try again refund_unanswered",
    "done: undo against another's wish",
    "done: undo client",
    "done: undo therapist",
    "events: again",
    "events: an old one by itself",
    "events: late",
    "key spent",
    "left before the answer",
    "look-up",
    "mail: ",
    "refund: Down",
    "refund: Kept",
    "refund: Lost",
    "refund: TooMany",
    "refund: arrived",
    "refund: came back after it had arrived",
    "refund: failed",
    "refund: the 500 again",
    "refused: ",
    "refused: can still be undone",
    "refused: kept as the second, GivesMore",
    "refused: kept as the second, Noted",
    "refused: not theirs to undo",
    "refused: the other cancel can still be undone",
    "refused: too late to undo",
    "several at once",
    "the team reads its tasks",
    "tried again, and it left",
];

pub fn check(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

#[test]
fn whatever_happens_the_promises_are_kept() {
    let pattern = Pattern::new(run::begin());
    if let Some(seed) = number("KEPT_SIMULATE_SEED") {
        let met = tried(&pattern, seed).unwrap_or_else(|failure| panic!("{failure}"));
        println!("seed {seed} keeps every promise\n{}", met.table());
        return;
    }
    let seconds = number("KEPT_SIMULATE_SECONDS").unwrap_or(20);
    let from = number("KEPT_SIMULATE_FROM");
    let first = from.unwrap_or(FIRST);
    let (began, mut met, mut seed, mut failures) = (Instant::now(), Met::default(), first, 0);
    let enough = |runs| runs >= AT_LEAST && began.elapsed() >= Duration::from_secs(seconds);
    while !enough(seed - first) {
        match tried(&pattern, seed) {
            Ok(more) => met.add(&more),
            Err(failure) => {
                failures += 1;
                println!("{failure}");
            }
        }
        seed += 1;
        assert!(failures < 3, "three seeds fail: that is enough to go by");
    }
    let (runs, took) = (seed - first, began.elapsed().as_secs_f64());
    println!("{}", met.table());
    println!(
        "{runs} runs of {} steps, seeds {first} to {}, in {took:.1} s ({:.0} steps a second)",
        run::STEPS,
        seed - 1,
        (runs * run::STEPS) as f64 / took
    );
    assert_eq!(failures, 0, "seeds failed");
    // Of the seeds that are always the same, so that luck has no part in it.
    let missing = met.missing(IMPORTANT);
    assert!(
        from.is_some() || missing.is_empty(),
        "never met: {missing:?}"
    );
}

#[test]
fn one_seed_is_one_run() {
    let pattern = Pattern::new(run::begin());
    for seed in [FIRST, FIRST + 7] {
        let trace = |_| match run::whole(&pattern, seed) {
            Ok(passed) => passed.trace,
            Err(failure) => failure.trace,
        };
        let [once, twice] = [0, 1].map(trace);
        for (a, b) in once.iter().zip(&twice) {
            assert_eq!(a, b, "of seed {seed}");
        }
        assert_eq!(once.len(), twice.len());
    }
}

/// What was met, or a failure in words with its shortest run.
fn tried(pattern: &Pattern, seed: u64) -> Result<Met, String> {
    match run::whole(pattern, seed) {
        Ok(passed) => Ok(passed.met),
        Err(failure) => {
            // Before it is made short: whoever stops it meanwhile has the seed.
            println!("\nseed {seed} fails: {}", failure.what);
            Err(shorten::told(pattern, seed, failure))
        }
    }
}

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is a number, not {text}")),
    )
}
