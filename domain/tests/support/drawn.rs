//! Schedules of every sort, likely and unlikely, each one throw of the dice: as plain numbers,
//! so that whoever checks the rules has nothing of theirs in hand. Each can be told as text.

#[path = "drawn/told.rs"]
mod told;

use crate::dice::Dice;
use crate::zones::{self, Window};
use chrono::{Days, NaiveDate};
use domain::availability::rules::RuleNumbers;

/// Minutes of the day, in any order and overlapping.
pub type Minutes = (u16, u16);
/// Milliseconds since 1970.
pub type Ms = i64;
/// Of a slot, and whether the wall shows it again later.
pub type Start = (Ms, bool);

#[derive(Clone, Debug)]
pub struct Drawn {
    pub seed: u64,
    pub window: Window,
    pub now: Ms,
    /// What is asked for, within the window.
    pub asked: (Ms, Ms),
    pub active: bool,
    pub numbers: RuleNumbers,
    /// By days since Monday.
    pub weekly: Vec<(usize, Minutes)>,
    pub overrides: Vec<(NaiveDate, Vec<Minutes>)>,
    pub once: Vec<(Ms, Ms)>,
    pub every_week: Vec<EveryWeek>,
    pub days: Vec<(NaiveDate, NaiveDate)>,
    pub busy: Vec<(Ms, Ms, Kind)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct EveryWeek {
    pub weekday: usize,
    pub minutes: Minutes,
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
}

#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Session,
    Hold { until: Ms },
    Block,
    Imported,
}

const MINUTE: Ms = 60_000;
const HOUR: Ms = 60 * MINUTE;
const DAY: Ms = 24 * HOUR;

pub fn drawn(seed: u64) -> Drawn {
    let mut dice = Dice::new(seed);
    let window = zones::window(&mut dice, seed);
    let numbers = any_numbers(&mut dice);
    let now = any_now(&mut dice, &window, numbers);
    let (start, end) = (window.start, window.end);
    let mut asked = (start, end);
    if dice.upto(3) == 0 {
        asked.0 += dice.upto(DAY);
        asked.1 = (asked.1 - dice.upto(DAY)).max(asked.0 + 1);
    }
    let blocked = dice.upto(2) == 0;
    let most = |yes: bool, most: i64| if yes { most } else { 0 };
    Drawn {
        seed,
        now,
        asked,
        active: dice.upto(60) > 0,
        numbers,
        weekly: any_week(&mut dice),
        overrides: many(&mut dice, 3, |dice| {
            (any_date(dice, &window), any_ranges(dice))
        }),
        once: many(&mut dice, most(blocked, 2), |dice| {
            any_span(dice, start, end, 2 * DAY)
        }),
        every_week: many(&mut dice, most(blocked, 5), |dice| {
            any_weekly(dice, &window)
        }),
        days: many(&mut dice, most(blocked, 1), |dice| {
            let first = any_date(dice, &window);
            (first, first + Days::new(dice.pick(&[0, 0, 1, 2])))
        }),
        busy: any_busy(&mut dice, &window, now),
        window,
    }
}

fn many<T>(dice: &mut Dice, most: i64, any: impl Fn(&mut Dice) -> T) -> Vec<T> {
    (0..dice.upto(most)).map(|_| any(dice)).collect()
}

fn any_numbers(dice: &mut Dice) -> RuleNumbers {
    RuleNumbers {
        length_minutes: dice.pick(&[50, 50, 50, 50, 50, 25, 90, 5, 61, 480]),
        gap_minutes: dice.pick(&[10, 10, 10, 0, 5, 15, 240]),
        lead_minutes: dice.pick(&[1440, 1440, 1440, 0, 1, 90, 2880, 86_400]),
        horizon_days: dice.pick(&[60, 61, 366]),
        step_minutes: dice.pick(&[60, 15, 30, 5, 50, 45, 7]),
    }
}

