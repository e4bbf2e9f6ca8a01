//! What is different between two schedules, one by one: *Save 3 changes* counts them.

use crate::availability::editor::NoRoom;
use crate::availability::hours::DayHours;
use crate::availability::rules::RuleField;
use crate::availability::{Block, Schedule};
use crate::time::wall::WallRange;
use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Hours of every week that were not there.
    Opened {
        weekday: Weekday,
        range: WallRange,
    },
    /// Hours of every week that are there no more.
    Closed {
        weekday: Weekday,
        range: WallRange,
    },
    /// A date's own hours; `None` is none of its own.
    Date {
        date: NaiveDate,
        before: Option<DayHours>,
        after: Option<DayHours>,
    },
    Blocked(Block),
    Unblocked(Block),
    Rule {
        field: RuleField,
        before: u32,
        after: u32,
    },
}

impl Change {
    /// Makes the same change to another schedule.
    ///
    /// # Errors
    /// More dates or blocks than a therapist can have.
    pub fn make(&self, schedule: &mut Schedule) -> Result<(), NoRoom> {
        match self {
            Change::Opened { weekday, range } => schedule.hours.paint(*weekday, *range),
            Change::Closed { weekday, range } => schedule.hours.erase(*weekday, *range),
            Change::Date { date, after, .. } => match after {
                Some(hours) => schedule.overrides.set(*date, hours.clone())?,
                None => schedule.overrides.remove(*date),
            },
            Change::Blocked(block) => schedule.blocks.add(*block)?,
            Change::Unblocked(block) => schedule.blocks.remove(block),
            Change::Rule { field, after, .. } => {
                let rules = schedule.rules.with(*field, *after);
                schedule.rules = rules.unwrap_or(schedule.rules);
            }
        }
        Ok(())
    }
}

/// In the order of the editor: the week, dates, blocks, rules.
pub fn changes(before: &Schedule, after: &Schedule) -> Vec<Change> {
    let mut all = week(before, after);
    all.extend(dates(before, after));
    all.extend(missing(before, after).map(Change::Unblocked));
    all.extend(missing(after, before).map(Change::Blocked));
    all.extend(rules(before, after));
    all
}

fn week(before: &Schedule, after: &Schedule) -> Vec<Change> {
    let mut all = Vec::new();
    let mut weekday = Weekday::Mon;
    for (before, after) in before.hours.days().iter().zip(after.hours.days()) {
        let closed = before.minus(after);
        let opened = after.minus(before);
        all.extend(
            closed
                .ranges()
                .map(|range| Change::Closed { weekday, range }),
        );
        all.extend(
            opened
                .ranges()
                .map(|range| Change::Opened { weekday, range }),
        );
        weekday = weekday.succ();
    }
    all
}

fn dates<'a>(before: &'a Schedule, after: &'a Schedule) -> impl Iterator<Item = Change> + 'a {
    let all = before.overrides.iter().chain(after.overrides.iter());
    let dates: BTreeSet<NaiveDate> = all.map(|(date, _)| date).collect();
    dates.into_iter().filter_map(move |date| {
        let own = [before, after].map(|schedule| schedule.overrides.get(date).cloned());
        let [before, after] = own;
        (before != after).then_some(Change::Date {
            date,
            before,
            after,
        })
    })
}

/// The blocks of one schedule that the other does not have.
fn missing<'a>(of: &'a Schedule, other: &'a Schedule) -> impl Iterator<Item = Block> + 'a {
    let there = |block: &&Block| !other.blocks.iter().any(|other| other == *block);
    of.blocks.iter().filter(there).copied()
}

fn rules<'a>(before: &Schedule, after: &Schedule) -> impl Iterator<Item = Change> + 'a {
    let numbers = [before, after].map(|schedule| schedule.rules.numbers());
    RuleField::ALL.into_iter().filter_map(move |field| {
        let [before, after] = numbers.map(|numbers| numbers.get(field));
        (before != after).then_some(Change::Rule {
            field,
            before,
            after,
        })
    })
}
