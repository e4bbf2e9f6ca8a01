//! The examples about hours: which slots a day has, why a time is none, and what saving does with
//! those whom it leaves outside.

use crate::cast::{at, london, zone};
use crate::doc::Example;
use crate::follows::NOTHING;
use crate::given::{given, time};
use domain::account::pause::Answer;
use domain::availability::block::Block;
use domain::availability::edit::saving::{self, NotSaved, Saving};
use domain::availability::edit::{Answers, Edit, Party, Stranded, StrandedBy, What};
use domain::availability::rules::{RuleNumbers, Rules};
use domain::availability::{
    Account, Busy, BusyKind, BusyTimes, DayHours, Diary, Review, Schedule, Why, slots, why,
};
use domain::ids::{SessionId, SpanId};
use domain::session::SessionKind;
use domain::time::wall::{WEEK, WallRange};
use domain::time::zone::{Turn, ZoneTable};
use domain::time::{Instant, TimeDelta, interval::Interval};
use uuid::Uuid;

/// Of a day: its open times, `twice` where the wall shows one again, or why a time is none.
pub fn of_day(example: &Example, head: &str) -> String {
    let zone = zone(given(example, "zone").unwrap_or("Europe/London"));
    let schedule = schedule(example, &zone);
    let busy: BusyTimes = taken(example, &zone).collect();
    let diary = Diary {
        account: Account::Active,
        schedule: &schedule,
        zone: &zone,
        busy: &busy,
    };
    let now = time(example, "received").unwrap_or(london("20 Nov 12:00"));
    match head {
        "slots" => starts(diary, now, day(example, &zone)),
        "why" => {
            let asked = given(example, "asked at").expect("a time of day");
            said(&why(diary, now, of_day_at(example, &zone, asked)))
        }
        other => panic!("no such column: → {other}"),
    }
}

fn of_day_at(example: &Example, zone: &ZoneTable, time: &str) -> Instant {
    let day = given(example, "day").expect("a day");
    match time {
        "24:00" => of_day_at(example, zone, "00:00") + TimeDelta::days(1),
        time => at(&format!("{day} {time}"), zone),
    }
}

fn day(example: &Example, zone: &ZoneTable) -> Interval {
    let start = of_day_at(example, zone, "00:00");
    let date = zone.wall(start).date();
    Interval::new(start, zone.start_of(date.succ_opt().expect("a next day"))).expect("a day")
}

fn schedule(example: &Example, zone: &ZoneTable) -> Schedule {
    let mut schedule = Schedule {
        rules: rules(given(example, "rules")),
        ..Schedule::default()
    };
    let hours = day_hours(given(example, "hours").unwrap_or("09:00–13:00"));
    for day in WEEK {
        schedule.hours.on_mut(day).clone_from(&hours);
    }
    if let Some(own) = given(example, "own hours") {
        let date = zone.wall(of_day_at(example, zone, "00:00")).date();
        schedule.overrides.set(date, day_hours(own)).expect("room");
    }
    for (kind, span) in items(example, zone) {
        if kind == "block" {
            schedule.blocks.add(Block::Once(span)).expect("room");
        }
    }
    schedule
}

/// `09:00–13:00, 14:00–17:00`, or `closed`.
fn day_hours(cell: &str) -> DayHours {
    let ranges = cell.split(", ").filter_map(|text| text.split_once('–'));
    ranges
        .map(|(from, to)| WallRange::parse(from, to).expect("a range"))
        .collect()
}

/// `length 90, gap 0, step 30, lead 1, horizon 7`: minutes, hours ahead, days.
fn rules(cell: Option<&str>) -> Rules {
    let mut numbers = RuleNumbers::default();
    for item in cell.into_iter().flat_map(|cell| cell.split(", ")) {
        let (name, number) = item.split_once(' ').expect("a name and a number");
        let number: u32 = number.parse().expect("a number");
        match name {
            "length" => numbers.length_minutes = number,
            "gap" => numbers.gap_minutes = number,
            "step" => numbers.step_minutes = number,
            "lead" => numbers.lead_minutes = number * 60,
            "horizon" => numbers.horizon_days = number,
            other => panic!("no such rule: {other}"),
        }
    }
    Rules::new(numbers).expect("rules")
}

/// `session 10:00–10:50, block 12:00–13:00` on that day.
fn items<'e>(example: &'e Example, zone: &ZoneTable) -> impl Iterator<Item = (&'e str, Interval)> {
    let items = given(example, "taken").into_iter();
    let items = items.flat_map(|cell| cell.split(", "));
    items.map(move |item| {
        let (kind, range) = item.rsplit_once(' ').expect("a kind and a range");
        let (from, to) = range.split_once('–').expect("a range");
        let [from, to] = [from, to].map(|text| of_day_at(example, zone, text));
        (kind, Interval::new(from, to).expect("a span"))
    })
}

