//! Slots found out the slow way: every minute is asked of the zone database and marked as open or
//! taken, and every start is tried by looking at each minute of its session. Nothing here is
//! taken from the rules but the numbers that they were given.

use crate::drawn::{Drawn, EveryWeek, Kind, Ms, Start};
use crate::zones::AROUND;
use chrono::NaiveDate;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

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
    let mut day = Day::of(drawn, wall(drawn, start).date());
    let minutes = (start..end).step_by(MINUTE as usize);
    let minute = minutes.map(|at| {
        let wall = wall(drawn, at);
        if wall.date() != day.date {
            day = Day::of(drawn, wall.date());
        }
        let minute = wall.hour() as usize * 60 + wall.minute() as usize;
        let mut once = drawn.once.iter();
        WallMinute {
            in_hours: day.hours[minute],
            blocked: day.blocked[minute] || once.any(|(from, to)| *from < at + MINUTE && at < *to),
        }
    });
    minute.collect()
}

fn wall(drawn: &Drawn, at: Ms) -> DateTime {
    let at = Timestamp::from_millisecond(at).expect("an instant");
    drawn.window.zone.to_datetime(at)
}

/// One entry a minute, from long before the window until long after it.
struct Minutes {
    start: Ms,
    wall: Vec<DateTime>,
    /// Within the hours, and no block of the wall is on it.
    open: Vec<bool>,
    on_step: Vec<bool>,
    taken: Vec<bool>,
    clocks_change: bool,
}

impl Minutes {
    fn of(drawn: &Drawn) -> Minutes {
        // Where no clock changes nearby, nothing is shown twice.
        let around = match drawn.window.clocks_change() {
            true => AROUND,
            false => 0,
        };
        let start = drawn.window.start - around;
        let longest = Ms::from(drawn.numbers.length_minutes) * MINUTE;
        let end = drawn.window.end + around.max(longest);
        let many = ((end - start) / MINUTE) as usize;
        let wall: Vec<DateTime> = (0..many)
            .map(|place| wall(drawn, start + place as Ms * MINUTE))
            .collect();
        let mut minutes = Minutes {
            start,
            open: Vec::with_capacity(many),
            on_step: Vec::with_capacity(many),
            taken: vec![false; many],
            clocks_change: around > 0,
            wall,
        };
        minutes.mark_days(drawn);
        minutes.mark_taken(drawn);
        minutes
    }

    fn at(&self, place: usize) -> Ms {
        self.start + place as Ms * MINUTE
    }

    fn mark_days(&mut self, drawn: &Drawn) {
        let mut day = Day::of(drawn, self.wall[0].date());
        for wall in &self.wall {
            if wall.date() != day.date {
                day = Day::of(drawn, wall.date());
            }
            let minute = wall.hour() as usize * 60 + wall.minute() as usize;
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
        let around = (AROUND / MINUTE) as usize;
        let before = &self.wall[place.saturating_sub(around)..place];
        self.clocks_change && before.contains(&self.wall[place])
    }

    fn comes_again(&self, place: usize) -> bool {
        let around = (AROUND / MINUTE) as usize;
        let behind = &self.wall[place + 1..(place + around).min(self.wall.len())];
        self.clocks_change && behind.contains(&self.wall[place])
    }
}

/// One date on the wall, a minute an entry, whether or not each of them happens.
struct Day {
    date: Date,
    hours: Vec<bool>,
    blocked: Vec<bool>,
    on_step: Vec<bool>,
}

impl Day {
    fn of(drawn: &Drawn, date: Date) -> Day {
        let weekday = date.weekday().to_monday_zero_offset() as usize;
        let day = NaiveDate::from_ymd_opt(
            date.year().into(),
            date.month().unsigned_abs().into(),
            date.day().unsigned_abs().into(),
        );
        let day = day.expect("the same date");
        let own = drawn.overrides.iter().rev().find(|(date, _)| *date == day);
        let mut hours = vec![false; DAY_MINUTES];
        match own {
            Some((_, ranges)) => ranges.iter().for_each(|range| mark(&mut hours, *range)),
            None => drawn.weekly.iter().for_each(|(on, range)| {
                if *on == weekday {
                    mark(&mut hours, *range);
                }
            }),
        }
        let mut blocked = vec![false; DAY_MINUTES];
        for (first, last) in &drawn.days {
            if *first <= day && day <= *last {
                mark(&mut blocked, (0, 1440));
            }
        }
        for EveryWeek {
            weekday: on,
            minutes,
            first,
            last,
        } in &drawn.every_week
        {
            let from = first.is_none_or(|first| first <= day);
            if *on == weekday && from && last.is_none_or(|last| day <= last) {
                mark(&mut blocked, *minutes);
            }
        }
        let on_step = steps(&hours, drawn.numbers.step_minutes as usize);
        Day {
            date,
            hours,
            blocked,
            on_step,
        }
    }
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
