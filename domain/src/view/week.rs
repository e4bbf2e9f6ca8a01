//! What the week that a therapist edits says of a schedule that is not yet saved. The browser
//! asks at every stroke.

use super::availability::{NextBooking, WeekBooking, WeekPage};
use crate::availability::edit::{Plan, stands_outside, stranded};
use crate::availability::editor::cursor::Rows;
use crate::availability::editor::marks::{self, Clocks};
use crate::availability::{DayHours, Diary, Schedule, WeeklyHours, slots};
use crate::form::hours::Base;
use crate::time::interval::Interval;
use crate::time::wall::monday;
use chrono::{Days, NaiveDate};

impl WeekPage {
    /// What fields typed into the editor are read on.
    pub fn base<'a>(&'a self, schedule: &'a Schedule) -> Base<'a> {
        Base {
            schedule,
            zone: &self.table,
            now: self.now,
        }
    }

    /// The therapist's own.
    pub fn today(&self) -> NaiveDate {
        self.table.wall(self.now).date()
    }

    pub fn is_this_week(&self) -> bool {
        monday(self.today()) == self.monday
    }

    /// A day of it, by its place from Monday on.
    pub fn date(&self, day: usize) -> NaiveDate {
        let date = self.monday.checked_add_days(Days::new(day as u64));
        date.unwrap_or(self.monday)
    }

    /// Some weeks later, or earlier.
    pub fn weeks_on(&self, weeks: i32) -> NaiveDate {
        let days = Days::new(7 * u64::from(weeks.unsigned_abs()));
        let date = match weeks < 0 {
            true => self.monday.checked_sub_days(days),
            false => self.monday.checked_add_days(days),
        };
        date.unwrap_or(self.monday)
    }

    fn span(&self) -> Option<Interval> {
        let ends = [self.monday, self.weeks_on(1)].map(|day| self.table.start_of(day));
        Interval::new(ends[0], ends[1])
    }

    pub fn contains(&self, date: NaiveDate) -> bool {
        monday(date) == self.monday
    }

    /// All that decides whether an instant of the week can be booked.
    pub fn diary<'a>(&'a self, schedule: &'a Schedule) -> Diary<'a> {
        Diary {
            account: self.account,
            schedule,
            zone: &self.table,
            busy: &self.busy,
        }
    }

    pub fn open_slots(&self, schedule: &Schedule) -> usize {
        let within = self.span();
        within.map_or(0, |within| {
            slots(self.diary(schedule), self.now, within).count()
        })
    }

    fn plan<'a>(&'a self, schedule: &'a Schedule) -> Plan<'a> {
        Plan {
            schedule,
            zone: &self.table,
        }
    }

    /// Whom a change would leave outside, in whatever week.
    pub fn left_outside(&self, before: &Schedule, after: &Schedule) -> Vec<NextBooking> {
        let spans = self.to_come.iter().map(|next| (next, next.span));
        let met = stranded(self.plan(before), self.plan(after), spans);
        met.into_iter().map(|met| met.id.clone()).collect()
    }

    pub fn stands_outside(&self, schedule: &Schedule, booking: &WeekBooking) -> bool {
        stands_outside(self.plan(schedule), booking.span)
    }

    /// Who a span of the week is booked for.
    pub fn whose(&self, span: Interval) -> Option<&WeekBooking> {
        self.booked.iter().find(|booked| booked.span == span)
    }

    /// The rows in which anything is, and those about noon in any case; whole hours.
    pub fn rows(&self, hours: &WeeklyHours) -> Rows {
        let open = hours.days().iter().flat_map(DayHours::ranges);
        let days = (0..7).map(|day| self.date(day));
        let booked = days.flat_map(|date| {
            let on_it = move |one: &WeekBooking| marks::on_date(&self.table, date, one.span);
            self.booked.iter().filter_map(on_it)
        });
        let clocks = (0..7).flat_map(|day| marks::clocks_on(&self.table, self.date(day)));
        let all = open.chain(booked).chain(clocks.map(Clocks::range));
        let all = all.map(|range| (range.start(), range.end()));
        let (first, last) = all.fold(ABOUT_NOON, |(first, last), (start, end)| {
            (first.min(start.saturating_sub(30)), last.max(end + 30))
        });
        Rows {
            first: first / 60 * 2,
            last: (last.div_ceil(60) * 2).min(48) - 1,
        }
    }
}

const ABOUT_NOON: (u16, u16) = (8 * 60, 18 * 60);

#[cfg(test)]
mod tests;
