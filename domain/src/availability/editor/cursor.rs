//! Moving over the week by keyboard: one cell has the focus, and Shift stretches a selection from
//! where it began. Cells are halves of an hour; rows before the first or behind the last that are
//! shown are not gone to.

use super::{Across, Step};
use crate::availability::hours::WeeklyHours;
use crate::time::wall::{WEEK, WallRange};

/// Minutes of a cell.
pub const CELL: u16 = 30;
/// Cells of *Page up* and *Page down*: three hours.
const PAGE: u16 = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Left,
    Right,
    Up,
    Down,
    /// The first day, the last day.
    Home,
    End,
    PageUp,
    PageDown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    pub day: usize,
    /// Counted from midnight.
    pub row: u16,
}

/// The rows that are shown: `[first, last]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    pub first: u16,
    pub last: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    pub at: Cell,
    /// Where the selection began.
    pub from: Cell,
}

impl Cell {
    pub fn range(self) -> WallRange {
        rows(self.row, self.row)
    }
}

fn rows(first: u16, last: u16) -> WallRange {
    let (start, end) = (first * CELL, (last + 1) * CELL);
    WallRange::new(start, end).unwrap_or(WallRange::WHOLE_DAY)
}

impl Cursor {
    pub fn on(cell: Cell) -> Cursor {
        Cursor {
            at: cell,
            from: cell,
        }
    }

    /// `stretch` keeps the selection's other end where it is.
    pub fn pressed(self, key: Key, stretch: bool, shown: Rows) -> Cursor {
        let Cell { day, row } = self.at;
        let at = match key {
            Key::Left => Cell {
                day: day.saturating_sub(1),
                row,
            },
            Key::Right => Cell {
                day: (day + 1).min(6),
                row,
            },
            Key::Home => Cell { day: 0, row },
            Key::End => Cell { day: 6, row },
            Key::Up => up(self.at, 1, shown),
            Key::Down => down(self.at, 1, shown),
            Key::PageUp => up(self.at, PAGE, shown),
            Key::PageDown => down(self.at, PAGE, shown),
        };
        let from = if stretch { self.from } else { at };
        Cursor { at, from }
    }

    pub fn contains(self, cell: Cell) -> bool {
        let across = self.across();
        let (one, other) = (self.at.row, self.from.row);
        (across.first..=across.last).contains(&cell.day)
            && (one.min(other)..=one.max(other)).contains(&cell.row)
    }

    pub fn across(self) -> Across {
        Across::between(self.at.day, self.from.day)
    }

    pub fn range(self) -> WallRange {
        let (one, other) = (self.at.row, self.from.row);
        rows(one.min(other), one.max(other))
    }

    /// *Space*: opens what is selected, or closes it where all of it is open.
    pub fn toggle(self, hours: &WeeklyHours) -> Step {
        let (across, range) = (self.across(), self.range());
        let selected = || {
            [range]
                .into_iter()
                .collect::<crate::availability::DayHours>()
        };
        let open = across
            .days()
            .all(|day| selected().minus(hours.on(WEEK[day])).is_closed());
        match open {
            true => Step::Erase(across, range),
            false => Step::Paint(across, range),
        }
    }
}

fn up(Cell { day, row }: Cell, by: u16, shown: Rows) -> Cell {
    let row = row.saturating_sub(by).max(shown.first);
    Cell { day, row }
}

fn down(Cell { day, row }: Cell, by: u16, shown: Rows) -> Cell {
    let row = (row + by).min(shown.last);
    Cell { day, row }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Key::{Down, End, Home, Left, PageDown, PageUp, Right, Up};

    const SHOWN: Rows = Rows {
        first: 16,
        last: 35,
    };

    fn start() -> Cursor {
        Cursor::on(Cell { day: 1, row: 18 })
    }

    #[track_caller]
    fn check(keys: &[(Key, bool)], expected: (usize, usize, &str)) {
        let press =
            |cursor: Cursor, (key, shift): &(Key, bool)| cursor.pressed(*key, *shift, SHOWN);
        let cursor = keys.iter().fold(start(), press);
        let across = cursor.across();
        let range = cursor.range().to_string();
        assert_eq!((across.first, across.last, &*range), expected);
    }

    #[test]
    fn arrows_move_and_shift_selects() {
        check(&[], (1, 1, "09:00–09:30"));
        check(&[(Down, false)], (1, 1, "09:30–10:00"));
        check(&[(Down, true), (Down, true)], (1, 1, "09:00–10:30"));
        check(&[(Right, true), (Down, true)], (1, 2, "09:00–10:00"));
        check(&[(Up, true)], (1, 1, "08:30–09:30"));
        check(&[(Down, true), (Left, false)], (0, 0, "09:30–10:00"));
        check(&[(End, true)], (1, 6, "09:00–09:30"));
        check(&[(Home, false)], (0, 0, "09:00–09:30"));
        check(&[(PageDown, false)], (1, 1, "12:00–12:30"));
        check(&[(PageUp, false)], (1, 1, "08:00–08:30"));
    }

    #[test]
    fn nothing_leaves_the_rows_and_days_that_are_shown() {
        check(&[(Left, false), (Left, false)], (0, 0, "09:00–09:30"));
        check(&[(Up, false); 5], (1, 1, "08:00–08:30"));
        check(&[(PageDown, false); 9], (1, 1, "17:30–18:00"));
        check(&[(Right, false); 9], (6, 6, "09:00–09:30"));
    }

    #[test]
    fn space_opens_what_is_not_open_everywhere_and_else_closes_it() {
        let mut hours = WeeklyHours::default();
        let cursor = start().pressed(Down, true, SHOWN);
        let range = cursor.range();
        assert_eq!(cursor.toggle(&hours), Step::Paint(Across::one(1), range));
        hours.paint(WEEK[1], WallRange::new(540, 570).expect("a range"));
        assert_eq!(cursor.toggle(&hours), Step::Paint(Across::one(1), range));
        hours.paint(WEEK[1], range);
        assert_eq!(cursor.toggle(&hours), Step::Erase(Across::one(1), range));
        assert!(cursor.contains(Cell { day: 1, row: 19 }));
        assert!(!cursor.contains(Cell { day: 2, row: 19 }));
    }
}
