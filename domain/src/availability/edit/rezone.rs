//! A therapist moves to another zone. Either the hours stay on the wall, and then the schedule
//! stays as it is, or they stay at the same instants, and then the wall of the new zone shows them
//! at other times: that schedule is made here. Sessions stay where they are in both cases.

use crate::availability::block::{Block, BlockFault, Dates, Days};
use crate::availability::overrides::TooManyOverrides;
use crate::availability::{Blocks, DayHours, Overrides, Schedule, WeeklyHours};
use crate::time::Instant;
use crate::time::interval::Interval;
use crate::time::wall::{Day, MINUTES, WEEK, WallRange, place};
use crate::time::zone::ZoneTable;
use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// From one zone to another, as the clocks of both stand at an instant. Where they change on
/// different days, the hours are off by the difference for as long as they differ.
#[derive(Clone, Copy, Debug)]
pub struct Rezoning<'a> {
    pub from: &'a ZoneTable,
    pub to: &'a ZoneTable,
    pub at: Instant,
}

/// Days and ranges that a midnight cuts in two can become too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum RezoneFault {
    #[error(transparent)]
    Overrides(#[from] TooManyOverrides),
    #[error(transparent)]
    Blocks(#[from] BlockFault),
}

impl Schedule {
    /// The schedule whose instants on the new wall are those of this one on the old wall.
    ///
    /// # Errors
    /// More dates or blocks than a therapist can have.
    pub fn rezoned(&self, rezoning: Rezoning<'_>) -> Result<Schedule, RezoneFault> {
        let hours = rezoning.hours(&self.hours);
        let blocks = self.blocks.iter().flat_map(|block| rezoning.block(block));
        let blocks = Blocks::new(blocks.collect())?;
        let mut overrides = Overrides::default();
        for (date, _) in self.overrides.iter() {
            for day in around(Day::from(date)) {
                let own = rezoning.hours_on(self, day);
                if own != *hours.on(day.weekday()) {
                    overrides.set(day.date(), own)?;
                }
            }
        }
        Ok(Schedule {
            hours,
            overrides,
            blocks,
            rules: self.rules,
        })
    }
}

/// Clocks differ by at most 26 hours, which can be two days on the calendar.
fn around(day: Day) -> impl Iterator<Item = Day> {
    (day.0 - 2..=day.0 + 2).map(Day)
}

impl Rezoning<'_> {
    /// Minutes by which the new wall is ahead of the old one.
    fn ahead(self) -> i64 {
        let ahead = self.to.wall(self.at) - self.from.wall(self.at);
        ahead.num_minutes()
    }

    /// Where minutes of a day on the old wall lie on the new one, cut at each midnight.
    fn cut(self, day: Day, (start, end): (u16, u16)) -> impl Iterator<Item = (Day, WallRange)> {
        let minutes = i64::from(MINUTES);
        let midnight = i64::from(day.0) * minutes + self.ahead();
        let (start, end) = (midnight + i64::from(start), midnight + i64::from(end));
        let days = start.div_euclid(minutes)..=(end - 1).div_euclid(minutes);
        days.filter_map(move |day| {
            let within = |minute: i64| (minute - day * minutes).clamp(0, minutes) as u16;
            let range = WallRange::new(within(start), within(end)).ok()?;
            Some((Day(day as i32), range))
        })
    }

    fn hours(self, hours: &WeeklyHours) -> WeeklyHours {
        let mut new = WeeklyHours::default();
        for weekday in WEEK {
            for range in hours.on(weekday).minutes() {
                for (day, range) in self.cut(some(weekday), *range) {
                    new.paint(day.weekday(), range);
                }
            }
        }
        new
    }

    fn hours_on(self, schedule: &Schedule, day: Day) -> DayHours {
        let cut = around(day).flat_map(|old| {
            let ranges = schedule.hours_on(old).minutes().iter();
            ranges.flat_map(move |range| self.cut(old, *range))
        });
        cut.filter(|(new, _)| *new == day)
            .map(|(_, range)| range)
            .collect()
    }

    fn block(self, block: &Block) -> Vec<Block> {
        match block {
            Block::Once(_) => vec![*block],
            Block::Days(days) => self.instants(*days).map(Block::Once).into_iter().collect(),
            Block::Weekly {
                weekday,
                range,
                dates,
            } => {
                let old = some(*weekday);
                let cut = self.cut(old, (range.start(), range.end()));
                let moved = cut.map(|(day, range)| Block::Weekly {
                    weekday: day.weekday(),
                    range,
                    dates: later(*dates, day.0 - old.0),
                });
                moved.collect()
            }
        }
    }

    /// Whole days of the old wall.
    fn instants(self, days: Days) -> Option<Interval> {
        let start = self.from.start_of(days.first());
        Interval::new(start, self.from.start_of(days.last().succ_opt()?))
    }
}

/// A day of any week.
fn some(weekday: Weekday) -> Day {
    // 5 January 1970 was a Monday.
    Day(4 + place(weekday) as i32)
}

fn later(dates: Dates, days: i32) -> Dates {
    let later = |date: NaiveDate| Day(Day::from(date).0 + days).date();
    let moved = Dates::new(dates.first().map(later), dates.last().map(later));
    moved.unwrap_or(dates)
}
