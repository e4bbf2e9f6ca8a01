//! A drag over the week: it paints where it begins on closed time, erases where it begins on open
//! time, and moves an edge where it begins on one. One that stays where it began is a press.

use super::{Across, Step};
use crate::availability::hours::WeeklyHours;
use crate::time::wall::{MINUTES, WEEK, WallRange};

/// Drags go by quarters of an hour; whoever wants other minutes types them.
pub const GRAIN: u16 = 15;

/// Where on the week: a day by its place from Monday on, and a minute of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub day: usize,
    pub minute: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Paint,
    Erase,
    Start(WallRange),
    End(WallRange),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gesture {
    kind: Kind,
    from: Spot,
    to: Spot,
    moved: bool,
}

impl Spot {
    fn cell(self) -> u16 {
        self.minute.min(MINUTES - 1) / GRAIN
    }

    fn is_in_cell_of(self, other: Spot) -> bool {
        self.day == other.day && self.cell() == other.cell()
    }
}

impl Gesture {
    /// `reach` is how many minutes from an edge still take hold of it.
    pub fn begin(at: Spot, hours: &WeeklyHours, reach: u16) -> Gesture {
        let day = hours.on(WEEK[at.day.min(6)]);
        let near = |edge: u16| edge.abs_diff(at.minute) <= reach;
        let kind = day.ranges().find_map(|range| {
            let long = range.end() - range.start() > 2 * reach;
            match () {
                () if near(range.end()) && (long || at.minute >= range.end()) => {
                    Some(Kind::End(range))
                }
                () if near(range.start()) && (long || at.minute <= range.start()) => {
                    Some(Kind::Start(range))
                }
                () if range.start() <= at.minute && at.minute < range.end() => Some(Kind::Erase),
                () => None,
            }
        });
        Gesture {
            kind: kind.unwrap_or(Kind::Paint),
            from: at,
            to: at,
            moved: false,
        }
    }

    pub fn move_to(&mut self, at: Spot) {
        self.to = at;
        self.moved |= !at.is_in_cell_of(self.from);
    }

    pub fn is_at_edge(self) -> bool {
        matches!(self.kind, Kind::Start(_) | Kind::End(_))
    }

    /// Where it was pressed, as long as nothing was dragged.
    pub fn pressed(self) -> Option<Spot> {
        (!self.moved).then_some(self.from)
    }

    /// What letting go now would do; nothing for a press.
    pub fn step(self) -> Option<Step> {
        if !self.moved {
            return None;
        }
        let day = self.from.day;
        Some(match self.kind {
            Kind::Paint => Step::Paint(self.across(), self.cells()?),
            Kind::Erase => Step::Erase(self.across(), self.cells()?),
            Kind::Start(from) => {
                let start = self.edge().min(from.end().saturating_sub(GRAIN));
                let to = WallRange::new(start, from.end()).ok()?;
                Step::Resize { day, from, to }
            }
            Kind::End(from) => {
                let end = self.edge().max(from.start() + GRAIN).min(MINUTES);
                let to = WallRange::new(from.start(), end).ok()?;
                Step::Resize { day, from, to }
            }
        })
    }

    fn across(self) -> Across {
        Across::between(self.from.day, self.to.day)
    }

    /// From the first to the last cell that was gone over, both whole.
    fn cells(self) -> Option<WallRange> {
        let (one, other) = (self.from.cell(), self.to.cell());
        let (first, last) = (one.min(other), one.max(other));
        WallRange::new(first * GRAIN, (last + 1) * GRAIN).ok()
    }

    /// The quarter of an hour that is nearest.
    fn edge(self) -> u16 {
        (self.to.minute + GRAIN / 2) / GRAIN * GRAIN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours() -> WeeklyHours {
        let mut week = WeeklyHours::default();
        week.paint(WEEK[1], WallRange::new(540, 780).expect("a range"));
        week
    }

    fn spot(day: usize, hour: u16, minute: u16) -> Spot {
        Spot {
            day,
            minute: hour * 60 + minute,
        }
    }

    #[track_caller]
    fn check(from: Spot, to: Spot, expected: &str) {
        let mut gesture = Gesture::begin(from, &hours(), 6);
        gesture.move_to(to);
        let said = match gesture.step() {
            None => "press".to_owned(),
            Some(Step::Paint(days, range)) => format!("paint {}-{} {range}", days.first, days.last),
            Some(Step::Erase(days, range)) => format!("erase {}-{} {range}", days.first, days.last),
            Some(Step::Resize { from, to, .. }) => format!("{from} to {to}"),
            Some(other) => format!("{other:?}"),
        };
        assert_eq!(said, expected);
    }

    #[test]
    fn a_drag_paints_erases_or_moves_an_edge_by_where_it_begins() {
        check(spot(0, 9, 5), spot(0, 10, 50), "paint 0-0 09:00–11:00");
        check(spot(0, 10, 50), spot(0, 9, 5), "paint 0-0 09:00–11:00");
        check(spot(3, 9, 0), spot(1, 9, 20), "paint 1-3 09:00–09:30");
        check(spot(1, 10, 10), spot(1, 11, 5), "erase 1-1 10:00–11:15");
        check(spot(1, 9, 4), spot(1, 8, 2), "09:00–13:00 to 08:00–13:00");
        check(spot(1, 8, 56), spot(1, 9, 40), "09:00–13:00 to 09:45–13:00");
        check(
            spot(1, 12, 57),
            spot(1, 14, 20),
            "09:00–13:00 to 09:00–14:15",
        );
        check(
            spot(1, 13, 5),
            spot(1, 11, 50),
            "09:00–13:00 to 09:00–11:45",
        );
        check(spot(0, 23, 0), spot(0, 24, 0), "paint 0-0 23:00–24:00");
    }

    #[test]
    fn an_edge_stops_before_the_other_one() {
        check(spot(1, 9, 0), spot(1, 20, 0), "09:00–13:00 to 12:45–13:00");
        check(spot(1, 13, 0), spot(1, 2, 0), "09:00–13:00 to 09:00–09:15");
    }

    #[test]
    fn what_stays_in_its_quarter_of_an_hour_is_a_press() {
        check(spot(0, 9, 0), spot(0, 9, 14), "press");
        check(spot(1, 10, 0), spot(1, 10, 0), "press");
        check(spot(0, 9, 0), spot(0, 9, 15), "paint 0-0 09:00–09:30");
    }

    #[test]
    fn coming_back_to_where_it_began_is_still_a_drag() {
        let mut gesture = Gesture::begin(spot(0, 9, 0), &hours(), 6);
        gesture.move_to(spot(0, 12, 0));
        gesture.move_to(spot(0, 9, 0));
        assert_eq!(gesture.pressed(), None);
        let range = WallRange::new(540, 555).expect("a range");
        assert_eq!(gesture.step(), Some(Step::Paint(Across::one(0), range)));
    }
}
