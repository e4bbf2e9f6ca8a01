use super::*;
use crate::availability::{Account, Busy, BusyKind};
use crate::time::Instant;
use crate::time::wall::{WEEK, WallRange};
use crate::time::zone::{Transition, ZoneTable};

fn utc(text: &str) -> Instant {
    format!("2026-{text}:00Z").parse().expect("an instant")
}

fn date(text: &str) -> NaiveDate {
    format!("2026-{text}").parse().expect("a date")
}

fn range(start: u16, end: u16) -> WallRange {
    WallRange::new(start * 60, end * 60).expect("a range")
}

/// London in 2026: forward on 29 March at 01:00 UTC, back on 25 October at 01:00 UTC.
fn london() -> ZoneTable {
    let rows = [
        ("01-01T00:00", 0),
        ("03-29T01:00", 3600),
        ("10-25T01:00", 0),
    ];
    let rows = rows.map(|(from, offset)| Transition {
        from: utc(from),
        offset,
    });
    ZoneTable::new(rows.into()).expect("rows")
}

/// 09:00 to 13:00 on weekdays.
fn mornings() -> Schedule {
    let mut schedule = Schedule::default();
    for day in &WEEK[..5] {
        schedule.hours.paint(*day, range(9, 13));
    }
    schedule
}

fn tuesday(hour: u32) -> Interval {
    let start = utc(&format!("11-24T{hour:02}:00"));
    Interval::new(start, start + crate::time::TimeDelta::minutes(50)).expect("a span")
}

/// On Monday 23 November at 06:40; Daniel is booked on Tuesday at 10:00.
fn page(monday: &str) -> WeekPage {
    let kind = BusyKind::Session;
    let span = tuesday(10);
    WeekPage {
        monday: date(monday),
        place: "London".into(),
        zone: "GMT".into(),
        table: london(),
        now: utc("11-23T06:40"),
        account: Account::Active,
        revision: 1,
        reviewed: None,
        schedule: mornings(),
        busy: [Busy { span, kind }].into_iter().collect(),
        booked: Vec::new(),
        elsewhere: Vec::new(),
        open: 0,
        to_come: vec![NextBooking {
            span,
            client: Some("Daniel Reyes".into()),
        }],
    }
}

#[test]
fn open_slots_are_counted_of_a_schedule_that_is_not_saved() {
    let page = page("11-23");
    // From Tuesday 06:40 on, four a morning, less Daniel's.
    assert_eq!(page.open_slots(&page.schedule), 4 * 4 - 1);
    let mut more = page.schedule.clone();
    more.hours.paint(WEEK[5], range(10, 12));
    assert_eq!(page.open_slots(&more), 4 * 4 - 1 + 2);
}

#[test]
fn whom_a_change_leaves_outside_is_told_of_every_week() {
    let other = page("11-30");
    let mut fewer = other.schedule.clone();
    fewer.hours.erase(WEEK[1], range(10, 11));
    let outside = |after: &Schedule| other.left_outside(&other.schedule, after);
    assert_eq!(outside(&fewer), other.to_come);
    fewer.hours.paint(WEEK[1], range(10, 11));
    assert_eq!(outside(&fewer), []);
}

#[test]
fn the_rows_are_those_about_noon_and_wherever_anything_is() {
    let rows = |page: &WeekPage, hours: &WeeklyHours| {
        let Rows { first, last } = page.rows(hours);
        (first / 2, last.div_ceil(2))
    };
    let page = page("11-23");
    assert_eq!(rows(&page, &page.schedule.hours), (8, 18));
    let mut late = page.schedule.hours.clone();
    late.paint(WEEK[6], range(6, 7));
    late.paint(WEEK[6], range(22, 24));
    assert_eq!(rows(&page, &late), (5, 24));
    let autumn = self::page("10-19");
    assert_eq!(rows(&autumn, &mornings().hours), (0, 18));
}

#[test]
fn weeks_follow_upon_one_another() {
    let page = page("11-23");
    assert!(page.is_this_week() && page.contains(date("11-29")));
    assert!(!page.contains(date("11-30")));
    assert_eq!(
        [page.weeks_on(1), page.weeks_on(-1)],
        [date("11-30"), date("11-16")]
    );
    assert_eq!(page.date(6), date("11-29"));
    assert!(!self::page("11-30").is_this_week());
}
