//! One date on the wall, a minute an entry, whether or not each of them happens.

use crate::drawn::Drawn;
use chrono::NaiveDate;
use jiff::ToSpan;
use jiff::civil::Date;

const DAY_MINUTES: usize = 1440;

/// What the wall shows, in minutes since 1970 began on it.
pub type Wall = i64;

pub struct Day {
    number: i64,
    pub hours: Vec<bool>,
    pub blocked: Vec<bool>,
    pub on_step: Vec<bool>,
}

impl Day {
    /// The minute of its day that the wall shows; of another day where that has come.
    pub fn minute(&mut self, drawn: &Drawn, wall: Wall) -> usize {
        if wall.div_euclid(DAY_MINUTES as i64) != self.number {
            *self = Day::of(drawn, wall);
        }
        wall.rem_euclid(DAY_MINUTES as i64) as usize
    }

    pub fn of(drawn: &Drawn, wall: Wall) -> Day {
        let number = wall.div_euclid(DAY_MINUTES as i64);
        let date = Date::constant(1970, 1, 1) + number.days();
        let weekday = date.weekday().to_monday_zero_offset() as usize;
        let date = date.to_string().parse().expect("the same date");
        let hours = hours(drawn, date, weekday);
        Day {
            number,
            blocked: blocked(drawn, date, weekday),
            on_step: steps(&hours, drawn.numbers.step_minutes as usize),
            hours,
        }
    }
}

fn hours(drawn: &Drawn, date: NaiveDate, weekday: usize) -> Vec<bool> {
    let mut hours = vec![false; DAY_MINUTES];
    let own = drawn
        .overrides
        .iter()
        .rev()
        .find(|(other, _)| *other == date);
    if let Some((_, ranges)) = own {
        ranges.iter().for_each(|range| mark(&mut hours, *range));
    } else {
        let of_it = drawn.weekly.iter().filter(|(other, _)| *other == weekday);
        of_it.for_each(|(_, range)| mark(&mut hours, *range));
    }
    hours
}

fn blocked(drawn: &Drawn, date: NaiveDate, weekday: usize) -> Vec<bool> {
    let mut blocked = vec![false; DAY_MINUTES];
    for (first, last) in &drawn.days {
        if *first <= date && date <= *last {
            mark(&mut blocked, (0, 1440));
        }
    }
    for block in &drawn.every_week {
        let begun = block.first.is_none_or(|first| first <= date);
        let over = block.last.is_some_and(|last| last < date);
        if block.weekday == weekday && begun && !over {
            mark(&mut blocked, block.minutes);
        }
    }
    blocked
}

fn mark(minutes: &mut [bool], (start, end): (u16, u16)) {
    minutes[start as usize..end as usize].fill(true);
}

/// Counted from where each run of hours begins.
fn steps(hours: &[bool], step: usize) -> Vec<bool> {
    let mut run = 0;
    let mut on_step = Vec::with_capacity(hours.len());
    for open in hours {
        on_step.push(*open && run % step == 0);
        run = if *open { run + 1 } else { 0 };
    }
    on_step
}
