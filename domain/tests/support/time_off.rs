//! The examples about time off: the ends that are one press, and which days a form means.

use crate::cast::zone;
use crate::doc::Example;
use crate::given::{given, time};
use domain::availability::Block;
use domain::availability::edit::Edit;
use domain::form::time_off::{Fault, Fields, ends};
use domain::sentences::dates;
use domain::time::wall::Day;
use domain::time::{Instant, NaiveDate};

/// `None` where the column is about something else.
pub fn follows(example: &Example, head: &str) -> Option<String> {
    let zone = zone(given(example, "zone").unwrap_or("Europe/London"));
    let now = |example| -> Instant { time(example, "received").expect("an instant") };
    match head {
        "ends" => {
            let ends = ends(&zone, now(example)).into_iter();
            let said: Vec<String> = ends.map(|(_, at)| dates::clock(zone.wall(at))).collect();
            Some(said.join(", "))
        }
        "away" => {
            let fields = Fields {
                until: "typed".into(),
                typed: format!("{:?}", until(example))[..16].to_owned(),
                ..Fields::default()
            };
            Some(match fields.away(&zone, now(example)) {
                Ok(Edit::UnavailableUntil(at)) => {
                    format!("until {} UTC", dates::clock(at.naive_utc()))
                }
                Ok(other) => panic!("{other:?}"),
                Err(fault) => refused(&fault),
            })
        }
        "off" => {
            let date =
                |head| given(example, head).map_or(String::new(), |text| iso(text).to_string());
            let fields = Fields {
                when: "dates".into(),
                first: date("first day"),
                last: date("last day"),
                ..Fields::default()
            };
            let today = zone.wall(now(example)).date();
            Some(match fields.days_off(today) {
                Ok(Edit::Block(Block::Days(days))) => {
                    format!("{} – {}", named(days.first()), named(days.last()))
                }
                Ok(other) => panic!("{other:?}"),
                Err(fault) => refused(&fault),
            })
        }
        _ => None,
    }
}

fn until(example: &Example) -> chrono::NaiveDateTime {
    let text = given(example, "away until").expect("a time");
    let wall = chrono::NaiveDateTime::parse_from_str(&format!("2026 {text}"), "%Y %d %b %H:%M");
    wall.expect("a wall time")
}

fn iso(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(&format!("2026 {text}"), "%Y %d %b").expect("a day")
}

fn named(date: NaiveDate) -> String {
    let date = Day::from(date).date();
    format!("{} {}", dates::day_of_month(date), &dates::month(date)[..3])
}

fn refused(fault: &Fault) -> String {
    let why = match fault {
        Fault::Backwards => "it ends before it begins",
        Fault::DaysOver | Fault::TimeOver => "that is over",
        Fault::TimeInGap => "the clocks skip that time",
        other => panic!("{other:?}"),
    };
    format!("refused: {why}")
}
