//! The hours of a day and of a week, on the wall of the therapist's own zone. They are sets:
//! painting twice is painting once, and ranges that touch are one range.

use crate::time::TimeDelta;
use crate::time::spans::Spans;
use crate::time::wall::{WallRange, place};
use chrono::Weekday;
use serde::{Deserialize, Serialize};

/// The hours of one day: none is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<WallRange>", into = "Vec<WallRange>")]
pub struct DayHours(Spans<u16>);

/// The hours of every week, but for the days that an override replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WeeklyHours([DayHours; 7]);

impl DayHours {
    pub const CLOSED: DayHours = DayHours(Spans::EMPTY);

    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }

    /// Sorted, and no two touch.
    pub fn ranges(&self) -> impl Iterator<Item = WallRange> + '_ {
        let spans = self.0.as_slice().iter();
        spans.filter_map(|(start, end)| WallRange::new(*start, *end).ok())
    }

    /// Minutes of the day, from and up to.
    pub(super) fn minutes(&self) -> &[(u16, u16)] {
        self.0.as_slice()
    }

    /// The range of hours that a minute of the day is in.
    pub(super) fn around(&self, minute: u16) -> Option<(u16, u16)> {
        self.0.around(minute)
    }

    pub fn paint(&mut self, range: WallRange) {
        self.0.add(range.start(), range.end());
    }

    pub fn erase(&mut self, range: WallRange) {
        self.0.remove(range.start(), range.end());
    }

    /// Erases a range, and what is left of its last step with it: sessions start every `step` from
    /// the start of a range, and those that come after go on starting when they did.
    pub(super) fn stop(&mut self, range: WallRange, step: TimeDelta) {
        let whole_steps = |(start, end): (u16, u16)| {
            let step = u16::try_from(step.num_minutes()).ok()?;
            let steps = (range.end() - start).div_ceil(step);
            Some(start.saturating_add(steps.saturating_mul(step)).min(end))
        };
        let until = self.around(range.end()).and_then(whole_steps);
        self.0.remove(range.start(), until.unwrap_or(range.end()));
    }

    /// The hours that the other day does not have.
    pub fn minus(&self, other: &DayHours) -> DayHours {
        DayHours(self.0.minus(&other.0))
    }
}

/// In any order, overlapping or not.
impl FromIterator<WallRange> for DayHours {
    fn from_iter<I: IntoIterator<Item = WallRange>>(ranges: I) -> Self {
        let minutes = ranges.into_iter().map(|range| (range.start(), range.end()));
        DayHours(minutes.collect())
    }
}

impl From<Vec<WallRange>> for DayHours {
    fn from(ranges: Vec<WallRange>) -> Self {
        ranges.into_iter().collect()
    }
}

impl From<DayHours> for Vec<WallRange> {
    fn from(day: DayHours) -> Self {
        day.ranges().collect()
    }
}

impl WeeklyHours {
    /// The days of a week that begins on Monday.
    pub fn new(days: [DayHours; 7]) -> WeeklyHours {
        WeeklyHours(days)
    }

    pub fn on(&self, day: Weekday) -> &DayHours {
        &self.0[place(day)]
    }

    pub fn on_mut(&mut self, day: Weekday) -> &mut DayHours {
        &mut self.0[place(day)]
    }

    /// From Monday on.
    pub fn days(&self) -> &[DayHours; 7] {
        &self.0
    }

    pub fn paint(&mut self, day: Weekday, range: WallRange) {
        self.on_mut(day).paint(range);
    }

    pub fn erase(&mut self, day: Weekday, range: WallRange) {
        self.on_mut(day).erase(range);
    }

    /// The other days get the hours of one, in place of their own.
    pub fn copy(&mut self, from: Weekday, to: &[Weekday]) {
        let hours = self.on(from).clone();
        for day in to {
            self.on_mut(*day).clone_from(&hours);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(DayHours::is_closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Weekday::{Fri, Mon, Sat, Sun};

    fn range(text: &str) -> WallRange {
        let (start, end) = text.split_once('–').expect("a range");
        WallRange::parse(start, end).expect("a range")
    }

    #[track_caller]
    fn check(change: impl Fn(&mut WeeklyHours), expected: &str) {
        let mut week = WeeklyHours::default();
        week.paint(Mon, range("09:00–13:00"));
        week.paint(Mon, range("14:00–17:00"));
        change(&mut week);
        let said: Vec<String> = week.on(Mon).ranges().map(|r| r.to_string()).collect();
        assert_eq!(said.join(" "), expected);
    }

    #[test]
    fn what_stays_of_a_range_keeps_its_starts_where_an_hour_of_it_is_stopped() {
        let hour = TimeDelta::minutes(60);
        let stopped = |text: &str| {
            let range = range(text);
            move |week: &mut WeeklyHours| week.on_mut(Mon).stop(range, hour)
        };
        check(stopped("14:00–14:50"), "09:00–13:00 15:00–17:00");
        check(
            stopped("15:00–16:00"),
            "09:00–13:00 14:00–15:00 16:00–17:00",
        );
        check(stopped("15:30–16:20"), "09:00–13:00 14:00–15:30");
        check(stopped("16:10–17:00"), "09:00–13:00 14:00–16:10");
        check(stopped("12:30–13:20"), "09:00–12:30 14:00–17:00");
        check(stopped("13:10–13:50"), "09:00–13:00 14:00–17:00");
    }

    #[test]
    fn a_day_is_painted_and_erased_as_by_hand() {
        check(|_| {}, "09:00–13:00 14:00–17:00");
        check(|week| week.paint(Mon, range("13:00–14:00")), "09:00–17:00");
        check(|week| week.paint(Mon, range("10:00–15:00")), "09:00–17:00");
        check(
            |week| week.paint(Mon, range("23:00–24:00")),
            "09:00–13:00 14:00–17:00 23:00–24:00",
        );
        check(
            |week| week.erase(Mon, range("10:00–11:00")),
            "09:00–10:00 11:00–13:00 14:00–17:00",
        );
        check(
            |week| week.erase(Mon, range("12:00–15:00")),
            "09:00–12:00 15:00–17:00",
        );
        check(|week| week.erase(Mon, WallRange::WHOLE_DAY), "");
        check(
            |week| week.erase(Fri, WallRange::WHOLE_DAY),
            "09:00–13:00 14:00–17:00",
        );
        check(|week| week.copy(Fri, &[Mon]), "");
    }

    #[test]
    fn a_day_is_copied_to_others() {
        let mut week = WeeklyHours::default();
        week.paint(Mon, range("09:00–13:00"));
        week.paint(Sat, range("07:00–08:00"));
        week.copy(Mon, &[Mon, Fri, Sat]);
        assert_eq!(week.on(Sat), week.on(Mon));
        assert_eq!(week.on(Fri), week.on(Mon));
        assert!(week.on(Sun).is_closed() && !week.is_empty());
    }

    #[test]
    fn hours_travel_as_minutes_and_are_merged_again_on_arrival() {
        let day: DayHours = serde_json::from_str("[[600,660],[540,600]]").expect("hours");
        assert_eq!(serde_json::to_string(&day).expect("text"), "[[540,660]]");
        serde_json::from_str::<DayHours>("[[660,600]]").expect_err("backwards");
    }
}
