//! The examples about painting: a Tuesday, a drag over it, and what its hours then are.

use crate::doc::Example;
use crate::given::given;
use domain::availability::Schedule;
use domain::availability::editor::{Gesture, Scope, Shown, Spot};
use domain::sentences::dates;
use domain::time::wall::{WEEK, WallRange};

const TUESDAY: usize = 1;

pub fn follows(example: &Example, head: &str) -> String {
    assert_eq!(head, "hours after", "no such column: → {head}");
    let mut schedule = Schedule::default();
    for (from, to) in given(example, "hours").into_iter().flat_map(ranges) {
        let range = WallRange::parse(from, to).expect("a range");
        schedule.hours.paint(WEEK[TUESDAY], range);
    }
    let spot = |head| Spot {
        day: TUESDAY,
        minute: minute(given(example, head).expect("a time of day")),
    };
    // Within five minutes of it an edge is taken hold of.
    let mut gesture = Gesture::begin(spot("dragged from"), &schedule.hours, 5);
    gesture.move_to(spot("dragged to"));
    let shown = Shown {
        scope: Scope::EveryWeek,
        monday: "2026-11-23".parse().expect("a date"),
    };
    let after = gesture.step().map(|step| shown.take(&schedule, &step));
    let after = after.map_or(schedule, |after| after.expect("room"));
    dates::hours(after.hours.on(WEEK[TUESDAY]))
}

fn ranges(cell: &str) -> impl Iterator<Item = (&str, &str)> {
    cell.split(", ").filter_map(|text| text.split_once('–'))
}

fn minute(text: &str) -> u16 {
    let (hour, minute) = text.split_once(':').expect("a time of day");
    hour.parse::<u16>().expect("hours") * 60 + minute.parse::<u16>().expect("minutes")
}
