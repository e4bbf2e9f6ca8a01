//! The editor of hours, in words: what was done, what is different, and what a field cannot be.

use super::dates;
use super::why::ahead;
use crate::availability::edit::Change;
use crate::availability::editor::{Across, NoRoom, Step};
use crate::availability::rules::{RuleFault, RuleField};
use crate::availability::{Block, Blocks, Rules};
use crate::form::hours::HoursFault;
use crate::time::wall::{RangeFault, WEEK};
use crate::time::zone::ZoneTable;
use chrono::NaiveDate;

/// `Save 3 changes`
pub fn save(changes: usize) -> String {
    match changes {
        0 => "Nothing to save".into(),
        1 => "Save 1 change".into(),
        many => format!("Save {many} changes"),
    }
}

/// `Look at 2 fields`: nothing can be saved before that.
pub fn look(fields: usize) -> String {
    match fields {
        1 => "Look at 1 field".into(),
        many => format!("Look at {many} fields"),
    }
}

/// Asked of whoever is about to leave the page.
pub fn leave(changes: usize) -> String {
    match changes {
        0 => "What you typed is not saved. Leave without it?".into(),
        1 => "You have 1 change that is not saved. Leave without it?".into(),
        many => format!("You have {many} changes that are not saved. Leave without them?"),
    }
}

/// `2 bookings outside`; nothing where there are none.
pub fn outside(bookings: usize) -> Option<String> {
    match bookings {
        0 => None,
        1 => Some("1 booking outside".into()),
        many => Some(format!("{many} bookings outside")),
    }
}

/// What a step says that is only for dates that are over.
pub const OVER: &str = "That day is over.";

/// `nothing to save`, `3 changes to save`
pub fn counted(changes: usize) -> String {
    match changes {
        0 => "nothing to save".into(),
        1 => "1 change to save".into(),
        many => format!("{many} changes to save"),
    }
}

/// `3 changes are saved.`
pub fn saved(changes: u32) -> String {
    match changes {
        0 => "Your hours are saved.".into(),
        1 => "1 change is saved.".into(),
        many => format!("{many} changes are saved."),
    }
}

/// What somebody comes back to that was not saved when they left.
pub fn back(changes: usize) -> String {
    let what = match changes {
        0 => "What you typed is".into(),
        1 => "1 change is".to_owned(),
        many => format!("{many} changes are"),
    };
    match changes {
        0 => format!("{what} still to be saved."),
        _ => format!("{what} still to be saved. Undo takes away what you do not want any more."),
    }
}

/// `23 open slots this week`
pub fn open_slots(count: usize, this_week: bool) -> String {
    let slots = if count == 1 { "slot" } else { "slots" };
    let which = if this_week { "this" } else { "that" };
    format!("{count} open {slots} {which} week")
}

/// What a step did, for who does not see it: `Tuesday to Thursday, 09:00–11:00: opened`.
pub fn step(step: &Step, today: NaiveDate) -> String {
    match step {
        Step::Paint(across, range) => format!("{}, {range}: opened", days(*across)),
        Step::Erase(across, range) => format!("{}, {range}: closed", days(*across)),
        Step::Resize { day, from, to } => {
            format!("{}: {from} is now {to}", dates::weekday(WEEK[*day]))
        }
        Step::Day(day, hours) => {
            format!("{}: {}", dates::weekday(WEEK[*day]), dates::hours(hours))
        }
        Step::Copy { from, to } => {
            let to: Vec<&str> = to.iter().map(|day| dates::weekday(WEEK[*day])).collect();
            format!(
                "{} copied to {}",
                dates::weekday(WEEK[*from]),
                to.join(", ")
            )
        }
        Step::Date(date, Some(hours)) => {
            format!("{}: {}", dates::date(*date, today), dates::hours(hours))
        }
        Step::Date(date, None) => {
            format!(
                "{}: the hours of its weekday again",
                dates::date(*date, today)
            )
        }
        Step::Rules(_) => "Rules changed".into(),
        Step::Block(_) => "Blocked".into(),
        Step::Unblock(_) => "No longer blocked".into(),
    }
}

fn days(across: Across) -> String {
    let [first, last] = [across.first, across.last].map(|day| WEEK[day.min(6)]);
    dates::weekdays(first, last)
}

