//! Runs of a simulation, seed after seed: for so many seconds, or as the environment asks. A seed
//! that fails is told so that it can be worked with: with as few of its steps as still fail, and
//! how to run it again.

use super::coverage::Met;
use super::dice::Dice;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// The seeds of every run of the tests, so that a failure is the change's and not the day's.
pub const FIRST: u64 = 1;

/// However slow the machine is.
const AT_LEAST: u64 = 20;
/// So long is a shorter run looked for.
const PATIENCE: Duration = Duration::from_secs(20);
/// The last lines of a trace.
const LINES: usize = 60;

pub struct Failure {
    pub what: String,
    pub trace: Vec<String>,
}

pub struct Passed {
    pub trace: Vec<String>,
    pub met: Met,
}

pub type Ended = Result<Passed, Failure>;

/// Seeds one after the other, of `steps` steps each; `run` takes a seed and which of its steps.
/// `test` is the name of the simulation's test program.
///
/// # Panics
/// Where a seed failed, or something of `important` never happened.
pub fn all(steps: u64, important: &[&str], run: impl Fn(u64, &[u64]) -> Ended, test: &str) {
    let tried = |seed| tried(steps, seed, &run, test);
    if let Some(seed) = number("KEPT_SIMULATE_SEED") {
        let met = tried(seed).unwrap_or_else(|failure| panic!("{failure}"));
        println!("seed {seed} keeps every promise\n{}", met.table());
        return;
    }
    let seconds = number("KEPT_SIMULATE_SECONDS").unwrap_or(20);
    let from = number("KEPT_SIMULATE_FROM");
    let first = from.unwrap_or(FIRST);
    let (began, mut met, mut seed, mut failures) = (Instant::now(), Met::default(), first, 0);
    let enough = |runs| runs >= AT_LEAST && began.elapsed() >= Duration::from_secs(seconds);
    while !enough(seed - first) {
        match tried(seed) {
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
        "{runs} runs of {steps} steps, seeds {first} to {}, in {took:.1} s ({:.0} steps a second)",
        seed - 1,
        (runs * steps) as f64 / took
    );
    assert_eq!(failures, 0, "seeds failed");
    // Of the seeds that are always the same, so that luck has no part in it.
    let missing = met.missing(important);
    assert!(
        from.is_some() || missing.is_empty(),
        "never met: {missing:?}"
    );
}

/// # Panics
/// Where two runs of one seed differ.
pub fn the_same_twice(seed: u64, run: impl Fn() -> Ended) {
    let [once, twice] = [0, 1].map(|_| match run() {
        Ok(passed) => passed.trace,
        Err(failure) => failure.trace,
    });
    for (a, b) in once.iter().zip(&twice) {
        assert_eq!(a, b, "of seed {seed}");
    }
    assert_eq!(once.len(), twice.len());
}

/// A panic is a failure as well.
pub fn caught(run: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|why| {
        let words = why.downcast_ref::<String>().cloned();
        let words = words.or_else(|| why.downcast_ref::<&str>().map(|why| (*why).to_owned()));
        Err(format!("a panic: {}", words.unwrap_or_default()))
    })
}

/// For what comes before the first step.
pub const BEFORE: u64 = u64::MAX >> 32;

/// What a step of a seed is drawn by, whichever steps came before; so are the ids from now on.
#[allow(
    clippy::disallowed_methods,
    reason = "this is the simulation: the same seed draws the same ids"
)]
pub fn dice_of(seed: u64, step: u64) -> Dice {
    let mut dice = Dice::new(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ (step << 32));
    backend::chance::foretell(dice.upto(i64::MAX - 1) as u64);
    dice
}

/// What was met, or a failure in words with its shortest run.
fn tried(
    steps: u64,
    seed: u64,
    run: &impl Fn(u64, &[u64]) -> Ended,
    test: &str,
) -> Result<Met, String> {
    let all: Vec<u64> = (0..steps).collect();
    let failure = match run(seed, &all) {
        Ok(passed) => return Ok(passed.met),
        Err(failure) => failure,
    };
    // Before it is made short: whoever stops it meanwhile has the seed.
    println!("\nseed {seed} fails: {}", failure.what);
    let (steps, failure) = shortest(all, failure, |fewer| run(seed, fewer));
    let from = failure.trace.len().saturating_sub(LINES);
    let trace = failure.trace[from..].join("\n  ");
    Err(format!(
        "the steps {steps:?} alone: {}\n  {trace}\n\
         again: KEPT_SIMULATE_SEED={seed} cargo test -p backend --test {test} \
         whatever -- --nocapture\n",
        failure.what
    ))
}

/// Leaves out halves, quarters and so on, as long as it still fails.
fn shortest(
    mut steps: Vec<u64>,
    mut failure: Failure,
    run: impl Fn(&[u64]) -> Ended,
) -> (Vec<u64>, Failure) {
    let began = Instant::now();
    let mut chunk = steps.len() / 2;
    while chunk > 0 {
        let mut at = 0;
        while at < steps.len() && began.elapsed() < PATIENCE {
            let mut fewer = steps.clone();
            fewer.drain(at..(at + chunk).min(steps.len()));
            match run(&fewer) {
                Err(still) => (steps, failure) = (fewer, still),
                Ok(_) => at += chunk,
            }
        }
        chunk /= 2;
    }
    (steps, failure)
}

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is a number, not {text}")),
    )
}
