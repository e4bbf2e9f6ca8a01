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
#[path = "support/seeds.rs"]
mod seeds;
#[path = "simulation/steps.rs"]
mod steps;
#[path = "simulation/team.rs"]
mod team;
#[path = "simulation/time.rs"]
mod time;

use house::Pattern;

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
    let run = |seed, steps: &[u64]| run::some(&pattern, seed, steps);
    seeds::all(run::STEPS, IMPORTANT, run, "simulation");
}

#[test]
fn one_seed_is_one_run() {
    let pattern = Pattern::new(run::begin());
    let steps: Vec<u64> = (0..run::STEPS).collect();
    for seed in [seeds::FIRST, seeds::FIRST + 7] {
        seeds::the_same_twice(seed, || run::some(&pattern, seed, &steps));
    }
}
