//! How fast slots are found: 60 days of one therapist with 167 bookings, beside the same work done
//! with luxon and with Python's zoneinfo (`bench/slots` runs all three and compares their
//! answers), and the next free start of 10,000 therapists, computed and kept.
//!
//! `cargo bench -p domain --bench slots -- scenario` prints what is to be worked on,
//! `… -- measure` how long it took, both as JSON.

#[path = "slots/scenario.rs"]
mod scenario;

use domain::availability::{Diary, NextFree, next_free, slots};
use domain::time::zone::ZoneTable;
use domain::time::{Instant, interval::Interval};
use scenario::{Calendar, NOW, Scenario};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::hint::black_box;
use std::time::{Duration, Instant as Moment};

const THERAPISTS: u64 = 10_000;

fn main() {
    let scenario = Scenario::of(0);
    match std::env::args().nth(1).as_deref() {
        Some("scenario") => println!("{}", scenario.to_json()),
        Some("measure") => println!("{}", measured(&scenario)),
        other => panic!("scenario or measure, not {other:?}"),
    }
}

fn measured(scenario: &Scenario) -> serde_json::Value {
    let calendar = scenario.calendar();
    let zone = scenario::table();
    let (diary, now) = (calendar.diary(&zone), instant(NOW));
    let asked = Interval::new(now, now + calendar.schedule.rules.horizon()).expect("a span");
    let starts: Vec<i64> = slots(diary, now, asked).map(|slot| slot.second()).collect();
    let found = middle(301, 300, || {
        let slots = slots(black_box(diary), now, asked);
        slots.fold(0, |sum: i64, slot| sum.wrapping_add(slot.second()))
    });
    let (computed, kept) = next_free_of_many(&zone, now);
    json!({
        "slots": starts.len(),
        "digest": digest(&starts),
        "microseconds": found.as_secs_f64() * 1e6,
        "computed_ms": computed.as_secs_f64() * 1e3,
        "kept_ms": kept.as_secs_f64() * 1e3,
    })
}

/// All therapists in turn: computed anew, and by what was kept of them.
fn next_free_of_many(zone: &ZoneTable, now: Instant) -> (Duration, Duration) {
    let calendars: Vec<Calendar> = (1..=THERAPISTS)
        .map(|n| Scenario::of(n).calendar())
        .collect();
    let diaries: Vec<Diary<'_>> = calendars
        .iter()
        .map(|calendar| calendar.diary(zone))
        .collect();
    let kept: Vec<NextFree> = diaries.iter().map(|diary| next_free(*diary, now)).collect();
    let later = now + domain::time::TimeDelta::minutes(7);
    let starts = |start: Option<Instant>| start.map_or(0, |start| start.timestamp());
    let compute = || {
        diaries
            .iter()
            .map(|diary| starts(next_free(*diary, later).start))
            .sum()
    };
    let read = || {
        let still = kept
            .iter()
            .zip(&diaries)
            .map(|(kept, diary)| match kept.holds(later) {
                true => kept.start,
                false => next_free(*diary, later).start,
            });
        still.map(starts).sum()
    };
    let (one, other): (i64, i64) = (compute(), read());
    assert_eq!(one, other, "what is kept is not what is computed");
    assert!(kept.iter().all(|kept| kept.holds(later)));
    (middle(21, 1, compute), middle(101, 1, read))
}

/// The median of so many rounds, each of so many runs.
fn middle(rounds: usize, runs: u32, work: impl Fn() -> i64) -> Duration {
    let mut took: Vec<Duration> = (0..rounds)
        .map(|_| {
            let began = Moment::now();
            for _ in 0..runs {
                black_box(work());
            }
            began.elapsed() / runs
        })
        .collect();
    took.sort_unstable();
    took[rounds / 2]
}

fn digest(starts: &[i64]) -> String {
    let lines: Vec<String> = starts.iter().map(i64::to_string).collect();
    let sum = Sha256::digest(lines.join("\n"));
    sum.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn instant(text: &str) -> Instant {
    text.parse().expect("an instant")
}