fn taken(example: &Example, zone: &ZoneTable) -> impl Iterator<Item = Busy> {
    let until = time(example, "held until");
    items(example, zone).filter_map(move |(kind, span)| {
        let kind = match kind {
            "session" => BusyKind::Session,
            "hold" => BusyKind::Hold {
                until: until.expect("an end"),
            },
            "busy" => BusyKind::Imported {
                from: domain::availability::busy::Source(0),
                as_of: london("20 Nov 11:00"),
            },
            _ => return None,
        };
        Some(Busy { span, kind })
    })
}

fn starts(diary: Diary<'_>, now: Instant, day: Interval) -> String {
    let starts = slots(diary, now, day).map(|slot| {
        let wall = diary.zone.wall(slot.start()).to_string();
        let wall = &wall[11..16];
        match slot.turn() {
            Turn::First => format!("{wall} twice"),
            _ => wall.to_owned(),
        }
    });
    let starts: Vec<String> = starts.collect();
    match starts.is_empty() {
        true => NOTHING.into(),
        false => starts.join(", "),
    }
}

fn said(why: &Why) -> String {
    match why {
        Why::Bookable => "bookable",
        Why::NotActive => "not active",
        Why::Taken { .. } => "taken",
        Why::Blocked { .. } => "blocked",
        Why::ImportedBusy { .. } => "busy elsewhere",
        Why::OutsideHours { .. } => "outside hours",
        Why::RunsOver { .. } => "runs over",
        Why::TooClose { .. } => "too close",
        Why::Past => "past",
        Why::TooSoon { .. } => "too soon",
        Why::TooFar { .. } => "too far",
        Why::ShownAgain { .. } => "shown again",
        Why::NotOnStep { .. } => "not on a step",
        Why::SkippedByClocks { .. } => "skipped by the clocks",
    }
    .into()
}

/// Of a save, by those whom it leaves outside.
pub fn of_save(example: &Example, head: &str) -> String {
    let saving = match (head, saves(example)) {
        ("answer", Ok(_)) => return "yes".into(),
        ("answer", Err(why)) => return format!("refused: {why}"),
        (_, Err(_)) => return NOTHING.into(),
        (_, Ok(saving)) => saving,
    };
    match head {
        "keeps" => saving.kept.len(),
        "moves" => saving.to_move.len(),
        "cancels" => saving.cancelled.len(),
        "withdraws" => saving.withdrawn.len(),
        other => panic!("no such column: → {other}"),
    }
    .to_string()
}

pub fn of_review(example: &Example, head: &str) -> String {
    let now = time(example, "received").expect("an instant");
    match (head, Review::of(time(example, "reviewed"), now)) {
        ("asked", Review::Due) => "yes".into(),
        ("asked", Review::Fresh) => "no".into(),
        (other, _) => panic!("no such column: → {other}"),
    }
}

fn saves(example: &Example) -> Result<Saving, NotSaved> {
    let span = Interval::new(london("24 Nov 14:00"), london("24 Nov 14:50")).expect("a span");
    let by = StrandedBy::Hours { lost: span };
    let outside = given(example, "outside").into_iter();
    let outside = outside.flat_map(|cell| cell.split(", "));
    let stranded = outside.enumerate().map(|(place, what)| Stranded {
        id: Party {
            id: id(place),
            what: self::what(what),
        },
        span,
        by,
    });
    let stranded: Vec<Stranded<Party>> = stranded.collect();
    let cells = given(example, "answers").into_iter();
    let cells = cells.flat_map(|cell| cell.split(", ")).enumerate();
    let answers = Answers {
        each: cells
            .filter_map(|(place, cell)| Some((id(place), answer(cell)?)))
            .collect(),
        rest: given(example, "for all").and_then(answer),
        note: None,
    };
    let block = Block::Once(span);
    let changes = match given(example, "changes") {
        Some("none") => Vec::new(),
        _ => vec![domain::availability::edit::Change::Blocked(block)],
    };
    saving::decide(&Edit::Block(block), changes, &stranded, &answers)
}

fn id(place: usize) -> SpanId {
    SpanId(Uuid::from_u128(place as u128 + 1))
}

fn what(cell: &str) -> What {
    let until = london("20 Nov 12:10");
    let session = |kind| What::Session { kind, paid: None };
    match cell {
        "follow-up" => session(SessionKind::FollowUp),
        "initial" => session(SessionKind::Initial),
        "checkout" => What::Checkout { until },
        "offered" => What::Offered {
            session: SessionId(Uuid::from_u128(9)),
            until,
        },
        other => panic!("no such party: {other}"),
    }
}

fn answer(cell: &str) -> Option<Answer> {
    match cell {
        "keep" => Some(Answer::Keep),
        "move" => Some(Answer::Move),
        "cancel" => Some(Answer::Cancel),
        _ => None,
    }
}
