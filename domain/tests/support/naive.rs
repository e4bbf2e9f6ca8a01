//! Slots found out the slow way: every minute is asked of the zone database and marked as open or
//! taken, and every start is tried by looking at each minute of its session. Nothing here is
//! taken from the rules but the numbers that they were given.

#[path = "naive/day.rs"]
mod day;

use crate::drawn::{Drawn, Kind, Ms, Start};
use crate::zones::AROUND;
use day::{Day, Wall};
use jiff::Timestamp;

const MINUTE: Ms = 60_000;
const DAY_MINUTES: usize = 1440;

pub fn slots(drawn: &Drawn) -> Vec<Start> {
    let minutes = Minutes::of(drawn);
    let place = |at: Ms| ((at - minutes.start) / MINUTE) as usize;
    (place(drawn.window.start)..place(drawn.window.end))
        .filter(|place| minutes.is_slot(*place, drawn))
        .map(|place| (minutes.at(place), minutes.comes_again(place)))
        .collect()
}

/// What the wall says of each minute of a span.
pub struct WallMinute {
    pub in_hours: bool,
    pub blocked: bool,
}

pub fn wall_minutes(drawn: &Drawn, start: Ms, end: Ms) -> Vec<WallMinute> {
    let mut day = Day::of(drawn, wall(drawn, start));
    let minutes = (start..end).step_by(MINUTE as usize);
    let minute = minutes.map(|at| {
        let wall = wall(drawn, at);
        let minute = day.minute(drawn, wall);
        let mut once = drawn.once.iter();
        WallMinute {
            in_hours: day.hours[minute],
            blocked: day.blocked[minute] || once.any(|(from, to)| *from < at + MINUTE && at < *to),
        }
    });
    minute.collect()
}

fn wall(drawn: &Drawn, at: Ms) -> Wall {
    let stamp = Timestamp::from_millisecond(at).expect("an instant");
    let offset = drawn.window.zone.to_offset(stamp).seconds();
    at / MINUTE + i64::from(offset / 60)
}

/// One entry a minute.
struct Minutes {
    start: Ms,
    /// From long before the window until long after it where clocks change.
    wall: Vec<Wall>,
    first: usize,
    /// For each wall time, from the lowest on: at which places it is shown first and last.
    shown: Vec<(usize, usize)>,
    lowest: Wall,
    /// Within the hours, and no block of the wall is on it.
    open: Vec<bool>,
    on_step: Vec<bool>,
    taken: Vec<bool>,
}

impl Minutes {
    fn of(drawn: &Drawn) -> Minutes {
        // Where no clock changes nearby, nothing is shown twice.
        let around = match drawn.window.clocks_change() {
            true => AROUND,
            false => 0,
        };
        let (start, end) = (drawn.window.start, drawn.window.end);
        let longest = Ms::from(drawn.numbers.length_minutes) * MINUTE;
        let wide = (start - around)..(end + around.max(longest));
        let many = ((end + longest - start) / MINUTE) as usize;
        let wall: Vec<Wall> = wide
            .step_by(MINUTE as usize)
            .map(|at| wall(drawn, at))
            .collect();
        let lowest = *wall.iter().min().expect("some minutes");
        let mut minutes = Minutes {
            start,
            shown: shown(&wall, lowest),
            lowest,
            wall,
            first: (around / MINUTE) as usize,
            open: Vec::with_capacity(many),
            on_step: Vec::with_capacity(many),
            taken: vec![false; many],
        };
        minutes.mark_days(drawn);
        minutes.mark_taken(drawn);
        minutes
    }

    fn at(&self, place: usize) -> Ms {
        self.start + place as Ms * MINUTE
    }

    fn mark_days(&mut self, drawn: &Drawn) {
        let mut day = Day::of(drawn, self.wall[self.first]);
        for wall in &self.wall[self.first..self.first + self.taken.len()] {
            let minute = day.minute(drawn, *wall);
            self.open.push(day.hours[minute] && !day.blocked[minute]);
            self.on_step.push(day.on_step[minute]);
        }
    }

    fn mark_taken(&mut self, drawn: &Drawn) {
        let gap = Ms::from(drawn.numbers.gap_minutes) * MINUTE;
        for (start, end) in &drawn.once {
            self.take(*start, *end);
        }
        for (start, end, kind) in &drawn.busy {
            match kind {
                Kind::Session => self.take(start - gap, end + gap),
                Kind::Hold { until } if *until > drawn.now => self.take(start - gap, end + gap),
                Kind::Hold { .. } => {}
                Kind::Block | Kind::Imported => self.take(*start, *end),
            }
        }
    }

    /// Every minute of which a part is taken.
    fn take(&mut self, start: Ms, end: Ms) {
        let first = (start - self.start).div_euclid(MINUTE).max(0);
        for place in first as usize..self.taken.len() {
            if self.at(place) >= end {
                break;
            }
            self.taken[place] = true;
        }
    }

    fn is_slot(&self, place: usize, drawn: &Drawn) -> bool {
        let start = self.at(place);
        let (ahead, numbers) = (start - drawn.now, drawn.numbers);
        let length = numbers.length_minutes as usize;
        drawn.active
            && (drawn.asked.0..drawn.asked.1).contains(&start)
            && ahead >= Ms::from(numbers.lead_minutes) * MINUTE
            && ahead <= Ms::from(numbers.horizon_days) * DAY_MINUTES as Ms * MINUTE
            && self.on_step[place]
            && (place..place + length).all(|minute| self.open[minute] && !self.taken[minute])
            && !self.came_before(place)
    }

    fn came_before(&self, place: usize) -> bool {
        self.shown(place).0 < self.first + place
    }

    fn comes_again(&self, place: usize) -> bool {
        self.shown(place).1 > self.first + place
    }

    fn shown(&self, place: usize) -> (usize, usize) {
        let wall = self.wall[self.first + place];
        self.shown[(wall - self.lowest) as usize]
    }
}

fn shown(wall: &[Wall], lowest: Wall) -> Vec<(usize, usize)> {
    let highest = *wall.iter().max().expect("some minutes");
    let mut shown = vec![(usize::MAX, 0); (highest - lowest + 1) as usize];
    for (place, wall) in wall.iter().enumerate() {
        let (first, last) = &mut shown[(wall - lowest) as usize];
        (*first, *last) = ((*first).min(place), place);
    }
    shown
}
