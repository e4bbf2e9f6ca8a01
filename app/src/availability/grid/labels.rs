//! What the cells of a day say: when, whether they are open, and what else is there.

use super::super::state::Editing;
use super::cells::Labels;
use super::things::{Kind, Thing, of_day};
use domain::availability::DayHours;
use domain::availability::editor::cursor::{CELL, Cell};
use domain::sentences::dates;
use domain::time::wall::{WEEK, WallRange};
use leptos::prelude::*;
use std::time::Duration;

/// They follow what is done, a day a frame, and not what is being dragged: there are more of them
/// than a browser can change at one stroke. What was left unsaved is taken up after they are made.
pub fn follow(editing: Editing) -> Labels {
    let labels = std::array::from_fn(|day| RwSignal::new(untrack(|| of(editing, day))));
    Effect::new(move |_| {
        editing.editor.track();
        editing.week.track();
        editing.scope.track();
        for (day, label) in labels.into_iter().enumerate() {
            let wait = Duration::from_millis(FRAME * (day as u64 + 1));
            set_timeout(move || renew(editing, day, label), wait);
        }
    });
    labels
}

/// Milliseconds.
const FRAME: u64 = 17;

fn renew(editing: Editing, day: usize, label: RwSignal<Vec<String>>) {
    if editing.editor.is_disposed() {
        return;
    }
    let said = untrack(|| of(editing, day));
    if label.with_untracked(|before| *before != said) {
        label.set(said);
    }
}

fn of(editing: Editing, day: usize) -> Vec<String> {
    let things = of_day(editing, day);
    let hours = editing.done[day].read();
    let week = editing.week.read();
    let date = dates::date(week.date(day), week.today());
    // What is painted does not hold on this date.
    let elsewhere = match editing.instead(day) {
        Some(_) => format!(" on other {}s", dates::weekday(WEEK[day])),
        None => String::new(),
    };
    let cell = |row: u16| {
        let range = Cell { day, row }.range();
        let mut said = format!(
            "{date}, {}, {}{elsewhere}",
            dates::time(row * CELL),
            open(&hours, range)
        );
        for thing in things.iter().filter(|thing| thing.meets(range)) {
            said.push_str(", ");
            said.push_str(&thing.name);
            if thing.kind == Kind::Waiting {
                said.push_str(" (to confirm)");
            }
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
