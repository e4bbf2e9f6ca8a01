//! Single dates with hours of their own, in place of those of their weekday. No hours at all
//! is a day that is closed.

use super::hours::DayHours;
use crate::time::wall::Day;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// By date, each at most once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "Vec<(NaiveDate, DayHours)>",
    into = "Vec<(NaiveDate, DayHours)>"
)]
pub struct Overrides(Vec<(Day, DayHours)>);

/// There are as many as a therapist can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[error("more than {most} dates of their own hours")]
pub struct TooManyOverrides {
    pub most: usize,
}

impl Overrides {
    /// More than a year of single days.
    pub const MOST: usize = 400;

    /// What was set for the date before is gone.
    ///
    /// # Errors
    /// One more than [`Overrides::MOST`].
    pub fn set(&mut self, date: NaiveDate, hours: DayHours) -> Result<(), TooManyOverrides> {
        let day = Day::from(date);
        match self.0.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(place) => self.0[place].1 = hours,
            Err(_) if self.0.len() == Overrides::MOST => {
                return Err(TooManyOverrides {
                    most: Overrides::MOST,
                });
            }
            Err(place) => self.0.insert(place, (day, hours)),
        }
        Ok(())
    }

    /// The date has the hours of its weekday again.
    pub fn remove(&mut self, date: NaiveDate) {
        self.0.retain(|(day, _)| *day != Day::from(date));
    }

    pub fn get(&self, date: NaiveDate) -> Option<&DayHours> {
        self.on(Day::from(date))
    }

    pub(super) fn on(&self, day: Day) -> Option<&DayHours> {
        let place = self.0.binary_search_by_key(&day, |(day, _)| *day).ok()?;
        Some(&self.0[place].1)
    }

    /// Those from a day on.
    pub(super) fn from(&self, first: Day) -> &[(Day, DayHours)] {
        &self.0[self.0.partition_point(|(day, _)| *day < first)..]
    }

    /// Changes those from a day on.
    pub(super) fn edit_from(&mut self, first: Day, edit: impl Fn(Day, &mut DayHours)) {
        let from = self.0.partition_point(|(day, _)| *day < first);
        self.0[from..]
            .iter_mut()
            .for_each(|(day, hours)| edit(*day, hours));
    }

    /// By date.
    pub fn iter(&self) -> impl Iterator<Item = (NaiveDate, &DayHours)> {
        self.0.iter().map(|(day, hours)| (day.date(), hours))
    }
}

/// Of a date that comes twice the later one counts.
impl TryFrom<Vec<(NaiveDate, DayHours)>> for Overrides {
    type Error = TooManyOverrides;
    fn try_from(dates: Vec<(NaiveDate, DayHours)>) -> Result<Self, TooManyOverrides> {
        let mut overrides = Overrides::default();
        for (date, hours) in dates {
            overrides.set(date, hours)?;
        }
        Ok(overrides)
    }
}

impl From<Overrides> for Vec<(NaiveDate, DayHours)> {
    fn from(overrides: Overrides) -> Self {
        let dates = overrides.0.into_iter();
        dates.map(|(day, hours)| (day.date(), hours)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_date_has_one_override_and_they_are_kept_by_date() {
        let text = r#"[["2026-12-25",[]],["2026-11-24",[[540,600]]],["2026-12-25",[[600,660]]]]"#;
        let overrides: Overrides = serde_json::from_str(text).expect("overrides");
        let kept = r#"[["2026-11-24",[[540,600]]],["2026-12-25",[[600,660]]]]"#;
        assert_eq!(serde_json::to_string(&overrides).expect("text"), kept);
        assert_eq!(overrides.from(Day::from(date("2026-11-25"))).len(), 1);
        assert_eq!(overrides.get(date("2026-11-25")), None);
    }

    #[test]
    fn one_more_than_the_most_is_refused_and_a_change_is_not() {
        let first = Day::from(date("2026-01-01")).0;
        let mut overrides = Overrides::default();
        let last = first + Overrides::MOST as i32;
        for day in first..last {
            overrides
                .set(Day(day).date(), DayHours::CLOSED)
                .expect("room");
        }
        let refused = Err(TooManyOverrides { most: 400 });
        assert_eq!(overrides.set(Day(last).date(), DayHours::CLOSED), refused);
        assert_eq!(overrides.set(Day(first).date(), DayHours::CLOSED), Ok(()));
        overrides.remove(Day(first).date());
        assert_eq!(overrides.set(Day(last).date(), DayHours::CLOSED), Ok(()));
    }
}
