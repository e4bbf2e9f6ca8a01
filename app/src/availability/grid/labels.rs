//! What the cells of a day say: when, whether they are open, and what else is there.

use super::super::state::Editing;
use super::things::{Thing, of_day};
use domain::availability::DayHours;
use domain::availability::editor::cursor::{CELL, Cell};
use domain::sentences::dates;
use domain::time::wall::WallRange;
use leptos::prelude::*;

pub fn of(editing: Editing, day: usize) -> Vec<String> {
    let things = of_day(editing, day);
    let hours = editing.days[day].read();
    let week = editing.week.read();
    let date = dates::date(week.date(day), week.today());
    let cell = |row: u16| {
        let range = Cell { day, row }.range();
        let mut said = format!(
            "{date}, {}, {}",
            dates::time(row * CELL),
            open(&hours, range)
        );
        for thing in things.iter().filter(|thing| thing.meets(range)) {
            said.push_str(", ");
            said.push_str(&thing.name);
        }
        said
    };
    (0..48).map(cell).collect()
}

fn open(hours: &DayHours, range: WallRange) -> &'static str {
    let cell = DayHours::from_iter([range]);
    match () {
        () if cell.minus(hours).is_closed() => "open",
        () if cell.minus(hours) == cell => "closed",
        () => "partly open",
    }
}

impl Thing {
    fn meets(&self, range: WallRange) -> bool {
        self.range.start() < range.end() && range.start() < self.range.end()
    }
}
