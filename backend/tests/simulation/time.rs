//! Where the clock goes next: on by seconds or by days, and now and then to the very instant at
//! which something turns, or a millisecond beside it.

use super::dice::Dice;
use super::look::Seen;
use super::model::Model;
use domain::time::{Instant, TimeDelta};

pub fn next(dice: &mut Dice, model: &Model, seen: &Seen, now: Instant) -> Instant {
    let on = |by: TimeDelta| now + by;
    match dice.upto(9) {
        0 | 1 => on(TimeDelta::seconds(1 + dice.upto(90))),
        2 => on(TimeDelta::minutes(1 + dice.upto(90))),
        3 => on(TimeDelta::hours(1 + dice.upto(30))),
        4 if dice.upto(2) == 0 => on(TimeDelta::days(1 + dice.upto(5))),
        _ => boundary(dice, model, seen, now).unwrap_or_else(|| on(TimeDelta::seconds(2))),
    }
}

fn boundary(dice: &mut Dice, model: &Model, seen: &Seen, now: Instant) -> Option<Instant> {
    let mut turns = Vec::new();
    for case in &model.cases {
        turns.push(case.start);
        turns.push(case.start - TimeDelta::hours(48));
        turns.push(case.booked_at + TimeDelta::minutes(15));
    }
    let open = model.cases.iter().filter_map(|case| case.won.as_ref());
    turns.extend(open.map(|won| won.final_at));
    let open = seen.outbox.iter().filter(|row| row.done_at.is_none());
    for row in open {
        turns.extend(Instant::from_timestamp_millis(row.not_before));
        turns.extend(row.claimed_until.and_then(Instant::from_timestamp_millis));
    }
    for (requested_at,) in &seen.requested {
        let at = Instant::from_timestamp_millis(*requested_at)?;
        turns.push(at + TimeDelta::hours(23));
        turns.push(at + TimeDelta::hours(24));
    }
    if dice.upto(30) == 0 {
        turns.extend(
            model
                .incidents
                .iter()
                .map(|(_, at, _)| *at + TimeDelta::days(90)),
        );
    }
    let beside = [0, 0, 0, -1, 1, 1000];
    let turns: Vec<Instant> = turns
        .into_iter()
        .map(|turn| turn + TimeDelta::milliseconds(dice.pick(&beside)))
        // The nearest future only: far ones would end the run of everything before them.
        .filter(|turn| *turn > now)
        .collect();
    let mut turns = turns;
    turns.sort_unstable();
    turns.truncate(6);
    (!turns.is_empty()).then(|| dice.pick(&turns))
}
