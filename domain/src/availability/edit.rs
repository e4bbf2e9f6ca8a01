//! Editing a schedule: for one week only, or an hour that is no longer offered. What an edit
//! changes, and whom it would leave outside, is told before it is saved.

pub mod answers;
pub mod asked;
pub mod changes;
pub mod rezone;
pub mod saving;
pub mod stranded;

use super::Schedule;
use super::hours::{DayHours, WeeklyHours};
use super::overrides::TooManyOverrides;
use crate::time::interval::Interval;
use crate::time::wall::{Day, WallRange, monday};
use crate::time::zone::{DayPart, ZoneTable};
pub use answers::{Answers, Party, What};
pub use asked::{Edit, Keeping};
pub use changes::{Change, changes};
use chrono::NaiveDate;
pub use rezone::Rezoning;
pub use saving::{NotSaved, Saving};
pub use stranded::{Plan, Stranded, StrandedBy, stands_outside, stranded};

impl Schedule {
    /// The hours of the week that a date is in, each day's own where it has them: what is
    /// painted on for *this week only*.
    pub fn week_of(&self, date: NaiveDate) -> WeeklyHours {
        WeeklyHours::new(week(date).map(|day| self.hours_on(day).clone()))
    }

    /// Gives the week that a date is in hours of its own. A day that comes to have the hours of
    /// its weekday has none of its own any more.
    ///
    /// # Errors
    /// More dates than a therapist can have; nothing is changed then.
    pub fn replace_week(
        &mut self,
        date: NaiveDate,
        hours: &WeeklyHours,
    ) -> Result<(), TooManyOverrides> {
        let mut overrides = self.overrides.clone();
        for (day, own) in week(date).into_iter().zip(hours.days()) {
            if own == self.hours.on(day.weekday()) {
                overrides.remove(day.date());
            } else {
                overrides.set(day.date(), own.clone())?;
            }
        }
        self.overrides = overrides;
        Ok(())
    }

    /// A session's time of day is not offered any more: neither by its weekday, nor by dates of that
    /// weekday from its own on that have hours of their own.
    pub fn stop_offering(&mut self, zone: &ZoneTable, session: Interval) {
        let (start, end) = session.seconds();
        let step = self.rules.step();
        for part in zone.day_parts(start, end) {
            let Some(range) = minutes(part) else { continue };
            self.hours.on_mut(part.day.weekday()).stop(range, step);
            self.overrides
                .edit_from(part.day, |day, own: &mut DayHours| {
                    if day.weekday() == part.day.weekday() {
                        own.stop(range, step);
                    }
                });
        }
    }
}

fn week(date: NaiveDate) -> [Day; 7] {
    let monday = Day::from(monday(date));
    std::array::from_fn(|place| Day(monday.0 + place as i32))
}

/// The whole minutes that a part of a day lies within.
fn minutes(part: DayPart) -> Option<WallRange> {
    let minute = |second: i64| u16::try_from(second / 60).ok();
    WallRange::new(minute(part.start)?, minute(part.end + 59)?).ok()
}
