//! What stands in fields and is in no schedule: times and numbers that cannot be read, and a date
//! that is yet to be added. It goes by names that stay whatever else is listed; a field that is
//! drawn again, or comes back with the page, begins with it.

use super::state::Editing;
use domain::form::hours::{self, Faults, Typed};
use leptos::prelude::*;

/// The date that is yet to be added.
pub const NEW_DATE: &str = "new-date";
/// What its hours begin with.
pub const NEW_HOURS: &str = "new-hours";

impl Editing {
    /// What is under a name or begins with it.
    pub fn rough_of(self, name: &str) -> Typed {
        let all = self.rough.read();
        let of_it = all.iter().filter(|(other, _)| is_of(other, name));
        of_it
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// In place of what was there; fields that are all empty are none.
    pub fn set_rough(self, name: &str, typed: Typed) {
        let typed = match typed.values().all(String::is_empty) {
            true => Typed::new(),
            false => typed,
        };
        if untrack(|| self.rough_of(name)) != typed {
            self.rough.update(|all| {
                all.retain(|other, _| !is_of(other, name));
                all.extend(typed);
            });
        }
    }
}

/// What of a plain form cannot be read.
pub fn of(typed: &Typed, faults: &Faults) -> Typed {
    let dates = hours::dates(typed).count();
    let wrong = |name: &str| faults.keys().any(|fault| is_of(fault, group(name)));
    let rough = typed.iter().filter(|(name, _)| wrong(name));
    let lasting =
        |(name, value): (&String, &String)| Some((lasting(name, typed, dates)?, value.clone()));
    rough.filter_map(lasting).collect()
}

/// `None` where the name says it all: a date that is listed.
fn lasting(name: &str, typed: &Typed, dates: usize) -> Option<String> {
    let group = group(name);
    let Some(number) = group.strip_prefix("date-") else {
        return Some(name.to_owned());
    };
    let is_new = number
        .parse()
        .is_ok_and(|number: usize| number + 1 == dates);
    match (name.strip_prefix(group)?, is_new) {
        ("", true) => Some(NEW_DATE.to_owned()),
        ("", false) => None,
        (rest, true) => Some(format!("{NEW_HOURS}{rest}")),
        (rest, false) => Some(format!("{}{rest}", typed.get(group)?)),
    }
}

/// `tue` of `tue-0-from`, `date-2` of `date-2-0-from`.
fn group(name: &str) -> &str {
    let parts = usize::from(name.starts_with("date-"));
    let end = name.match_indices('-').nth(parts);
    end.map_or(name, |(at, _)| &name[..at])
}

fn is_of(name: &str, of: &str) -> bool {
    let rest = name.strip_prefix(of);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::form::hours::HoursFault;

    #[test]
    fn what_cannot_be_read_goes_by_the_date_and_not_by_its_place() {
        let typed = [
            ("mon-0-from", "09:00"),
            ("tue-0-from", "09:00"),
            ("tue-0-to", ""),
            ("tue-1-from", "14:00"),
            ("date-0", "2026-12-24"),
            ("date-0-0-from", "10:00"),
            ("date-1", "2026-12-31"),
            ("date-1-0-to", "12:00"),
            ("date-2", ""),
            ("date-2-0-from", "08:00"),
        ];
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let faults = ["tue-0-to", "date-1-0-from", "date-2"];
        let faults = faults.map(|name| (name.to_owned(), HoursFault::DateMissing));
        let rough = [
            ("2026-12-31-0-to", "12:00"),
            ("new-date", ""),
            ("new-hours-0-from", "08:00"),
            ("tue-0-from", "09:00"),
            ("tue-0-to", ""),
            ("tue-1-from", "14:00"),
        ];
        assert_eq!(
            of(&typed.map(own).into(), &faults.into()),
            rough.map(own).into()
        );
    }
}
