//! The fields of the editor of hours as a plain form has them, by name, and what they say. Every
//! range is two fields for times, and one whose fields are both empty is none; what the form does
//! not show (hours of dates that are over, blocks that are not taken away) stays as it is.

pub mod new_block;

use crate::availability::rules::{RuleFault, RuleField};
use crate::availability::{Block, DayHours, Overrides, Rules, Schedule};
use crate::time::Instant;
use crate::time::wall::{Edge, RangeFault, WEEK, WallRange};
use crate::time::zone::ZoneTable;
use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was typed, by the names of the fields.
pub type Typed = BTreeMap<String, String>;

/// What is wrong, by the name of the field.
pub type Faults = BTreeMap<String, HoursFault>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoursFault {
    Range(RangeFault),
    /// Hours were typed for no date.
    DateMissing,
    DateUnreadable,
    TooManyDates {
        most: usize,
    },
    NumberUnreadable,
    Rule(RuleFault),
    /// Times were typed for no day.
    DayMissing,
    /// The clocks go forward over it.
    InGap,
    Over,
    /// The last day of a block of every week.
    LastBeforeFirst,
    /// A last day was typed for a block of once.
    OnlyWeekly,
    TooFar,
    TooManyBlocks {
        most: usize,
    },
}

/// What a form was made from: the schedule as it is saved, its clock, and when it is read.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    pub schedule: &'a Schedule,
    pub zone: &'a ZoneTable,
    pub now: Instant,
}

/// So many ranges of one day are read.
pub const MOST_RANGES: usize = 12;

/// `tue-0-from`: one of the two fields of a range of a weekday.
pub fn range_field(day: &str, number: usize, edge: Edge) -> String {
    let edge = match edge {
        Edge::Start => "from",
        Edge::End => "to",
    };
    format!("{day}-{number}-{edge}")
}

/// `tue`: what the fields of a weekday begin with.
pub fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "mon",
        Weekday::Tue => "tue",
        Weekday::Wed => "wed",
        Weekday::Thu => "thu",
        Weekday::Fri => "fri",
        Weekday::Sat => "sat",
        Weekday::Sun => "sun",
    }
}

/// Holds the day that is copied to others.
pub const COPY_FROM: &str = "copy-from";

/// Of a checkbox of a day that another is copied to.
pub fn copy_name(day: Weekday) -> String {
    format!("copy-{}", day_name(day))
}

/// `date-0`: holds a date, and its fields begin with it.
pub fn date_name(number: usize) -> String {
    format!("date-{number}")
}

/// Of a checkbox that takes a date's own hours away.
pub fn gone_name(date: &str) -> String {
    format!("{date}-gone")
}

/// Of a checkbox that takes a block away; its value is the block.
pub fn unblock_name(number: usize) -> String {
    format!("unblock-{number}")
}

pub fn rule_name(field: RuleField) -> &'static str {
    match field {
        RuleField::Length => "length",
        RuleField::Gap => "gap",
        RuleField::Lead => "lead",
        RuleField::Horizon => "horizon",
        RuleField::Step => "step",
    }
}

/// The number of a rule as its field holds it: the lead in hours, the rest as they are kept.
pub fn rule_value(rules: Rules, field: RuleField) -> String {
    let number = rules.numbers().get(field);
    match field {
        RuleField::Lead if number.is_multiple_of(60) => (number / 60).to_string(),
        RuleField::Lead => format!("{:.2}", f64::from(number) / 60.0),
        _ => number.to_string(),
    }
}

/// The ranges of one day.
///
/// # Errors
/// What is wrong, by field.
pub fn day(typed: &Typed, name: &str) -> Result<DayHours, Faults> {
    let (mut ranges, mut faults) = (Vec::new(), Faults::new());
    for number in 0..MOST_RANGES {
        let [from, to] = [Edge::Start, Edge::End].map(|edge| range_field(name, number, edge));
        let [start, end] = [&from, &to].map(|name| text(typed, name));
        if start.is_empty() && end.is_empty() {
            continue;
        }
        match WallRange::parse(start, end) {
            Ok(range) => ranges.push(range),
            Err(found) => faults.extend(found.into_iter().map(|fault| {
                let field = match fault.edge() {
                    Edge::Start => from.clone(),
                    Edge::End => to.clone(),
                };
                (field, HoursFault::Range(fault))
            })),
        }
    }
    answer(ranges.into_iter().collect(), faults)
}

