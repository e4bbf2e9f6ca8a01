//! Chance against what is promised about time: therapists and clients hold, book, move, offer,
//! choose, object, confirm, pause and edit their hours at random, by a clock that jumps, while the
//! house dies in the middle of things. After every step no two spans of one person overlap, what
//! is on offer can be had, the log gives the tables and the books balance; in the end nothing
//! waits. `simulation.rs` is its sister, about money and letters.
//!
//! `script/soak` runs both for as long as asked. By environment, as there:
//! KEPT_SIMULATE_SECONDS (20), KEPT_SIMULATE_FROM the first seed, KEPT_SIMULATE_SEED only this.

#[path = "calendar/accounts.rs"]
mod accounts;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "support/acts.rs"]
mod acts;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "support/checkout.rs"]
mod checkout;
#[path = "calendar/closed.rs"]
mod closed;
#[path = "simulation/coverage.rs"]
mod coverage;
#[path = "../../domain/tests/support/dice.rs"]
mod dice;
#[path = "calendar/edits.rs"]
mod edits;
#[path = "calendar/holds.rs"]
mod holds;
#[allow(dead_code, reason = "the sister uses the rest")]
#[path = "simulation/house.rs"]
mod house;
#[path = "calendar/judge.rs"]
mod judge;
#[path = "calendar/look.rs"]
mod look;
#[allow(dead_code, reason = "the sister uses the rest")]
#[path = "simulation/outside.rs"]
mod outside;
#[path = "calendar/own.rs"]
mod own;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "store_contract/place.rs"]
mod place;
#[path = "calendar/reminders.rs"]
mod reminders;
#[path = "support/rows.rs"]
mod rows;
#[path = "calendar/run.rs"]
mod run;
#[path = "support/seeds.rs"]
mod seeds;
#[path = "support/send.rs"]
mod send;
#[path = "calendar/steps.rs"]
mod steps;
#[path = "calendar/time.rs"]
mod time;
#[path = "calendar/wishes.rs"]
mod wishes;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "support/world.rs"]
mod world;

/// Met in twenty seconds, or the simulation has come to do nothing.
const IMPORTANT: &[&str] = &[
    "again: ",
    "came to rest",
    "closed by answer take: ",
    "closed by move by therapist: ",
    "died: carried out",
    "died: not carried out",
    "done: answer decline",
    "done: answer take",
    "done: answer withdraw",
    "done: ask to carry",
    "done: ask to move",
    "done: ask to return",
    "done: attend",
    "done: book",
    "done: cancel by client",
    "done: cancel, block",
    "done: cancel, open",
    "done: cancel, pause",
    "done: cancel, stop",
    "done: confirm",
    "done: decline, block",
    "done: decline, open",
    "done: decline, stop",
    "done: decline, the team",
    "done: extend",
    "done: follow up",
    "done: hold",
    "done: move by client",
    "done: move by therapist",
    "done: object",
    "done: offer",
    "done: pause",
    "done: review",
    "done: save block",
    "done: save schedule",
    "done: save stop",
    "done: save unblock",
    "done: save until",
    "done: save zone, the same hours",
    "done: save zone, the same instants",
    "done: undo",
    "done: waive late",
    "key spent",
    "open again by save schedule",
    "open again by save unblock",
    "open again by undo: block",
    "open again by undo: pause",
    "open again by undo: stop",
    "refused: a hold has that time",
    "refused: a session has that time",
    "refused: that time cannot be booked",
    "refused: there is no offer that stands",
    "refused: the time is kept no longer",
    "several at once",
    "the clock: expired",
    "the clock: lapsed",
    "the clock: let go",
    "the clock: reminded first",
    "the clock: reminded last",
];

#[test]
fn whatever_happens_to_time_the_promises_are_kept() {
    let pattern = house::Pattern::new(run::begin());
    seeds::all(
        run::STEPS,
        IMPORTANT,
        |seed, steps| run::some(&pattern, seed, steps),
        "calendar",
    );
}

#[test]
fn one_seed_is_one_run() {
    let pattern = house::Pattern::new(run::begin());
    let steps: Vec<u64> = (0..run::STEPS).collect();
    for seed in [seeds::FIRST, seeds::FIRST + 7] {
        seeds::the_same_twice(seed, || run::some(&pattern, seed, &steps));
    }
}
