//! A seed that fails, told so that it can be worked with: with as few of its steps as still
//! fail, and how to run it again.

use super::house::Pattern;
use super::run::{self, Failure};
use std::time::{Duration, Instant};

/// So long is a shorter run looked for.
const PATIENCE: Duration = Duration::from_secs(20);
/// The last lines of a trace.
const LINES: usize = 60;

pub fn told(pattern: &Pattern, seed: u64, failure: Failure) -> String {
    let (steps, failure) = shortest(pattern, seed, failure);
    let from = failure.trace.len().saturating_sub(LINES);
    let trace = failure.trace[from..].join("\n  ");
    format!(
        "the steps {steps:?} alone: {}\n  {trace}\n\
         again: KEPT_SIMULATE_SEED={seed} cargo test -p backend --test simulation \
         whatever -- --nocapture\n",
        failure.what
    )
}

/// Leaves out halves, quarters and so on, as long as it still fails.
fn shortest(pattern: &Pattern, seed: u64, mut failure: Failure) -> (Vec<u64>, Failure) {
    let began = Instant::now();
    let mut steps: Vec<u64> = (0..run::STEPS).collect();
    let mut chunk = steps.len() / 2;
    while chunk > 0 {
        let mut at = 0;
        while at < steps.len() && began.elapsed() < PATIENCE {
            let mut fewer = steps.clone();
            fewer.drain(at..(at + chunk).min(steps.len()));
            match run::some(pattern, seed, &fewer) {
                Err(still) => (steps, failure) = (fewer, still),
                Ok(_) => at += chunk,
            }
        }
        chunk /= 2;
    }
    (steps, failure)
}
