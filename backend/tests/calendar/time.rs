//! Where the clock goes next: on by minutes or by days, and now and then to the very instant at
//! which something turns, or a millisecond beside it.

use super::dice::Dice;
use super::look::{Seen, at};
use domain::time::{Instant, TimeDelta};

pub fn next(dice: &mut Dice, seen: &Seen, now: Instant) -> Instant {
    match dice.upto(9) {
        0..=2 => now + TimeDelta::seconds(1 + dice.upto(90)),
        4..=6 => now + TimeDelta::minutes(1 + dice.upto(30)),
        3 => now + TimeDelta::hours(1 + dice.upto(30)),
        _ => boundary(dice, seen, now).unwrap_or(now + TimeDelta::minutes(7)),
    }
}

fn boundary(dice: &mut Dice, seen: &Seen, now: Instant) -> Option<Instant> {
    let mut turns = Vec::new();
    for row in seen.sessions.iter().filter(|row| row.state != "cancelled") {
        turns.push(row.start());
        turns.push(row.start() - TimeDelta::hours(48));
        turns.extend(row.confirm_by.map(at));
        turns.extend(row.remind_at.map(at));
        turns.extend(row.held_at.map(|held| at(held) + TimeDelta::minutes(15)));
    }
    turns.extend(seen.offers.iter().map(|offer| at(offer.until)));
    turns.extend(seen.spans.iter().filter_map(|s| s.expires_at.map(at)));
    let beside = [0, 0, 0, -1, 1, 1000];
    let turns = turns.into_iter();
    let turns = turns.map(|turn| turn + TimeDelta::milliseconds(dice.pick(&beside)));
    // The nearest future only: far ones would end the run of everything before them.
    let mut turns: Vec<Instant> = turns.filter(|turn| *turn > now).collect();
    turns.sort_unstable();
    turns.truncate(5);
    (!turns.is_empty()).then(|| dice.pick(&turns))
}
