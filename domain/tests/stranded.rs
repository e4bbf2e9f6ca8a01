//! Whom an edit strands, against minutes that are asked of the zone database one by one: random
//! schedules, random edits, random sessions.

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

use dice::Dice;
use domain::availability::edit::{Plan, Stranded, StrandedBy, stranded};
use domain::time::interval::Interval;
use drawn::{Drawn, Ms, drawn};
use engine::Engine;
use naive::wall_minutes;
use zones::instant;

const MINUTE: Ms = 60_000;

#[derive(Default)]
struct Tally {
    by_hours: u64,
    by_block: u64,
    let_be: u64,
}

#[test]
fn an_edit_strands_exactly_those_from_whom_it_takes_a_minute() {
    let tallies = seeds::each(600, |seed, tally: &mut Tally| {
        let mut dice = Dice::new(seed);
        let before = drawn(seed);
        let after = edited(&mut dice, &before, seed);
        let spans = sessions(&mut dice, &before);
        let (one, two) = (Engine::of(&before), Engine::of(&after));
        let [plan, new_plan] = [&one, &two].map(|engine| Plan {
            schedule: &engine.schedule,
            zone: &engine.zone,
        });
        let given = spans.iter().enumerate().map(|(place, (start, end))| {
            let span = Interval::new(instant(*start), instant(*end));
            (place, span.expect("a span"))
        });
        let found = stranded(plan, new_plan, given);
        for (place, (start, end)) in spans.iter().enumerate() {
            let by = found.iter().find(|stranded| stranded.id == place);
            let expected = expected(&before, &after, *start, *end);
            if told(by) != expected {
                let span = (zones::told(*start), zones::told(*end));
                return Err(format!(
                    "{span:?} {by:?}, but {expected:?}\n{before}\nto\n{after}"
                ));
            }
            match expected {
                Some(By::Hours(_)) => tally.by_hours += 1,
                Some(By::Block) => tally.by_block += 1,
                None => tally.let_be += 1,
            }
        }
        Ok(())
    });
    let sum = |count: fn(&Tally) -> u64| tallies.iter().map(count).sum::<u64>();
    let counts = [sum(|t| t.by_hours), sum(|t| t.by_block), sum(|t| t.let_be)];
    assert!(
        counts.iter().all(|count| *count > 200),
        "the dice decide nothing: {counts:?}"
    );
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// From the first instant that is lost.
    Hours(Ms),
    Block,
}

fn told(stranded: Option<&Stranded<usize>>) -> Option<By> {
    stranded.map(|stranded| match stranded.by {
        StrandedBy::Hours { lost } => By::Hours(lost.start().timestamp_millis()),
        StrandedBy::Block(_) => By::Block,
    })
}

fn expected(before: &Drawn, after: &Drawn, start: Ms, end: Ms) -> Option<By> {
    let new_blocks = Drawn {
        once: missing(&after.once, &before.once),
        every_week: missing(&after.every_week, &before.every_week),
        days: missing(&after.days, &before.days),
        ..after.clone()
    };
    if wall_minutes(&new_blocks, start, end)
        .iter()
        .any(|minute| minute.blocked)
    {
        return Some(By::Block);
    }
    let was = wall_minutes(before, start, end);
    let is = wall_minutes(after, start, end);
    let lost = was
        .iter()
        .zip(&is)
        .position(|(was, is)| was.in_hours && !is.in_hours)?;
    Some(By::Hours(start + lost as Ms * MINUTE))
}

fn missing<T: Clone + PartialEq>(of: &[T], from: &[T]) -> Vec<T> {
    of.iter()
        .filter(|one| !from.contains(one))
        .cloned()
        .collect()
}

/// Some days get other hours, and some blocks are made.
fn edited(dice: &mut Dice, before: &Drawn, seed: u64) -> Drawn {
    let mut after = before.clone();
    let other = drawn(seed + 10_000);
    let day = dice.upto(6) as usize;
    after.weekly.retain(|(other, _)| *other != day);
    after
        .weekly
        .extend(other.weekly.iter().filter(|(other, _)| *other == day));
    if dice.upto(2) == 0 {
        after.overrides.clear();
    }
    after.every_week.extend(other.every_week);
    if dice.upto(2) == 0 {
        let at = before.window.start + dice.upto(12) * 3_600_000;
        after.once.push((at, at + 90 * MINUTE + 1));
    }
    after
}

fn sessions(dice: &mut Dice, drawn: &Drawn) -> Vec<(Ms, Ms)> {
    let many = (drawn.window.end - drawn.window.start) / MINUTE;
    let session = |_| {
        let start = drawn.window.start + dice.upto(many - 120) * MINUTE;
        (start, start + dice.pick(&[50, 50, 25, 120]) * MINUTE)
    };
    (0..8).map(session).collect()
}