/// A line of what would be saved.
pub fn change(change: &Change, zone: &ZoneTable, today: NaiveDate) -> String {
    match change {
        Change::Opened { weekday, range } => {
            format!("Every {} {range}: open", dates::weekday(*weekday))
        }
        Change::Closed { weekday, range } => {
            format!("Every {} {range}: closed", dates::weekday(*weekday))
        }
        Change::Date { date, after, .. } => {
            let day = dates::short_date(*date, today);
            match after {
                Some(hours) => format!("{day}: {}", dates::hours(hours)),
                None => format!("{day}: the hours of its weekday again"),
            }
        }
        Change::Blocked(by) => format!("Blocked: {}", block(by, zone, today)),
        Change::Unblocked(by) => format!("No longer blocked: {}", block(by, zone, today)),
        Change::Rule {
            field,
            before,
            after,
        } => format!("{}: {after} instead of {before}", rule(*field)),
    }
}

/// `Wed 25 Nov, 09:00 to 12:00`, `every Tuesday, 14:00–15:00`.
pub fn block(block: &Block, zone: &ZoneTable, today: NaiveDate) -> String {
    match block {
        Block::Once(span) => {
            let [start, end] = [span.start(), span.end()].map(|at| zone.wall(at));
            let till = match start.date() == end.date() {
                true => dates::clock(end),
                false => dates::moment(end, today),
            };
            format!("{} to {till}", dates::moment(start, today))
        }
        Block::Weekly {
            weekday,
            range,
            dates: on,
        } => {
            let part = |date: Option<NaiveDate>, word: &str| {
                let said = date.map(|date| format!(", {word} {}", dates::short_date(date, today)));
                said.unwrap_or_default()
            };
            let from = part(on.first().filter(|first| *first > today), "from");
            let until = part(on.last(), "until");
            format!("every {}, {range}{from}{until}", dates::weekday(*weekday))
        }
        Block::Days(days) => {
            let [first, last] =
                [days.first(), days.last()].map(|date| dates::short_date(date, today));
            match first == last {
                true => first,
                false => format!("{first} to {last}"),
            }
        }
    }
}

/// The name of a rule, as its field has it.
pub fn rule(field: RuleField) -> &'static str {
    match field {
        RuleField::Length => "Length of a session, in minutes",
        RuleField::Gap => "Time between sessions, in minutes",
        RuleField::Lead => "Shortest notice, in hours",
        RuleField::Horizon => "Bookable this many days ahead",
        RuleField::Step => "A session can start every so many minutes",
    }
}

/// `50 + 10 min`, and what does not fit beside it: `, 24 hours ahead`.
pub fn rules(rules: Rules) -> (String, String) {
    let numbers = rules.numbers();
    let (length, gap) = (numbers.length_minutes, numbers.gap_minutes);
    let when = match numbers.lead_minutes {
        0 => ", at any time".into(),
        _ => format!(", {} ahead", ahead(rules.lead())),
    };
    (format!("{length} + {gap} min"), when)
}

/// What is wrong with a field, and what it can be.
pub fn fault(fault: HoursFault) -> String {
    match fault {
        HoursFault::Range(fault) => range(fault).into(),
        HoursFault::DateMissing => "Say for which date these hours are.".into(),
        HoursFault::DateUnreadable => "That is no date. Write it as 2026-12-24.".into(),
        HoursFault::TooManyDates { most } => {
            format!("There is room for {most} dates with hours of their own. Remove one first.")
        }
        HoursFault::NumberUnreadable => "Enter a number.".into(),
        HoursFault::Rule(fault) => out_of_bounds(fault),
        HoursFault::DayMissing => "Say on which day.".into(),
        HoursFault::InGap => "The clocks go forward over that time. Choose another.".into(),
        HoursFault::Over => "That time is over. Choose one that is still to come.".into(),
        HoursFault::LastBeforeFirst => "The last day is before the first.".into(),
        HoursFault::OnlyWeekly => {
            "Only what is every week has a last day: tick that, or leave this empty.".into()
        }
        HoursFault::TooFar => "Choose a day within the next two years.".into(),
        HoursFault::TooManyBlocks { most } => {
            format!("There is room for {most} blocks. Remove an old one first.")
        }
    }
}

/// There is no room for a step.
pub fn no_room(why: NoRoom) -> String {
    match why {
        NoRoom::Dates(full) => fault(HoursFault::TooManyDates { most: full.most }),
        NoRoom::Blocks(_) => fault(HoursFault::TooManyBlocks { most: Blocks::MOST }),
    }
}

