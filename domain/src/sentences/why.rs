//! *Why is 14:00 not bookable?* – in words, on the therapist's own clock.

use super::dates;
use crate::availability::busy::BusyKind;
use crate::availability::why::SetFor;
use crate::availability::{Block, Busy, DayHours, Rules, Why};
use crate::time::wall::Day;
use crate::time::zone::ZoneTable;
use crate::time::{Instant, TimeDelta, hours, interval::Interval};
use chrono::{NaiveDate, NaiveDateTime};

/// What the words are made of.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    pub zone: &'a ZoneTable,
    pub now: Instant,
    pub rules: Rules,
}

/// The answer: whether, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// `Tue 24 Nov, 14:00 cannot be booked.`
    pub title: String,
    pub text: String,
    pub bookable: bool,
}

/// For a session that starts when the wall shows `wall`. `whose` names whom a span is booked for.
pub fn why(
    why: &Why,
    wall: NaiveDateTime,
    clock: Clock<'_>,
    whose: impl Fn(Interval) -> Option<String>,
) -> Answer {
    let bookable = matches!(why, Why::Bookable);
    let asked = dates::moment(wall, clock.today());
    let can = if bookable { "can" } else { "cannot" };
    Answer {
        title: format!("{asked} {can} be booked."),
        text: clock.text(why, wall, &whose),
        bookable,
    }
}

type Whose<'a> = &'a dyn Fn(Interval) -> Option<String>;

impl Clock<'_> {
    fn today(self) -> NaiveDate {
        self.zone.wall(self.now).date()
    }

    fn moment(self, at: Instant) -> String {
        dates::moment(self.zone.wall(at), self.today())
    }

    fn time(self, at: Instant) -> String {
        dates::clock(self.zone.wall(at))
    }

    /// `14:00 to 14:50`, with the days where it spans more than one.
    fn span(self, span: Interval) -> String {
        let [start, end] = [span.start(), span.end()].map(|at| self.zone.wall(at));
        match start.date() == end.date() {
            true => format!("{} to {}", dates::clock(start), dates::clock(end)),
            false => format!(
                "{} to {}",
                self.moment(span.start()),
                self.moment(span.end())
            ),
        }
    }

    fn text(self, why: &Why, wall: NaiveDateTime, whose: Whose<'_>) -> String {
        match why {
            Why::Bookable => format!(
                "A client can book {} minutes from then.",
                self.rules.numbers().length_minutes
            ),
            Why::NotActive => "Your account is paused, so nothing can be booked.".into(),
            Why::Taken { by } => format!("{} from {}.", self.who(*by, whose), self.span(by.span)),
            Why::Blocked { by } => self.blocked(by),
            Why::ImportedBusy { span, as_of, .. } => format!(
                "Your other calendar is busy from {}. It was read {} ago.",
                self.span(*span),
                hours(self.now - *as_of)
            ),
            Why::OutsideHours {
                date,
                hours,
                set_for,
            } => self.outside(*date, hours, *set_for),
            Why::RunsOver { hours_end } => format!(
                "A session of {} minutes would go on after your hours end at {}.",
                self.rules.numbers().length_minutes,
                self.time(*hours_end)
            ),
            Why::TooClose { to, gap_minutes } => format!(
                "{} from {}, and you keep {gap_minutes} minutes free on both sides.",
                self.who(*to, whose),
                self.span(to.span)
            ),
            Why::Past => format!("That time is over: it is {} now.", self.moment(self.now)),
            Why::TooSoon { earliest } => format!(
                "It is too soon: you are booked at least {} ahead, which now is from {} on.",
                ahead(self.rules.lead()),
                self.moment(*earliest)
            ),
            Why::TooFar { latest } => format!(
                "It is too far ahead: you can be booked for the next {} days, which now is until \
                 {}.",
                self.rules.numbers().horizon_days,
                self.moment(*latest)
            ),
            Why::ShownAgain { .. } => "The clocks go back over this time, and sessions are booked \
                                       for when it is shown first."
                .into(),
            Why::NotOnStep { nearest } => self.off_step(*nearest, wall.date()),
            Why::SkippedByClocks { .. } => {
                "The clocks go forward over this time: on that day it never is.".into()
            }
        }
    }

    /// `Daniel Reyes has a session`
    fn who(self, busy: Busy, whose: Whose<'_>) -> String {
        match (busy.kind, whose(busy.span)) {
            (BusyKind::Hold { until }, Some(name)) => {
                format!("It is kept for {name} until {}:", self.moment(until))
            }
            (BusyKind::Hold { until }, None) => {
                format!("It is kept until {}:", self.moment(until))
            }
            (_, Some(name)) => format!("{name} has a session"),
            (_, None) => "You have a session".into(),
        }
    }

    fn blocked(self, by: &Block) -> String {
        match by {
            Block::Once(span) => format!("You have blocked {}.", self.span(*span)),
            Block::Weekly { weekday, range, .. } => format!(
                "You have blocked {range} on every {}.",
                dates::weekday(*weekday)
            ),
            Block::Days(days) => {
                let [first, last] =
                    [days.first(), days.last()].map(|date| dates::short_date(date, self.today()));
                match first == last {
                    true => format!("You have blocked all of {first}."),
                    false => format!("You have blocked all days from {first} to {last}."),
                }
            }
        }
    }

    fn outside(self, date: NaiveDate, hours: &DayHours, set_for: SetFor) -> String {
        let day = match set_for {
            SetFor::Weekday => {
                let weekday = dates::weekday(Day::from(date).weekday());
                format!("{weekday}s")
            }
            SetFor::Date => dates::short_date(date, self.today()),
        };
        match hours.is_closed() {
            true => format!("You are closed on {day}."),
            false => format!("Your hours on {day} are {}.", dates::hours(hours)),
        }
    }

    fn off_step(self, nearest: Option<Instant>, date: NaiveDate) -> String {
        let step = self.rules.numbers().step_minutes;
        let every = format!("Sessions start every {step} minutes from the start of your hours");
        match nearest {
            Some(at) if self.zone.wall(at).date() == date => {
                format!("{every}. The nearest open start is {}.", self.time(at))
            }
            Some(at) => format!("{every}. The nearest open start is {}.", self.moment(at)),
            None => format!("{every}, and none is open within a day."),
        }
    }
}

/// `24 hours`, `90 minutes`, `2 days`: how long ahead, in the unit that people would take.
pub fn ahead(lead: TimeDelta) -> String {
    let minutes = lead.num_minutes();
    let (count, unit) = match minutes {
        0 => return "no time".into(),
        minutes if minutes % 1440 == 0 && minutes > 1440 => (minutes / 1440, "day"),
        minutes if minutes % 60 == 0 => (minutes / 60, "hour"),
        minutes => (minutes, "minute"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

#[cfg(test)]
mod tests;