/// The numbers of the rules; one that the form does not have stays.
///
/// # Errors
/// What is wrong, by field.
pub fn rules(typed: &Typed, before: Rules) -> Result<Rules, Faults> {
    let (mut numbers, mut faults) = (before.numbers(), Faults::new());
    for field in RuleField::ALL {
        let name = rule_name(field);
        let Some(value) = typed.get(name) else {
            continue;
        };
        match number(field, value.trim()) {
            Ok(number) => numbers.set(field, number),
            Err(fault) => drop(faults.insert(name.into(), fault)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Rules::new(numbers).map_err(|found| {
        let at = |fault: RuleFault| (rule_name(fault.field()).into(), HoursFault::Rule(fault));
        found.into_iter().map(at).collect()
    })
}

/// Hours may have a part; whatever else is whole. What no number of its kind can hold is out of
/// bounds already.
fn number(field: RuleField, text: &str) -> Result<u32, HoursFault> {
    let typed: f64 = text.parse().map_err(|_| HoursFault::NumberUnreadable)?;
    let number = match field {
        RuleField::Lead => (typed * 60.0).round(),
        _ => typed,
    };
    let (least, most) = field.bounds();
    match number {
        number if !number.is_finite() || number.fract() != 0.0 => Err(HoursFault::NumberUnreadable),
        number if number < 0.0 => Err(HoursFault::Rule(RuleFault::Below { field, least })),
        number if number > 1e6 => Err(HoursFault::Rule(RuleFault::Above { field, most })),
        number => Ok(number as u32),
    }
}

/// All of the form, on top of the schedule that it was made from.
///
/// # Errors
/// What is wrong, by field.
pub fn schedule(typed: &Typed, base: Base<'_>) -> Result<Schedule, Faults> {
    let (after, faults) = readable(typed, base);
    answer(after, faults)
}

/// The same with all that can be read; what cannot is as it was, and told by field.
pub fn readable(typed: &Typed, base: Base<'_>) -> (Schedule, Faults) {
    let before = base.schedule;
    let mut after = before.clone();
    let mut faults = Faults::new();
    for weekday in WEEK {
        if let Some(hours) = keep(day(typed, day_name(weekday)), &mut faults) {
            *after.hours.on_mut(weekday) = hours;
        }
    }
    copy(typed, &mut after);
    for name in dates(typed) {
        if let Err(found) = date(typed, name, &mut after.overrides) {
            faults.extend(found);
        }
    }
    let read = keep(rules(typed, before.rules), &mut faults);
    after.rules = read.unwrap_or_else(|| {
        let mut typed = typed.clone();
        typed.retain(|name, _| !faults.contains_key(name));
        rules(&typed, before.rules).unwrap_or(before.rules)
    });
    for (name, value) in typed {
        if name.starts_with("unblock-")
            && let Ok(block) = serde_json::from_str::<Block>(value)
        {
            after.blocks.remove(&block);
        }
    }
    if let Err(found) = block(typed, base, &mut after) {
        faults.extend(found);
    }
    (after, faults)
}

fn block(typed: &Typed, base: Base<'_>, after: &mut Schedule) -> Result<(), Faults> {
    let Some(block) = new_block::read(typed, base.zone, base.now)? else {
        return Ok(());
    };
    after.blocks.add(block).map_err(|_| {
        let most = crate::availability::Blocks::MOST;
        let fault = HoursFault::TooManyBlocks { most };
        Faults::from([(new_block::DATE.to_owned(), fault)])
    })
}

/// A day that is copied to others once all of them are read.
fn copy(typed: &Typed, after: &mut Schedule) {
    let named = |name: &str| WEEK.into_iter().find(|day| day_name(*day) == name);
    let Some(from) = named(text(typed, COPY_FROM)) else {
        return;
    };
    let chosen = |day: &Weekday| typed.contains_key(&copy_name(*day));
    let to: Vec<Weekday> = WEEK.into_iter().filter(chosen).collect();
    after.hours.copy(from, &to);
}

/// The names of the fields that hold dates.
pub fn dates(typed: &Typed) -> impl Iterator<Item = &str> {
    let names = typed.keys().map(String::as_str);
    names.filter(|name| {
        let number = name.strip_prefix("date-");
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// One date, and its hours: none is a day that is closed. Without a date there may be no hours.
///
/// # Errors
/// What is wrong, by field.
pub fn own_hours(typed: &Typed, name: &str) -> Result<Option<(NaiveDate, DayHours)>, Faults> {
    let at = |fault| Err(Faults::from([(name.to_owned(), fault)]));
    let (value, hours) = (text(typed, name), day(typed, name)?);
    match (value.parse(), value.is_empty()) {
        (Ok(date), _) => Ok(Some((date, hours))),
        (Err(_), true) if hours.is_closed() => Ok(None),
        (Err(_), true) => at(HoursFault::DateMissing),
        (Err(_), false) => at(HoursFault::DateUnreadable),
    }
}

fn date(typed: &Typed, name: &str, overrides: &mut Overrides) -> Result<(), Faults> {
    let at = |fault| Err(Faults::from([(name.to_owned(), fault)]));
    let Some((date, hours)) = own_hours(typed, name)? else {
        return Ok(());
    };
    if typed.contains_key(&gone_name(name)) {
        overrides.remove(date);
        return Ok(());
    }
    let most = |full: crate::availability::overrides::TooManyOverrides| full.most;
    match overrides.set(date, hours).map_err(most) {
        Ok(()) => Ok(()),
        Err(most) => at(HoursFault::TooManyDates { most }),
    }
}

fn text<'a>(typed: &'a Typed, name: &str) -> &'a str {
    typed
        .get(name)
        .map(|value| value.trim())
        .unwrap_or_default()
}

fn keep<T>(read: Result<T, Faults>, faults: &mut Faults) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(found) => {
            faults.extend(found);
            None
        }
    }
}

fn answer<T>(value: T, faults: Faults) -> Result<T, Faults> {
    match faults.is_empty() {
        true => Ok(value),
        false => Err(faults),
    }
}

#[cfg(test)]
mod tests;