/// So that the window is wholly ahead, begins to be bookable in its midst, or ends to be.
fn any_now(dice: &mut Dice, window: &Window, numbers: RuleNumbers) -> Ms {
    let (lead, horizon) = (numbers.lead_minutes.into(), numbers.horizon_days.into());
    let (lead, horizon): (Ms, Ms) = (Ms::min(lead, 86_400) * MINUTE, Ms::min(horizon, 366) * DAY);
    let within = window.start + dice.upto(window.end - window.start) / MINUTE * MINUTE;
    let odd = dice.pick(&[0, 0, 0, 1, -1, 1000, 29_999]);
    odd + match dice.upto(7) {
        0..=4 => window.start - lead - dice.upto(DAY),
        5 | 6 => within - lead,
        _ => within - horizon,
    }
}

fn any_minute(dice: &mut Dice) -> u16 {
    let grain = dice.pick(&[60, 60, 30, 15, 5, 1]);
    let minute = dice.upto(1440 / grain) * grain;
    // The nights in which clocks change, and the ends of days, more often than the rest.
    (match dice.upto(5) {
        0 => minute % 240,
        1 => dice.pick(&[0, 1380, 1410, 1440]),
        _ => minute,
    }) as u16
}

fn any_minutes(dice: &mut Dice) -> Minutes {
    let (one, two) = (any_minute(dice), any_minute(dice));
    match one.cmp(&two) {
        std::cmp::Ordering::Equal => (0, 1440),
        std::cmp::Ordering::Less => (one, two),
        std::cmp::Ordering::Greater => (two, one),
    }
}

fn any_ranges(dice: &mut Dice) -> Vec<Minutes> {
    match dice.upto(6) {
        0 => vec![],
        1 | 2 => vec![(540, 780), (840, 1080)],
        _ => many(dice, 4, any_minutes),
    }
}

fn any_week(dice: &mut Dice) -> Vec<(usize, Minutes)> {
    let mut week = Vec::new();
    let always = dice.upto(15) == 0;
    for day in 0..7 {
        let ranges = if always {
            vec![(0, 1440)]
        } else {
            any_ranges(dice)
        };
        week.extend(ranges.into_iter().map(|minutes| (day, minutes)));
    }
    week
}

fn any_date(dice: &mut Dice, window: &Window) -> NaiveDate {
    let at = window.start - DAY + dice.upto(window.end - window.start + 2 * DAY);
    zones::date_at(at)
}

fn any_weekly(dice: &mut Dice, window: &Window) -> EveryWeek {
    let date = |dice: &mut Dice| (dice.upto(2) == 0).then(|| any_date(dice, window));
    let (first, last) = (date(dice), date(dice));
    let backwards = first.zip(last).is_some_and(|(first, last)| first > last);
    EveryWeek {
        weekday: dice.upto(6) as usize,
        minutes: any_minutes(dice),
        first: if backwards { last } else { first },
        last: if backwards { first } else { last },
    }
}

/// A span that has to do with the window, on the minute more often than not.
fn any_span(dice: &mut Dice, start: Ms, end: Ms, most: Ms) -> (Ms, Ms) {
    let grain = dice.pick(&[30 * MINUTE, 5 * MINUTE, MINUTE, 1000, 1]);
    let from = start - most / 2 + dice.upto(end - start + most);
    let from = from / grain * grain;
    let length = dice.upto(most / grain).max(1) * grain;
    (from, from + length)
}

fn any_busy(dice: &mut Dice, window: &Window, now: Ms) -> Vec<(Ms, Ms, Kind)> {
    let most = dice.pick(&[0, 5, 20, 40]);
    many(dice, most, |dice| {
        let ends = now + dice.pick(&[-600_000, -1, 0, 1, 600_000]);
        let kind = dice.pick(&[
            Kind::Session,
            Kind::Session,
            Kind::Session,
            Kind::Hold { until: ends },
            Kind::Hold { until: ends },
            Kind::Block,
            Kind::Imported,
        ]);
        let longest = dice.pick(&[HOUR, HOUR, 2 * HOUR, 12 * HOUR]);
        let (start, end) = any_span(dice, window.start, window.end, longest);
        (start, end, kind)
    })
}