fn range(fault: RangeFault) -> &'static str {
    match fault {
        RangeFault::Unreadable { .. } => "Enter both times, such as 09:00 and 13:00.",
        RangeFault::Empty => "It starts and ends at the same time.",
        RangeFault::Backwards { .. } => {
            "It ends before it starts. Hours past midnight go on as hours of the next day."
        }
        RangeFault::PastMidnight { .. } => "A day ends at 24:00.",
    }
}

fn out_of_bounds(fault: RuleFault) -> String {
    match fault {
        RuleFault::Below { field, .. } | RuleFault::Above { field, .. } => {
            let (least, most) = field.bounds();
            match field {
                RuleField::Lead => format!("Enter a number from {} to {}.", least / 60, most / 60),
                _ => format!("Enter a number from {least} to {most}."),
            }
        }
        RuleFault::LeadPastHorizon { horizon_days } => format!(
            "Nothing could be booked: that is further ahead than the {horizon_days} days for which \
             you can be booked."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::availability::{DayHours, edit::changes};
    use crate::availability::{Schedule, rules::RuleNumbers};
    use crate::time::wall::WallRange;
    use chrono::Weekday;

    fn today() -> NaiveDate {
        "2026-11-23".parse().expect("a date")
    }

    #[test]
    fn buttons_and_counts_agree_with_their_numbers() {
        assert_eq!(save(1), "Save 1 change");
        assert_eq!(save(3), "Save 3 changes");
        assert_eq!(look(1), "Look at 1 field");
        assert_eq!(outside(2).as_deref(), Some("2 bookings outside"));
        assert_eq!(saved(2), "2 changes are saved.");
        let here =
            "2 changes are still to be saved. Undo takes away what you do not want any more.";
        assert_eq!(back(2), here);
        assert_eq!(back(0), "What you typed is still to be saved.");
        assert_eq!(open_slots(1, true), "1 open slot this week");
        let (min, when) = rules(Rules::default());
        assert_eq!((&*min, &*when), ("50 + 10 min", ", 24 hours ahead"));
        assert_eq!(open_slots(0, false), "0 open slots that week");
    }

    #[test]
    fn a_step_is_told_to_whom_does_not_see_it() {
        let range = WallRange::new(540, 660).expect("a range");
        let told = |what| step(&what, today());
        let across = Across::between(1, 3);
        assert_eq!(
            told(Step::Paint(across, range)),
            "Tuesday to Thursday, 09:00–11:00: opened"
        );
        assert_eq!(
            told(Step::Erase(Across::one(0), range)),
            "Monday, 09:00–11:00: closed"
        );
        let copy = Step::Copy {
            from: 0,
            to: vec![1, 4],
        };
        assert_eq!(told(copy), "Monday copied to Tuesday, Friday");
    }

    #[test]
    fn what_would_be_saved_is_told_line_by_line() {
        let zone = ZoneTable::new(vec![crate::time::zone::Transition {
            from: Default::default(),
            offset: 0,
        }]);
        let before = Schedule::default();
        let mut after = before.clone();
        let range = WallRange::new(540, 660).expect("a range");
        after.hours.paint(Weekday::Tue, range);
        let room = after
            .overrides
            .set("2026-12-24".parse().expect("a date"), DayHours::CLOSED);
        room.expect("room");
        let numbers = RuleNumbers {
            gap_minutes: 15,
            ..RuleNumbers::default()
        };
        after.rules = Rules::new(numbers).expect("rules");
        let zone = zone.expect("a row");
        let told: Vec<String> = changes(&before, &after)
            .iter()
            .map(|one| change(one, &zone, today()))
            .collect();
        assert_eq!(
            told,
            [
                "Every Tuesday 09:00–11:00: open",
                "Thu 24 Dec: closed",
                "Time between sessions, in minutes: 15 instead of 10",
            ]
        );
    }

    #[test]
    fn a_fault_says_what_can_be() {
        let field = RuleField::Lead;
        let told = |why| fault(HoursFault::Rule(why));
        assert_eq!(
            told(RuleFault::Above { field, most: 86400 }),
            "Enter a number from 0 to 1440."
        );
        let field = RuleField::Length;
        assert_eq!(
            told(RuleFault::Below { field, least: 5 }),
            "Enter a number from 5 to 480."
        );
    }
}
