//! What somebody has edited so far, and the way back: every step is a schedule, so that undoing
//! is taking the one before. Steps are meant for the week that is shown, and change either what
//! holds every week or only the dates of that one.
//!
//! Nothing is saved here, and nobody is asked whom it leaves outside (`edit`).

pub mod cursor;
pub mod gesture;
pub mod marks;

use super::block::BlockFault;
use super::edit::{Change, changes};
use super::hours::{DayHours, WeeklyHours};
use super::overrides::TooManyOverrides;
use super::{Block, Rules, Schedule};
use crate::time::wall::{WEEK, WallRange};
use chrono::{Days, NaiveDate, Weekday};
pub use cursor::{Cursor, Key};
pub use gesture::{Gesture, Spot};
use serde::{Deserialize, Serialize};

/// What painting changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    #[default]
    EveryWeek,
    /// The dates of the week that is shown, which then have hours of their own.
    ThisWeek,
}

/// The week that is edited, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    pub scope: Scope,
    pub monday: NaiveDate,
}

/// Days of a week, by their place from Monday on, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Across {
    pub first: usize,
    pub last: usize,
}

/// One thing that somebody does to the hours; undone as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Paint(Across, WallRange),
    Erase(Across, WallRange),
    /// One range of a day becomes another.
    Resize {
        day: usize,
        from: WallRange,
        to: WallRange,
    },
    Day(usize, DayHours),
    Copy {
        from: usize,
        to: Vec<usize>,
    },
    /// A date's own hours; `None` gives it those of its weekday again.
    Date(NaiveDate, Option<DayHours>),
    Rules(Rules),
    Block(Block),
    Unblock(Block),
}

/// There is no room for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRoom {
    #[error(transparent)]
    Dates(#[from] TooManyOverrides),
    #[error(transparent)]
    Blocks(#[from] BlockFault),
}

impl Across {
    pub fn one(day: usize) -> Across {
        Across {
            first: day,
            last: day,
        }
    }

    pub fn between(one: usize, other: usize) -> Across {
        Across {
            first: one.min(other),
            last: one.max(other),
        }
    }

    pub fn days(self) -> impl Iterator<Item = usize> {
        self.first..=self.last.min(6)
    }
}

impl Shown {
    pub fn date(self, day: usize) -> NaiveDate {
        let date = self.monday.checked_add_days(Days::new(day as u64));
        date.unwrap_or(self.monday)
    }

    /// The hours that are painted on.
    pub fn hours(self, schedule: &Schedule) -> WeeklyHours {
        match self.scope {
            Scope::EveryWeek => schedule.hours.clone(),
            Scope::ThisWeek => schedule.week_of(self.monday),
        }
    }

    /// The schedule with one step taken.
    ///
    /// # Errors
    /// More dates or blocks than a therapist can have.
    pub fn take(self, schedule: &Schedule, step: &Step) -> Result<Schedule, NoRoom> {
        let mut after = schedule.clone();
        match step {
            Step::Date(date, Some(hours)) => after.overrides.set(*date, hours.clone())?,
            Step::Date(date, None) => after.overrides.remove(*date),
            Step::Rules(rules) => after.rules = *rules,
            Step::Block(block) => after.blocks.add(*block)?,
            Step::Unblock(block) => after.blocks.remove(block),
            week => {
                let mut hours = self.hours(schedule);
                paint(&mut hours, week);
                match self.scope {
                    Scope::EveryWeek => after.hours = hours,
                    Scope::ThisWeek => after.replace_week(self.monday, &hours)?,
                }
            }
        }
        Ok(after)
    }
}

fn paint(hours: &mut WeeklyHours, step: &Step) {
    match step {
        Step::Paint(across, range) => across.days().for_each(|day| hours.paint(WEEK[day], *range)),
        Step::Erase(across, range) => across.days().for_each(|day| hours.erase(WEEK[day], *range)),
        Step::Resize { day, from, to } => {
            hours.erase(WEEK[*day], *from);
            hours.paint(WEEK[*day], *to);
        }
        Step::Day(day, own) => hours.on_mut(WEEK[*day]).clone_from(own),
        Step::Copy { from, to } => {
            let to: Vec<Weekday> = to.iter().map(|day| WEEK[*day]).collect();
            hours.copy(WEEK[*from], &to);
        }
        _ => {}
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    saved: Schedule,
    /// The last is how it stands; the first is where the editing began.
    steps: Vec<Schedule>,
    undone: Vec<Schedule>,
}

/// So many steps can be undone.
pub const MOST_STEPS: usize = 200;

impl Editor {
    pub fn open(saved: Schedule) -> Editor {
        Editor {
            steps: vec![saved.clone()],
            undone: Vec::new(),
            saved,
        }
    }

    /// As it would be saved.
    pub fn schedule(&self) -> &Schedule {
        self.steps.last().unwrap_or(&self.saved)
    }

    /// As it was when it was opened.
    pub fn saved(&self) -> &Schedule {
        &self.saved
    }

    pub fn changes(&self) -> Vec<Change> {
        changes(&self.saved, self.schedule())
    }

    /// Takes a step; one that changes nothing is none, and leaves what was undone to be redone.
    ///
    /// # Errors
    /// As [`Shown::take`].
    pub fn act(&mut self, shown: Shown, step: &Step) -> Result<(), NoRoom> {
        let after = shown.take(self.schedule(), step)?;
        self.put(after);
        Ok(())
    }

    /// A step to whatever it is to be.
    pub fn put(&mut self, after: Schedule) {
        if after != *self.schedule() {
            self.steps.push(after);
            self.undone.clear();
            if self.steps.len() > MOST_STEPS {
                self.steps.remove(0);
            }
        }
    }

    /// The hours were saved elsewhere meanwhile: what was changed here is put on top of them, and
    /// can be undone as one.
    ///
    /// # Errors
    /// There is no room for it there; nothing has changed then.
    pub fn rebase(&mut self, saved: Schedule) -> Result<(), NoRoom> {
        let mut after = saved.clone();
        for change in self.changes() {
            change.make(&mut after)?;
        }
        *self = Editor::open(saved);
        if after != self.saved {
            self.steps.push(after);
        }
        Ok(())
    }

    pub fn can_undo(&self) -> bool {
        self.steps.len() > 1
    }

    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    pub fn undo(&mut self) {
        if self.can_undo() {
            self.undone.extend(self.steps.pop());
        }
    }

    pub fn redo(&mut self) {
        self.steps.extend(self.undone.pop());
    }
}

#[cfg(test)]
mod tests;
